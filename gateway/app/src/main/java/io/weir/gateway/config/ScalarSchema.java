package io.weir.gateway.config;

import io.weir.device.config.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The JSON Schema of single words. */
final class ScalarSchema {

    private static final List<String> ANY_WORD = List.of("string", "number", "boolean");

    private ScalarSchema() {}

    static Map<String, Object> of(Shape.Scalar shape, String variable) {
        if (shape instanceof Shape.Text text) {
            return text(text, variable);
        }
        if (shape instanceof Shape.Whole whole) {
            Map<String, Object> schema = Schema.mapOf("type", List.of("integer", "string"), "minimum", whole.min());
            schema.put("maximum", whole.max());
            schema.put("pattern", anchored("[-+]?[0-9]+|0x[0-9A-Fa-f]+|" + variable));
            return schema;
        }
        if (shape instanceof Shape.Decimal decimal) {
            return decimal(decimal, variable);
        }
        if (shape instanceof Shape.Flag) {
            String words = anchored("true|false|" + variable);
            return Schema.mapOf("type", List.of("boolean", "string"), "pattern", words);
        }
        if (shape instanceof Shape.Span) {
            return pattern("[0-9]{1,12}(ms|s|m|h|d)|" + variable);
        }
        if (shape instanceof Shape.Size) {
            return pattern("[0-9]{1,15}(\\.[0-9]{1,6})?\\s?([kMG]?B|[KMGT]iB)|" + variable);
        }
        return shape instanceof Shape.Choice choice ? choice(choice, variable) : secret();
    }

    private static Map<String, Object> text(Shape.Text text, String variable) {
        Map<String, Object> schema = Schema.mapOf("type", ANY_WORD, "maxLength", text.maxLength());
        if (!text.pattern().isEmpty()) {
            schema.put("pattern", anchored(text.pattern() + "|.*" + variable + ".*"));
        }
        return schema;
    }

    private static Map<String, Object> decimal(Shape.Decimal shape, String variable) {
        Map<String, Object> schema = Schema.mapOf("type", List.of("number", "string"));
        if (shape.min() > -Double.MAX_VALUE) {
            schema.put("minimum", shape.min());
        }
        if (shape.max() < Double.MAX_VALUE) {
            schema.put("maximum", shape.max());
        }
        schema.put("pattern", anchored("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|" + variable));
        return schema;
    }

    private static Map<String, Object> choice(Shape.Choice choice, String variable) {
        List<Object> words = new ArrayList<>(choice.words());
        // Unquoted, YAML takes these words for numbers.
        choice.words().stream()
                .filter(word -> word.matches("[0-9]{1,9}"))
                .map(Long::valueOf)
                .forEach(words::add);
        return Schema.mapOf("anyOf", List.of(Schema.mapOf("enum", words), pattern(variable)));
    }

    private static Map<String, Object> secret() {
        Map<String, Object> name = Schema.mapOf("type", "string", "minLength", 1);
        Map<String, Object> schema = Schema.mapOf("type", "object", "properties", Map.of("env", name, "file", name));
        schema.put("additionalProperties", false);
        schema.put("minProperties", 1);
        schema.put("maxProperties", 1);
        return schema;
    }

    private static Map<String, Object> pattern(String pattern) {
        return Schema.mapOf("type", "string", "pattern", anchored(pattern));
    }

    private static String anchored(String pattern) {
        return "^(" + pattern + ")$";
    }
}
