package io.weir.gateway.remote;

import io.weir.device.ByteSize;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.Document;
import io.weir.gateway.config.Json;
import io.weir.gateway.config.Layers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What remote control keeps on the disk; the package's description says what each combination means. Every change is durable
 * when its method returns. Used by one thread at a time, but for {@link #nextSession}, which any thread may call.
 */
final class ControlState {

    private static final Logger log = LoggerFactory.getLogger(ControlState.class);
    private static final ByteSize LARGEST = ByteSize.ofMebibytes(1);
    private static final Shape COUNT = Shape.whole(0, Long.MAX_VALUE);

    private static final ObjectShape MARK = ObjectShape.of(
            Key.required("epoch", COUNT, ""),
            Key.required("rev", COUNT, ""),
            Key.required("document", Shape.text(), ""),
            Key.required("attempts", Shape.whole(0, Integer.MAX_VALUE), ""),
            Key.required("outcome", Shape.text(), ""),
            Key.required("failed", Shape.text(), ""),
            Key.required("failed-epoch", COUNT, ""));

    private static final ObjectShape LAST_GOOD = ObjectShape.of(
            Key.required("epoch", COUNT, ""),
            Key.required("rev", COUNT, ""),
            Key.required("document", Shape.text(), ""));

    private final Path folder;
    private final DurableFile mark;
    private final DurableFile report;
    private final DurableFile staged;
    private final DurableFile lastGood;
    private final DurableFile session;

    ControlState(Path dataDirectory) {
        this.folder = dataDirectory.resolve("control");
        this.mark = new DurableFile(folder.resolve("mark.json"));
        this.report = new DurableFile(folder.resolve("reported.json"));
        this.staged = new DurableFile(folder.resolve("staged.json"));
        this.lastGood = new DurableFile(folder.resolve("last-good.json"));
        this.session = new DurableFile(folder.resolve("session"));
    }

    void createFolder() throws IOException {
        Files.createDirectories(folder);
    }

    /** How far documents were taken; at least as far as what runs, should the mark itself be lost. */
    Mark mark() throws IOException {
        Optional<Mark> stored = parsed(mark).flatMap(document -> {
            ConfigReader.Bound bound = ConfigReader.Bound.of(MARK, document);
            return bound.problems().isEmpty() ? Optional.of(mark(bound.settings())) : Optional.empty();
        });
        Mark least = lastGood()
                .map(good -> new Mark(good.revision(), good.document(), 0, "", "", 0))
                .orElse(Mark.NONE);
        return stored.filter(found -> found.revision().compareTo(least.revision()) >= 0)
                .orElse(least);
    }

    private static Mark mark(Settings own) {
        return new Mark(
                new Revision(own.whole("epoch"), own.whole("rev")),
                own.text("document"),
                (int) own.whole("attempts"),
                own.text("outcome"),
                own.text("failed"),
                own.whole("failed-epoch"));
    }

    void write(Mark next) throws IOException {
        mark.write(utf8(Json.write(next.toTree())));
    }

    /** The report first, so that a recorded outcome always has one. */
    void record(Mark outcome, byte[] reported) throws IOException {
        report.write(reported);
        write(outcome);
    }

    /** What was reported about the marked revision. */
    Optional<byte[]> report() throws IOException {
        return report.read();
    }

    void stage(LastGood next) throws IOException {
        staged.write(utf8(Json.write(next.toTree())));
    }

    /** What was staged is last-good from now on: the one step at which a new configuration becomes the one to start with. */
    void commitStaged() throws IOException {
        lastGood.takeFrom(staged);
    }

    void dropStaged() throws IOException {
        staged.delete();
    }

    boolean hasLastGood() throws IOException {
        return lastGood.read().isPresent();
    }

    /** Empty when there is none, or none that can be read: the log says so. */
    Optional<LastGood> lastGood() throws IOException {
        return parsed(lastGood).flatMap(document -> {
            Document envelope = Layers.without(document, "config");
            ConfigReader.Bound bound = ConfigReader.Bound.of(LAST_GOOD, envelope);
            if (!bound.problems().isEmpty()) {
                log.warn("{} is not what was written there; the file's configuration runs without it", lastGood);
                return Optional.empty();
            }
            Settings own = bound.settings();
            Revision revision = new Revision(own.whole("epoch"), own.whole("rev"));
            return Optional.of(new LastGood(revision, own.text("document"), Layers.section(document, "config")));
        });
    }

    /** The number of the connection that is about to be made; never the same twice. */
    synchronized long nextSession() throws IOException {
        String before = new String(session.read().orElse(utf8("0")), StandardCharsets.UTF_8).strip();
        long next = before.matches("[0-9]{1,18}") ? Long.parseLong(before) + 1 : 1;
        session.write(utf8(next + "\n"));
        return next;
    }

    private static Optional<Document> parsed(DurableFile file) throws IOException {
        Optional<byte[]> bytes = file.read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        ConfigReader.Parsed parsed = ConfigReader.parse(bytes.get(), LARGEST);
        if (parsed.document().isEmpty()) {
            log.warn("{} is damaged and is not used: {}", file, parsed.problems());
        }
        return parsed.document();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
