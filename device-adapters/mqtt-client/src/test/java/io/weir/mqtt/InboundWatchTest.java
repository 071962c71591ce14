package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InboundWatchTest {

    private static void publish(ByteArrayOutputStream out, String topic, int qos, int id, boolean dup, int payload) {
        int length = 2 + topic.length() + (qos > 0 ? 2 : 0) + payload;
        out.write(0x30 | qos << 1 | (dup ? 8 : 0));
        for (int left = length; ; left >>>= 7) {
            out.write(left > 127 ? left & 0x7F | 0x80 : left);
            if (left <= 127) {
                break;
            }
        }
        out.write(0);
        out.write(topic.length());
        out.writeBytes(topic.getBytes(StandardCharsets.US_ASCII));
        if (qos > 0) {
            out.write(id >>> 8);
            out.write(id);
        }
        out.writeBytes(new byte[payload]);
    }

    @Test
    void seesTheDuplicatesHoweverTheBytesAreCut() throws IOException {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] duplicate = new boolean[500];
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        for (int id = 1; id < duplicate.length; id++) {
            duplicate[id] = random.nextBoolean();
            publish(sent, "t".repeat(random.nextInt(120)), 1, id, duplicate[id], random.nextInt(300));
            publish(sent, "q0", 0, 0, false, random.nextInt(3));
            sent.writeBytes(new byte[] {(byte) 0xD0, 0, 0x40, 2, 0, 9});
        }
        InboundWatch watch = new InboundWatch(new ByteArrayInputStream(sent.toByteArray()), 10_000);
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        byte[] piece = new byte[64];

        for (int read = 0; read >= 0; ) {
            if (random.nextInt(4) == 0) {
                read = watch.read();
                passed.writeBytes(read < 0 ? new byte[0] : new byte[] {(byte) read});
            } else {
                read = watch.read(piece, 0, 1 + random.nextInt(piece.length));
                passed.write(piece, 0, Math.max(0, read));
            }
        }

        assertThat(passed.toByteArray()).isEqualTo(sent.toByteArray());
        for (int id = 1; id < duplicate.length; id++) {
            assertThat(watch.wasDuplicate(id)).as("seed %s id %s", seed, id).isEqualTo(duplicate[id]);
        }
    }

    @Test
    void refusesAPacketAboveTheLimitAtItsHeader() {
        byte[] head = {0x30, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};
        InboundWatch watch = new InboundWatch(new ByteArrayInputStream(head), 1000);

        assertThatThrownBy(watch::readAllBytes)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("packet of 268435455 bytes; the limit is 1000");
    }

    @Test
    void survivesAnyBytes() throws IOException {
        for (long seed = 0; seed < 300; seed++) {
            byte[] bytes = new byte[400];
            new java.util.Random(seed).nextBytes(bytes);
            InboundWatch watch = new InboundWatch(new ByteArrayInputStream(bytes), Integer.MAX_VALUE);

            assertThat(watch.readAllBytes()).as("seed %s", seed).isEqualTo(bytes);
        }
    }
}
