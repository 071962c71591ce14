package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A buffer that is looked at while its gateway writes: what happens between two reads of the look is staged here. */
class InspectionTest {
    private static final Path DIRECTORY = Path.of("buffer");
    private static final ByteBuffer NO_NOTE = ByteBuffer.allocate(0);
    private static final int PAGE_BYTES = 1 << 20;

    private final MemoryDisk disk = new MemoryDisk(new SplittableRandom(1));
    private final MovableClock clock = new MovableClock();
    private DiskLog log;

    @BeforeEach
    void open() throws IOException {
        LogConfig config =
                LogConfig.defaults(clock, 42).withSegmentSize(4 << 20).withDiskReserve(0, 0);
        log = DiskLog.open(DIRECTORY, config, disk, false);
    }

    @AfterEach
    void close() throws IOException {
        log.close();
    }

    private void append(int entries) throws IOException {
        Numbered.append(log, entries);
    }

    private Inspection inspect(MeddledDisk meddled) throws IOException {
        return Inspection.of(meddled, Layout.open(disk, DIRECTORY, Keys.NONE));
    }

    private static void expectNoDamage(Inspection buffer) throws IOException {
        assertThat(buffer.stats().gaps()).isEmpty();
        assertThat(buffer.verify())
                .allSatisfy(segment -> assertThat(segment.damage()).isEmpty());
    }

    @Test
    void aBlockThatIsSeenBeforeTheOneInFrontOfItIsNoDamage() throws Exception {
        append(8_000);
        long next = log.stats().next().value();
        log.append(Numbered.group(next, 6_000)); // grows the file by a page that nobody has written yet
        MeddledDisk meddled = new MeddledDisk(disk);
        meddled.afterRead(PAGE_BYTES, () -> {
            log.commit();
            append(10);
            append(10);
        });

        Inspection buffer = inspect(meddled);

        assertThat(meddled.hasMeddled()).isTrue();
        assertThat(buffer.stats().next().value()).isEqualTo(14_020);
        expectNoDamage(buffer);
    }

    @Test
    void whatRetentionDeletesMeanwhileIsNoDamage() throws Exception {
        try (Cursor cursor = log.cursor("up", Set.of(0, 1, 2), new Start.Oldest())) {
            for (int i = 0; i < 12; i++) {
                append(10_000);
            }
            log.tidy();
            MeddledDisk meddled = new MeddledDisk(disk);
            meddled.beforeListing("log", () -> {
                cursor.commit(new Offset(100_000), NO_NOTE);
                log.tidy();
            });

            Inspection buffer = inspect(meddled);

            assertThat(meddled.hasMeddled()).isTrue();
            assertThat(buffer.stats().first().value()).isPositive();
            expectNoDamage(buffer);
        }
    }

    @Test
    void whatIsReallyMissingIsStillNamed() throws Exception {
        append(8_000);
        append(8_000);
        append(8_000);
        Path segment = disk.list(DIRECTORY.resolve("log")).get(0);
        disk.damage(segment, PAGE_BYTES + 4000, new byte[60_000]);

        Inspection buffer = inspect(new MeddledDisk(disk));

        assertThat(buffer.stats().gaps()).hasSize(1);
        assertThat(buffer.verify().get(0).damage()).hasSize(1);
    }

    @Test
    void aSegmentThatIsPutElsewhereMeanwhileIsReadThere() throws Exception {
        for (int i = 0; i < 6; i++) {
            append(10_000);
        }
        Inspection buffer = inspect(new MeddledDisk(disk));
        Path oldest = disk.list(DIRECTORY.resolve("log")).get(0);
        disk.rename(oldest, DIRECTORY.resolve("quarantine").resolve(oldest.getFileName()));

        long read = 0;
        try (Scan scan = buffer.scan(Offset.FIRST, Set.of(0, 1, 2))) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                Numbered.expectTrue(entry);
                assertThat(entry.offset().value()).isEqualTo(read);
                read++;
            }
        }

        assertThat(read).isEqualTo(60_000);
    }

    @Test
    void aCursorThatIsSetBackSeesWhatIsThereAndWhatIsNot() throws Exception {
        try (Cursor cursor = log.cursor("up", Set.of(0), new Start.Oldest())) {
            append(300);
            clock.advance(Duration.ofHours(1));
            append(300);
            cursor.commit(new Offset(450), NO_NOTE);
            cursor.flush();

            Inspection buffer = inspect(new MeddledDisk(disk));

            Rewind toOldest = buffer.rewind("up", new Start.Oldest()).orElseThrow();
            assertThat(toOldest.again()).isEqualTo(150);
            assertThat(toOldest.gone()).isZero();
            assertThat(toOldest.cutOff()).isFalse();
            Rewind sinceNow =
                    buffer.rewind("up", new Start.Since(clock.instant())).orElseThrow();
            assertThat(sinceNow.start()).isEqualTo(new Offset(300));
            assertThat(sinceNow.again()).isEqualTo(50);
            assertThat(buffer.rewind("up", new Start.Newest()).orElseThrow().isForward())
                    .isTrue();
            assertThat(buffer.rewind("down", new Start.Oldest())).isEmpty();
        }
    }

    @Test
    void whatWasDeliveredAndDeletedIsGoneForACursorThatIsSetBack() throws Exception {
        try (Cursor cursor = log.cursor("up", Set.of(0), new Start.Oldest())) {
            for (int i = 0; i < 12; i++) {
                append(10_000);
            }
            cursor.commit(new Offset(90_000), NO_NOTE);
            log.tidy();
            long first = log.stats().first().value();

            Rewind rewind = inspect(new MeddledDisk(disk))
                    .rewind("up", new Start.At(new Offset(5)))
                    .orElseThrow();

            assertThat(rewind.cutOff()).isTrue();
            assertThat(rewind.start()).isEqualTo(new Offset(first));
            assertThat(rewind.again()).isEqualTo((90_000 - 1) / 3 - (first - 1) / 3);
        }
    }
}
