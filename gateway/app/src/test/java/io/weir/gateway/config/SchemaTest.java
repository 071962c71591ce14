package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The schema, held by an independent validator, and the binder must agree. */
class SchemaTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final com.networknt.schema.Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.write(Schema.of(Samples.reader().shape())), InputFormat.JSON);

    /** Typed as an editor sees it: numbers are numbers. */
    private static final String DOCUMENT = """
            {"gateway":{"id":"gw-1","data-dir":"d","tags":{"site":"a","nr":7},"dashboard":{"listen":"127.0.0.1:0"}},
             "adapters":{
               "field":{"type":"mqtt","listen":"127.0.0.1:0","receive-maximum":10,"anonymous":true,
                        "topics":[{"topic":"s/{device}","decode":{"format":"json","value":"$.v"}}]},
               "cabinet":{"type":"gpio","inputs":{"door":{"pin":17,"edge":"both","debounce":"30ms"}}}},
             "pipelines":{"p":{"from":["field","cabinet/door"],"steps":[{"range":{"min":-1.5,"max":4}},{"id":"x","window":{"size":"1m"}}]}},
             "buffer":{"max-size":"1.5GiB","max-age":"14d","when-full":"reject"},
             "uplinks":{"cloud":{"type":"http","url":"http://h/","token":{"env":"T"},"streams":"p","x-note":[1,{}]}}}
            """;

    private static boolean schemaAccepts(JsonNode document) {
        return SCHEMA.validate(document.toString(), InputFormat.JSON).isEmpty();
    }

    private static boolean binderAccepts(JsonNode document) {
        byte[] bytes = document.toString().getBytes(StandardCharsets.UTF_8);
        return Samples.reader()
                .read("w.json", bytes, Path.of("/nowhere"))
                .problems()
                .isEmpty();
    }

    @Test
    void bothAcceptAGoodDocument() throws JsonProcessingException {
        JsonNode good = MAPPER.readTree(DOCUMENT);

        assertThat(SCHEMA.validate(DOCUMENT, InputFormat.JSON)).isEmpty();
        assertThat(binderAccepts(good)).isTrue();
    }

    @Test
    void bothRefuseAKeyThatIsNotAvailableYet() throws JsonProcessingException {
        ObjectNode document = (ObjectNode) MAPPER.readTree(DOCUMENT);
        ((ObjectNode) document.at("/gateway")).put("group", "pumps");

        assertThat(schemaAccepts(document)).isFalse();
        assertThat(binderAccepts(document)).isFalse();
    }

    @Test
    void bothTakeASectionThatIsWrittenAsAWord() throws JsonProcessingException {
        for (String condition : List.of("\"value > 1\"", "{\"expr\": \"value > 1\"}")) {
            JsonNode document = MAPPER.readTree(DOCUMENT);
            ((ObjectNode) document.at("/pipelines/p")).set("where", MAPPER.readTree(condition));

            assertThat(schemaAccepts(document)).isTrue();
            assertThat(binderAccepts(document)).isTrue();
        }
        for (String condition : List.of("[\"value > 1\"]", "{\"exp\": \"value > 1\"}", "{}")) {
            JsonNode document = MAPPER.readTree(DOCUMENT);
            ((ObjectNode) document.at("/pipelines/p")).set("where", MAPPER.readTree(condition));

            assertThat(schemaAccepts(document)).isFalse();
            assertThat(binderAccepts(document)).isFalse();
        }
    }

    @Test
    void theSchemaTakesATableThatStandsInAFile() throws JsonProcessingException {
        for (String table :
                List.of("{\"file\": \"t.csv\"}", "{\"d1\": {\"scale\": 2}}", "{\"file\": {\"scale\": 2}}")) {
            assertThat(schemaAccepts(withTable(table))).as(table).isTrue();
        }
        for (String table : List.of("{\"file\": \"t.csv.txt\"}", "{\"file\": \"t.csv\", \"d1\": {}}", "\"t.csv\"")) {
            assertThat(schemaAccepts(withTable(table))).as(table).isFalse();
            assertThat(binderAccepts(withTable(table))).as(table).isFalse();
        }
    }

    private static JsonNode withTable(String table) throws JsonProcessingException {
        JsonNode document = MAPPER.readTree(DOCUMENT);
        ((ArrayNode) document.at("/pipelines/p/steps"))
                .add(MAPPER.readTree("{\"lookup\": {\"table\": " + table + "}}"));
        return document;
    }

    /** Names that lead nowhere and ranges of sizes and durations are the check's alone: no mutation makes such. */
    @Test
    void bothAgreeOnMutatedDocuments() throws JsonProcessingException {
        int refused = 0;
        for (int seed = 0; seed < 400; seed++) {
            JsonNode document = MAPPER.readTree(DOCUMENT);
            String what = mutate(document, new SplittableRandom(seed));

            boolean accepted = schemaAccepts(document);
            refused += accepted ? 0 : 1;

            assertThat(binderAccepts(document))
                    .as("seed %d: %s in %s", seed, what, document)
                    .isEqualTo(accepted);
        }
        assertThat(refused).as("refused of 400").isBetween(100, 390);
    }

    private static String mutate(JsonNode root, SplittableRandom random) {
        List<ObjectNode> sections = new ArrayList<>();
        collect(root, sections);
        ObjectNode section = sections.get(random.nextInt(sections.size()));
        List<String> names = new ArrayList<>();
        section.fieldNames().forEachRemaining(names::add);
        String name = names.isEmpty() ? "none" : names.get(random.nextInt(names.size()));
        // What is referred to must stay, and an empty range makes no sense: only the check would notice.
        boolean referredTo = List.of("adapters", "pipelines", "inputs", "field", "cabinet", "p", "door", "range")
                .contains(name);
        int kind = random.nextInt(8);
        switch (kind) {
            case 0 -> section.put("unknown", 1);
            case 1 -> section.put("x-mine", 1);
            case 2 -> {
                if (!referredTo && !name.equals("listen")) {
                    section.remove(name);
                }
            }
            case 3 -> section.put("receive-maximum", random.nextInt(-5, 70_000));
            case 4 -> {
                if (!referredTo) {
                    section.set(name, MAPPER.createArrayNode().addArray());
                }
            }
            case 5 -> {
                if (section.path(name).isValueNode()
                        && !List.of("streams", "id").contains(name)) {
                    section.put(name, "%%%");
                }
            }
            case 6 -> {
                if (section.path(name).isNumber()) {
                    section.put(name, section.path(name).asText());
                }
            }
            default -> {
                if (!referredTo) {
                    section.putObject(name);
                }
            }
        }
        return kind + " at " + name;
    }

    private static void collect(JsonNode node, List<ObjectNode> sections) {
        if (node instanceof ObjectNode object) {
            sections.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(inner -> collect(inner, sections));
        }
    }

    @Test
    void everyKeyIsDescribed() throws JsonProcessingException {
        JsonNode schema = MAPPER.readTree(Json.pretty(Schema.of(Samples.reader().shape())));

        assertThat(schema.at("/properties/buffer/properties/keep-delivered/description")
                        .asText())
                .contains("replay");
        assertThat(schema.at("/properties/buffer/properties/keep-delivered/default")
                        .asText())
                .isEqualTo("24h");
    }
}
