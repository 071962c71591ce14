package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptionTest {
    private static final byte[] FIRST = key(1);
    private static final byte[] SECOND = key(2);
    private static final String SECRET = "the boiler is at 21.4 degrees";

    @TempDir
    private Path directory;

    private static byte[] key(int fill) {
        byte[] key = new byte[Keys.KEY_BYTES];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static LogConfig config(Keys keys) {
        return LogConfig.defaults(Clock.systemUTC(), 7)
                .withSegmentSize(1 << 16)
                .withDiskReserve(0, 0)
                .withKeys(keys);
    }

    private void write(Keys keys, int groups) throws IOException {
        try (RecordLog log = RecordLog.open(directory, config(keys))) {
            log.cursor("reader", Set.of(1), new Start.Oldest()).close();
            for (int i = 0; i < groups; i++) {
                log.append(RecordLogTest.group(SECRET, "x".repeat(3000)));
                log.commit();
            }
            log.checkpoints().save(log.stats().next(), ByteBuffer.wrap(SECRET.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private List<String> read(Keys keys) throws Exception {
        List<String> texts = new ArrayList<>();
        try (RecordLog log = RecordLog.open(directory, config(keys));
                Scan scan = log.scan(Offset.FIRST, Set.of(1))) {
            while (scan.hasNext()) {
                texts.add(RecordLogTest.text(scan.next()));
            }
        }
        return texts;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void whatWasWrittenIsReadWithTheKeyAndIsNowhereInTheFiles() throws Exception {
        Keys keys = Keys.of(FIRST, List.of());
        write(keys, 40);

        assertThat(read(keys)).hasSize(80).contains(SECRET);
        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                    .doesNotContain("boiler");
        }
        assertThat(RecordLog.inspect(directory, keys).newestCheckpoint()).isPresent();
    }

    @Test
    void anotherKeyOrNoneIsRefusedByItsIdAndChangesNothing() throws Exception {
        write(Keys.of(FIRST, List.of()), 40);
        List<Path> before = files();

        assertThatThrownBy(() -> read(Keys.of(SECOND, List.of())))
                .isInstanceOf(UnknownKeyException.class)
                .hasMessageMatching("The buffer is encrypted with the key whose id is [0-9a-f]{8}; "
                        + "the ids of the given keys are \\[[0-9a-f]{8}]");
        assertThatThrownBy(() -> read(Keys.NONE))
                .isInstanceOf(UnknownKeyException.class)
                .hasMessageEndingWith("no key is given");
        assertThatThrownBy(() -> RecordLog.inspect(directory)).isInstanceOf(UnknownKeyException.class);

        assertThat(files()).containsExactlyElementsOf(before);
        assertThat(read(Keys.of(FIRST, List.of()))).hasSize(80);
    }

    @Test
    void aNewKeyIsUsedFromNowOnAndOldOnesStayReadable() throws Exception {
        write(Keys.NONE, 10);
        write(Keys.of(FIRST, List.of()), 10);
        write(Keys.of(SECOND, List.of(FIRST)), 10);

        assertThat(read(Keys.of(SECOND, List.of(FIRST)))).hasSize(60);
        assertThatThrownBy(() -> read(Keys.of(SECOND, List.of()))).isInstanceOf(UnknownKeyException.class);
    }

    @Test
    void aBlockThatWasTamperedWithIsDamageAndNotGarbage() {
        Keys keys = Keys.of(FIRST, List.of());
        Block.Home home = new Block.Home(7, 1, keys);
        byte[] plain = bytes(block(home));
        byte[] stored = bytes(keys.seal(ByteBuffer.wrap(plain), home));
        assertThat(Block.parse(stored, 0, stored.length, home)).isPresent();
        assertThat(stored).hasSize(plain.length + Keys.OVERHEAD_BYTES);

        for (int at = 4; at < stored.length; at++) {
            if (at < 12 || at >= 16) {
                byte[] forged = stored.clone();
                forged[at] ^= 0x40;
                ByteBuffer.wrap(forged).putInt(12, checksum(forged));
                assertThat(Block.parse(forged, 0, forged.length, home))
                        .as("byte " + at)
                        .isEmpty();
            }
        }
        Block.Home elsewhere = new Block.Home(7, 2, keys);
        assertThat(Block.parse(stored, 0, stored.length, elsewhere)).isEmpty();
    }

    /** What somebody who knows the format would make of it; an impossible length has none. */
    private static int checksum(byte[] stored) {
        int length = ByteBuffer.wrap(stored).getInt(8);
        return length == stored.length ? Block.checksum(stored, 0, length) : 0;
    }

    private static byte[] bytes(ByteBuffer block) {
        byte[] bytes = new byte[block.limit()];
        block.get(0, bytes);
        return bytes;
    }

    private static ByteBuffer block(Block.Home home) {
        BlockBuilder builder = new BlockBuilder();
        builder.begin(Block.Kind.ENTRIES, new BlockBuilder.Place(home, 3, 2, 0, 0, 0), 0);
        builder.add(new Entry(1, 0, ByteBuffer.wrap(SECRET.getBytes(StandardCharsets.UTF_8))), new Tally());
        return builder.finish(true);
    }

    @Test
    void equalBlocksAreStoredDifferently() {
        Keys keys = Keys.of(FIRST, List.of());
        Block.Home home = new Block.Home(7, 1, keys);
        assertThat(keys.seal(block(home), home)).isNotEqualTo(keys.seal(block(home), home));
    }

    @Test
    void aKeyOfTheWrongLengthIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> Keys.of(new byte[16], List.of()))
                .hasMessage("A key of the buffer has 16 bytes, it must have 32");
        assertThat(Keys.of(FIRST, List.of()).toString()).doesNotContain("0101").startsWith("Keys[");
    }

    @Test
    void aDamagedSegmentIsStillSalvagedBlockByBlock() throws Exception {
        Keys keys = Keys.of(FIRST, List.of());
        write(keys, 40);
        Optional<Path> segment = files().stream()
                .filter(file -> file.startsWith(directory.resolve("log"))
                        && file.toString().endsWith(".seg"))
                .findFirst();
        try (RandomAccessFile file = new RandomAccessFile(segment.orElseThrow().toFile(), "rw")) {
            file.write(new byte[64]); // MapDB's header
            file.seek((1 << 20) + 5000);
            file.write(new byte[512]);
        }
        assertThat(read(keys)).hasSizeBetween(60, 79).allMatch(text -> text.equals(SECRET) || text.startsWith("xxx"));
    }
}
