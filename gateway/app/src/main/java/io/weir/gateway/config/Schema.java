package io.weir.gateway.config;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The JSON Schema (draft 2020-12) of a shape, for editors. It says what the shapes say; what only the check knows (where
 * names lead, the range of a size or duration) is left to it. Because scalars are typed by the shape and not by YAML, a
 * number may also be written as text, and a variable <code>${NAME}</code> may stand for anything.
 */
public final class Schema {

    private static final String VARIABLE = "\\$\\{.*\\}";

    private Schema() {}

    public static Map<String, Object> of(ObjectShape shape) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", "Weir gateway configuration");
        schema.putAll(object(shape.keys(), Map.of()));
        return schema;
    }

    private static Map<String, Object> schema(Shape shape) {
        if (shape instanceof Shape.Scalar scalar) {
            return ScalarSchema.of(scalar, VARIABLE);
        }
        if (shape instanceof Shape.ListOf list) {
            return list(list);
        }
        if (shape instanceof Shape.MapOf map) {
            Map<String, Object> schema = section();
            schema.put(
                    "propertyNames",
                    Map.of("pattern", "^(" + map.names().pattern().pattern() + ")$"));
            schema.put("additionalProperties", schema(map.item()));
            schema.put("maxProperties", map.max());
            return schema;
        }
        if (shape instanceof Shape.Table table) {
            return mapOf("anyOf", List.of(schema(table.rows()), fileOfRows()));
        }
        if (shape instanceof Shape.Typed typed) {
            return typed(typed);
        }
        if (shape instanceof Shape.OneKey oneKey) {
            return oneKey(oneKey);
        }
        if (shape instanceof Shape.Brief brief) {
            return brief(brief);
        }
        if (shape instanceof Shape.NotYet notYet) {
            return mapOf("not", Map.of(), "description", notYet.what() + " is not available in this version");
        }
        ObjectShape section = (ObjectShape) shape;
        Map<String, Object> schema = object(section.keys(), Map.of());
        if (!section.choices().isEmpty()) {
            schema.put("type", "object");
            schema.put("oneOf", oneOf(section.choices()));
        }
        return schema;
    }

    private static List<Object> oneOf(List<String> names) {
        return names.stream()
                .<Object>map(name -> Map.of("required", List.of(name)))
                .toList();
    }

    private static Map<String, Object> object(List<Key> keys, Map<String, Object> given) {
        Map<String, Object> properties = new LinkedHashMap<>(given);
        List<Object> required = new ArrayList<>();
        for (Key key : keys) {
            properties.put(key.name(), described(key));
            if (key.required()) {
                required.add(key.name());
            }
        }
        Map<String, Object> schema = section();
        schema.put("properties", properties);
        closed(schema);
        if (!required.isEmpty()) {
            // An empty section is written as nothing at all; one with required keys cannot be.
            schema.put("type", "object");
            schema.put("required", required);
        }
        return schema;
    }

    private static Map<String, Object> described(Key key) {
        Map<String, Object> schema = schema(key.shape());
        if (!key.doc().isEmpty() && !(key.shape() instanceof Shape.NotYet)) {
            schema.put("description", key.doc());
        }
        key.fallback()
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> schema.put("default", typed(key.shape(), text)));
        return schema;
    }

    /** As an editor would write it. */
    private static Object typed(Shape shape, String fallback) {
        if (shape instanceof Shape.Flag) {
            return Boolean.valueOf(fallback);
        }
        if (shape instanceof Shape.Whole) {
            return Long.decode(fallback);
        }
        return shape instanceof Shape.Decimal ? Double.valueOf(fallback) : fallback;
    }

    private static Map<String, Object> list(Shape.ListOf list) {
        Map<String, Object> items = mapOf("type", "array", "items", schema(list.item()));
        items.put("minItems", list.min());
        items.put("maxItems", list.max());
        List<Object> forms = new ArrayList<>(List.of(items, schema(list.item())));
        if (list.min() == 0) {
            forms.add(Map.of("type", "null"));
        }
        return mapOf("anyOf", forms);
    }

    private static Map<String, Object> typed(Shape.Typed typed) {
        String discriminator = typed.discriminator();
        List<Object> cases = new ArrayList<>();
        new TreeMap<>(typed.variants()).forEach((name, variant) -> {
            Map<String, Object> chosen = Map.of("const", name);
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("if", mapOf("properties", Map.of(discriminator, chosen), "required", List.of(discriminator)));
            one.put("then", object(variant.keys(), Map.of(discriminator, chosen)));
            cases.add(one);
        });
        Map<String, Object> schema = mapOf("type", "object", "required", List.of(discriminator));
        List<String> names = typed.variants().keySet().stream().sorted().toList();
        schema.put("properties", Map.of(discriminator, mapOf("enum", names)));
        schema.put("allOf", cases);
        return schema;
    }

    private static Map<String, Object> oneKey(Shape.OneKey shape) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<Object> exactlyOne = new ArrayList<>();
        new TreeMap<>(shape.kinds()).forEach((name, kind) -> {
            properties.put(name, schema(kind));
            exactlyOne.add(Map.of("required", List.of(name)));
        });
        shape.beside().keys().forEach(key -> properties.put(key.name(), described(key)));
        Map<String, Object> schema = mapOf("type", "object", "properties", properties);
        closed(schema);
        schema.put("oneOf", exactlyOne);
        return schema;
    }

    private static Map<String, Object> brief(Shape.Brief brief) {
        Map<String, Object> whole = object(brief.whole().keys(), Map.of());
        Shape word = brief.whole().key(brief.key()).orElseThrow().shape();
        return mapOf("anyOf", List.of(schema(word), whole));
    }

    private static Map<String, Object> fileOfRows() {
        Map<String, Object> file = mapOf("type", "string", "pattern", "^(" + TableFiles.NAME + "|" + VARIABLE + ")$");
        Map<String, Object> schema = mapOf("type", "object", "required", List.of("file"));
        schema.put("properties", Map.of("file", file));
        schema.put("additionalProperties", false);
        return schema;
    }

    private static Map<String, Object> section() {
        return mapOf("type", List.of("object", "null"));
    }

    private static void closed(Map<String, Object> schema) {
        schema.put("patternProperties", Map.of("^x-", true));
        schema.put("additionalProperties", false);
    }

    static Map<String, Object> mapOf(String key, Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        return map;
    }

    static Map<String, Object> mapOf(String key, Object value, String otherKey, Object otherValue) {
        Map<String, Object> map = mapOf(key, value);
        map.put(otherKey, otherValue);
        return map;
    }
}
