package io.weir.gateway.config;

import io.weir.device.ByteSize;
import io.weir.device.config.Binder;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads configurations and reports every mistake of one at once. Stateless: any thread, any number of texts. Touches no file
 * but the one it is given, the tables that it names, and, for warnings, those that secrets refer to.
 */
public final class ConfigReader {

    /**
     * What became of a text.
     *
     * @param config there is one exactly when there are no problems
     * @param warnings what is allowed but probably not meant
     * @param document the tree that was read, for merging; empty when the text was unreadable
     * @param source the text, for showing problems
     * @param folder where {@code {file: NAME}} is looked up
     */
    public record Result(
            Optional<GatewayConfig> config,
            List<Problem> problems,
            List<Problem> warnings,
            Document document,
            Source source,
            Path folder) {

        /** Problems and warnings as a compiler shows them. */
        public String render() {
            String errors = Rendering.of("error", problems, source);
            String between = errors.isEmpty() || warnings.isEmpty() ? "" : "\n";
            return errors + between + Rendering.of("warning", warnings, source);
        }
    }

    private final Components components;
    private final Map<String, String> environment;
    private final ObjectShape shape;

    public ConfigReader(Components components, Map<String, String> environment) {
        this.components = components;
        this.environment = Map.copyOf(environment);
        this.shape = ConfigShape.of(components);
    }

    /** The shape of a whole configuration, for the schema. */
    public ObjectShape shape() {
        return shape;
    }

    /**
     * Reads a file: JSON when its name ends so, else YAML. Its folder is where {@code {file: NAME}} is looked up.
     *
     * @throws IOException when it cannot be read at all
     */
    public Result read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes((int) Limits.FILE.bytes() + 1);
        }
        Path folder = file.toAbsolutePath().normalize().getParent();
        return read(file.toString(), bytes, folder == null ? Path.of("/") : folder);
    }

    /** Reads a text that a person wrote: variables of the environment are filled in. */
    public Result read(String name, byte[] bytes, Path folder) {
        Reading reading = new Reading(name);
        Optional<Document> document = reading.document(bytes, Limits.FILE, new Variables(environment)::fill);
        if (document.isEmpty()) {
            Source source = reading.source(Document.EMPTY);
            return new Result(Optional.empty(), reading.problems(), List.of(), Document.EMPTY, source, folder);
        }
        List<Problem> problems = new ArrayList<>(reading.problems());
        Document filled = new TableFiles(folder, problems::add).fill(document.get());
        return bind(filled, folder, problems, reading.source(document.get()));
    }

    /** Parses JSON that came from afar: strict, its variables left alone, nothing bound yet. */
    public static Parsed parse(byte[] json, ByteSize limit) {
        Reading reading = new Reading("document.json");
        Optional<Document> document = reading.document(json, limit, Variables::asWritten);
        boolean good = document.isPresent() && reading.problems().isEmpty();
        return new Parsed(good ? document : Optional.empty(), reading.problems());
    }

    /** A document, or why there is none. */
    public record Parsed(Optional<Document> document, List<Problem> problems) {}

    /**
     * Holds a document against some shape. Its references cannot be resolved: the shape must not ask for secrets.
     *
     * @param settings complete only when there are no problems
     */
    public record Bound(Settings settings, List<Problem> problems) {

        public static Bound of(ObjectShape shape, Document document) {
            Collected collected = new Collected(document);
            Settings settings =
                    new Binder(collected, new References(Path.of(""), Map.of())).section(shape, document.tree(), "");
            return new Bound(settings, collected.all());
        }
    }

    /**
     * A file beside the configuration that was held against a shape without secrets.
     *
     * @param settings complete only when there are no problems
     */
    public record Beside(Settings settings, List<Problem> problems, Source source) {

        /** The problems as a compiler shows them. */
        public String render() {
            return Rendering.of("error", problems, source);
        }
    }

    /**
     * Reads a file that belongs to a configuration; nothing is filled in.
     *
     * @throws IOException when it cannot be read at all
     */
    public static Beside readBeside(Path file, ObjectShape shape) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes((int) Limits.FILE.bytes() + 1);
        }
        Reading reading = new Reading(file.toString());
        Document document =
                reading.document(bytes, Limits.FILE, Variables::asWritten).orElse(Document.EMPTY);
        if (!reading.problems().isEmpty()) {
            return new Beside(Bound.of(shape, Document.EMPTY).settings(), reading.problems(), reading.source(document));
        }
        Bound bound = Bound.of(shape, document);
        return new Beside(bound.settings(), bound.problems(), reading.source(document));
    }

    /**
     * Checks a tree that was put together of layers. Its problems have paths but no places. Tables of the gateway's own file
     * stand in it as rows by now: one that still names a file came from afar, and is refused.
     */
    public Result check(Document merged, Path folder) {
        List<Problem> problems = new ArrayList<>();
        Document rows = TableFiles.refuse(merged, problems::add);
        return bind(rows, folder, problems, new Source("merged", List.of(), List.of()));
    }

    private Result bind(Document document, Path folder, List<Problem> before, Source source) {
        Collected collected = new Collected(document);
        References secrets = new References(folder, environment);
        Settings all = new Binder(collected, secrets).section(shape, document.tree(), "");
        new CrossChecks(document.tree(), collected).check();
        new SectionChecks(components, collected).check(all);
        List<Problem> problems = new ArrayList<>(before);
        Set<String> known = before.stream().map(Problem::path).collect(Collectors.toSet());
        collected.all().stream()
                .filter(problem -> problem.path().isEmpty() || !known.contains(problem.path()))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            return new Result(Optional.empty(), problems, List.of(), document, Secrecy.hide(source, problems), folder);
        }
        GatewayConfig config = GatewayConfig.of(all);
        Collected warnings = new Collected(document);
        new Warnings(config, warnings).check(document.tree(), secrets);
        return new Result(Optional.of(config), List.of(), warnings.all(), document, source, folder);
    }
}
