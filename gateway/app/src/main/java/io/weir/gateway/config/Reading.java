package io.weir.gateway.config;

import io.weir.device.ByteSize;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One text on its way to a document. Used once, by one thread. */
final class Reading {

    private final String name;
    private final List<Problem> problems = new ArrayList<>();
    private String text = "";

    Reading(String name) {
        this.name = name;
    }

    /** What is wrong with the text itself. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }

    /** Nothing when the problems say why. JSON when the name ends so, else YAML. */
    Optional<Document> document(byte[] bytes, ByteSize limit, Function<String, Variables.Filled> variables) {
        return read(bytes, limit, () -> {
            Node root = name.endsWith(".json")
                    ? JsonReader.read(text, problems::add)
                    : YamlReader.read(text, problems::add);
            return new Flattener(variables, problems::add).flatten(root);
        });
    }

    /** Nothing when the problems say why. */
    Optional<Document> csv(byte[] bytes, ByteSize limit, CsvColumns columns) {
        return read(bytes, limit, () -> CsvReader.read(text, columns, problems::add));
    }

    private Optional<Document> read(byte[] bytes, ByteSize limit, Form form) {
        try {
            if (bytes.length > limit.bytes()) {
                throw new UnreadableException("too-large", "larger than " + limit, Place.NONE);
            }
            text = decoded(bytes);
            return Optional.of(form.document());
        } catch (UnreadableException e) {
            problems.add(e.problem());
            return Optional.empty();
        }
    }

    private static String decoded(byte[] bytes) throws UnreadableException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new UnreadableException("encoding", "this is no UTF-8 text", Place.NONE);
        }
    }

    Source source(Document document) {
        return new Source(name, text.lines().toList(), Secrecy.suspects(document));
    }

    @FunctionalInterface
    private interface Form {
        Document document() throws UnreadableException;
    }
}
