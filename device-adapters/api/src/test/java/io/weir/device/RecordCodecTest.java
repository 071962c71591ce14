package io.weir.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    @Test
    void everyRecordComesBackAsItWas() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 2_000; i++) {
            Record original = random.nextBoolean() ? reading(random) : window(random);
            BinaryWriter out = new BinaryWriter(16);

            RecordCodec.encode(original, out);

            assertThat(RecordCodec.decode(out.view(0))).isEqualTo(original);
        }
    }

    @Test
    void damagedBytesAreRefusedAndNeverReadPastTheirEnd() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 5_000; i++) {
            BinaryWriter out = new BinaryWriter(16);
            RecordCodec.encode(reading(random), out);
            byte[] bytes = out.toByteArray();
            byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));

            assertThatThrownBy(() -> RecordCodec.decode(ByteBuffer.wrap(cut)))
                    .isInstanceOf(MalformedBytesException.class);
        }
    }

    private static Reading reading(SplittableRandom random) {
        Value value = switch (random.nextInt(3)) {
            case 0 -> new Value.Num(random.nextDouble(-1e9, 1e9));
            case 1 -> new Value.Bool(random.nextBoolean());
            default -> new Value.Text("zu\u00e4\u4e2d" + random.nextInt());
        };
        long time = random.nextLong(-1L << 40, 1L << 44);
        Quality quality = random.nextBoolean() ? Quality.BAD : Quality.UNCERTAIN;
        long arrival = time + random.nextLong(-5_000_000, 5_000_000);
        return new Reading(
                new DeviceId("d" + random.nextInt(100)), "temperature", time, value, "Cel", quality, arrival);
    }

    private static WindowResult window(SplittableRandom random) {
        List<Aggregate> aggregates = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            aggregates.add(new Aggregate("p" + i, random.nextDouble()));
        }
        long from = random.nextLong(-1L << 40, 1L << 44);
        String device = random.nextBoolean() ? "" : "d1";
        return new WindowResult(
                device,
                "m",
                from,
                from + 1 + random.nextInt(1_000_000),
                aggregates,
                random.nextInt(3),
                random.nextBoolean());
    }
}
