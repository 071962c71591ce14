package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.weir.device.AdapterProvider;
import io.weir.device.config.Shape;
import io.weir.gateway.decode.Decoders;
import io.weir.uplink.SinkProvider;
import io.weir.uplink.UplinkConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files that users start from, held against everything that is really on the class path. */
class ExamplesTest {

    private static final ConfigReader READER = new ConfigReader(installed(), Map.of());
    private static final com.networknt.schema.Schema SCHEMA = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12)
            .getSchema(Json.write(Schema.of(READER.shape())), InputFormat.JSON);

    private static Components installed() {
        Shape decode = Decoders.shape();
        Map<String, Components.Kind> adapters = new HashMap<>();
        for (AdapterProvider provider : ServiceLoader.load(AdapterProvider.class)) {
            adapters.put(provider.type(), new Components.Kind(provider.shape(decode), provider::check));
        }
        Map<String, Components.Kind> uplinks = new HashMap<>();
        for (SinkProvider provider : ServiceLoader.load(SinkProvider.class)) {
            uplinks.put(provider.type(), new Components.Kind(UplinkConfig.shape(provider), provider::check));
        }
        return new Components(adapters, uplinks);
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleHasNoMistake(Path file) throws IOException {
        ConfigReader.Result result = READER.read(file);

        assertThat(result.problems()).as(result.render()).isEmpty();
        assertThat(result.warnings())
                .as(result.render())
                .allSatisfy(warning -> assertThat(warning.code()).isEqualTo("secret"));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theSchemaAcceptsIt(Path file) throws IOException {
        assertThat(SCHEMA.validate(Files.readString(file), InputFormat.YAML)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itsCanonicalTextReadsBackAndPassesTheSchema(Path file) throws IOException {
        GatewayConfig config = READER.read(file).config().orElseThrow();
        String canonical = config.canonical();

        ConfigReader.Result again =
                READER.read("canonical.json", canonical.getBytes(StandardCharsets.UTF_8), Path.of("/nowhere"));

        assertThat(again.problems()).isEmpty();
        assertThat(again.config()).contains(config);
        assertThat(SCHEMA.validate(canonical, InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void mutilatedItIsAnsweredWithProblemsAndNeverThrows(Path file) throws IOException {
        Mutilation.check(READER, Files.readString(file), 300);
    }
}
