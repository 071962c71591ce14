package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a buffer becomes a healthy one again, and what is not left is named. */
class SalvageTest {
    /** At least three segments, although one may grow to twice its size while the next is not ready. */
    private static final int GROUPS = 60;

    private static final int ENTRIES = GROUPS * 50;
    private static final Set<Integer> STREAMS = Set.of(0, 1, 2);

    @TempDir
    private Path folder;

    private Path source = Path.of("");
    private Path target = Path.of("");

    private final LogConfig config = LogConfig.defaults(Clock.systemUTC(), 7)
            .withSegmentSize(1 << 16)
            .withKeepDelivered(Duration.ofDays(1))
            .withDiskReserve(0, 0);

    @BeforeEach
    void fill() throws Exception {
        source = folder.resolve("source");
        target = folder.resolve("target");
        try (RecordLog log = RecordLog.open(source, config);
                Cursor cursor = log.cursor("up", Set.of(1), new Start.Oldest())) {
            for (int i = 0; i < GROUPS; i++) {
                log.append(Numbered.group(i * 50L, 50));
                log.commit();
            }
            cursor.commit(new Offset(700), ByteBuffer.wrap(new byte[] {5}));
            log.checkpoints().save(new Offset(500), ByteBuffer.wrap(new byte[100_000]));
            log.tidy();
        }
    }

    private Salvage.Report salvage() throws IOException {
        return new Salvage(source, (files, of, bytes) -> assertThat(files).isLessThanOrEqualTo(of)).into(target);
    }

    /** Everything that a gateway would read from the new buffer, each entry proved true; and nothing besides is missing. */
    private Set<Long> expectHealthy(Path target) throws Exception {
        Set<Long> read = new TreeSet<>();
        try (RecordLog log = RecordLog.open(target, config);
                Scan scan = log.scan(Offset.FIRST, STREAMS)) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                expectTrue(entry);
                read.add(entry.offset().value());
            }
            Set<Long> explained = new TreeSet<>(read);
            for (LostRange gap : log.stats().gaps()) {
                for (long offset = gap.from().value(); offset < gap.to().value(); offset++) {
                    assertThat(explained.add(offset))
                            .as("%s is lost and there", offset)
                            .isTrue();
                }
            }
            long end = log.stats().next().value();
            assertThat(explained)
                    .hasSize((int) (end - explained.stream().findFirst().orElse(end)));
            assertThat(log.stats().quarantined()).isZero();
        }
        assertThat(RecordLog.inspect(target).stats().quarantined()).isZero();
        return read;
    }

    private static void expectTrue(LogRecord entry) {
        Numbered.expectTrue(entry);
    }

    private static List<Path> files(Path in) throws IOException {
        try (Stream<Path> all = Files.walk(in)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static Map<String, ByteBuffer> contents(Path buffer) throws IOException {
        Map<String, ByteBuffer> contents = new TreeMap<>();
        for (Path file : files(buffer)) {
            contents.put(file.toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
        }
        return contents;
    }

    @Test
    void aHealthyBufferIsSavedWholeWithItsIdsAndCursors() throws Exception {
        Map<String, ByteBuffer> before = contents(source);

        Salvage.Report report = salvage();

        assertThat(expectHealthy(target)).hasSize(ENTRIES);
        assertThat(report.epoch()).isEqualTo(7);
        assertThat(report.withCursors()).isTrue();
        Inspection saved = RecordLog.inspect(target);
        assertThat(saved.stats().epoch()).isEqualTo(7);
        assertThat(saved.stats().gaps()).isEmpty();
        assertThat(saved.cursors())
                .singleElement()
                .satisfies(cursor -> assertThat(cursor.standing().position()).isEqualTo(new Offset(700)));
        assertThat(saved.newestCheckpoint().orElseThrow().at()).isEqualTo(new Offset(500));
        assertThat(contents(source)).isEqualTo(before);
    }

    @Test
    void damageCostsOnlyTheBlocksThatItHas() throws Exception {
        Seeds.each(1, 4, random -> {
            Path own = Files.createTempDirectory(folder, "seed");
            Path copy = own.resolve("copy");
            copy(source, copy);
            wound(copy, random);
            wound(copy, random);
            Map<String, ByteBuffer> before = contents(copy);
            Set<Long> readable = readableByInspection(copy);

            new Salvage(copy, (files, of, bytes) -> {}).into(own.resolve("saved"));

            assertThat(expectHealthy(own.resolve("saved"))).containsAll(readable);
            assertThat(contents(copy)).isEqualTo(before);
        });
    }

    private static void wound(Path buffer, SplittableRandom random) throws IOException {
        List<Path> segments = files(buffer.resolve("log"));
        Path segment = segments.get(random.nextInt(segments.size()));
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            long length = file.length();
            switch (random.nextInt(4)) {
                case 0 -> file.setLength(length / 2 + random.nextLong(length / 2));
                case 1 -> {
                    file.seek(0); // MapDB's header: the file cannot be opened any more
                    file.write(new byte[64]);
                }
                default -> {
                    file.seek((1 << 20)
                            + random.nextLong(Math.max(1, length - (1 << 20)))); // cut off by the wound before
                    file.write(new byte[1 + random.nextInt(2000)]);
                }
            }
        }
    }

    private static Set<Long> readableByInspection(Path buffer) throws IOException {
        Set<Long> readable = new TreeSet<>();
        try (Scan scan = RecordLog.inspect(buffer).scan(Offset.FIRST, STREAMS)) {
            while (scan.hasNext()) {
                readable.add(scan.next().offset().value());
            }
        }
        return readable;
    }

    private static void copy(Path from, Path to) throws IOException {
        for (Path file : files(from)) {
            Path twin = to.resolve(from.relativize(file));
            Files.createDirectories(twin.getParent());
            Files.copy(file, twin);
        }
    }

    @Test
    void filesInTheWrongPlaceUnderAnyNameWithoutFormatAreStillReadAsWhatTheyAre() throws Exception {
        Path heap = Files.createDirectories(folder.resolve("card").resolve("FOUND.000"));
        int number = 0;
        for (Path file : files(source)) {
            if (!file.getFileName().toString().equals(Layout.FORMAT)) {
                Files.copy(file, heap.resolve("FILE" + number++ + ".CHK"));
            }
        }
        source = folder.resolve("card");

        Salvage.Report report = salvage();

        assertThat(expectHealthy(target)).hasSize(ENTRIES);
        assertThat(report.withCursors()).isTrue();
        assertThat(RecordLog.inspect(target).cursors()).hasSize(1);
        assertThat(RecordLog.inspect(target).stats().gaps()).isEmpty();
    }

    @Test
    void aMissingSegmentIsNamed() throws Exception {
        Path gone = files(source.resolve("log")).get(2);
        Inspection.SegmentView view = RecordLog.inspect(source).segments().get(2);
        Files.delete(gone);

        salvage();

        expectHealthy(target);
        assertThat(RecordLog.inspect(target).stats().gaps()).containsExactly(new LostRange(view.first(), view.end()));
    }

    @Test
    void filesWithoutOneBlockAreNamedAndBlocksOfAnotherBufferLeftOut() throws Exception {
        Path noise = Files.write(source.resolve("quarantine").resolve("00000000000000aa.seg"), new byte[5000]);
        Path other = source.resolve("old");
        try (RecordLog log =
                RecordLog.open(other, LogConfig.defaults(Clock.systemUTC(), 99).withDiskReserve(0, 0))) {
            log.append(Numbered.group(0, 10));
            log.commit();
        }

        Salvage.Report report = salvage();

        assertThat(report.blank()).containsExactly(noise);
        assertThat(report.strangers()).containsOnlyKeys(99L);
        assertThat(expectHealthy(target)).hasSize(ENTRIES);
    }

    @Test
    void anEncryptedBufferIsSavedWithItsKeyAndRefusedWithout() throws Exception {
        Keys keys = Keys.of(new byte[Keys.KEY_BYTES], List.of());
        source = folder.resolve("secret");
        try (RecordLog log = RecordLog.open(source, config.withKeys(keys))) {
            log.append(Numbered.group(0, 1000));
            log.commit();
        }

        assertThatThrownBy(this::salvage).isInstanceOf(UnknownKeyException.class);
        new Salvage(source, keys, (files, of, bytes) -> {}).into(target);

        try (Scan scan = RecordLog.inspect(target, keys).scan(Offset.FIRST, STREAMS)) {
            for (int i = 0; i < 1000; i++) {
                expectTrue(scan.next());
            }
            assertThat(scan.hasNext()).isFalse();
        }
        assertThatThrownBy(() -> RecordLog.inspect(target)).isInstanceOf(UnknownKeyException.class);
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        assertThatThrownBy(() -> new Salvage(source, (files, of, bytes) -> {}).into(source.resolve("new")))
                .hasMessageContaining("not to be touched");
        Files.createDirectories(target);
        Files.writeString(target.resolve("mine"), "");
        assertThatThrownBy(this::salvage).hasMessageContaining("not empty");
        assertThatThrownBy(() -> new Salvage(target, (files, of, bytes) -> {}).into(folder.resolve("new")))
                .hasMessageContaining("not one block");
        assertThat(folder.resolve("new")).doesNotExist();
    }
}
