package io.weir.uplink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.buffer.Offset;
import io.weir.device.Aggregate;
import io.weir.device.WindowResult;
import io.weir.uplink.Batch;
import io.weir.uplink.Outgoing;
import io.weir.uplink.SendResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PackingTest {

    private static final int MANY = Integer.MAX_VALUE;

    /** Devices in the order of their records. */
    private static Batch batch(int lengthBytes, String... devices) {
        List<Outgoing> records = new ArrayList<>();
        for (String device : devices) {
            WindowResult item = new WindowResult(device, "m", 0, 1, List.of(new Aggregate("count", 1)), 0, false);
            byte[] bytes = "x".repeat(lengthBytes).getBytes(StandardCharsets.UTF_8);
            records.add(new Outgoing("gw/1/" + records.size(), "s", new Offset(records.size()), item, bytes));
        }
        return new Batch(records);
    }

    private static List<List<Integer>> indexes(List<Parcel> wave) {
        return wave.stream().map(Parcel::indexes).toList();
    }

    @Test
    void aWaveHoldsOneRecordOfEachDevice() {
        Packing packing = new Packing(batch(10, "a", "b", "a", "", "a"), false);

        List<Parcel> first = packing.wave(MANY);
        assertThat(indexes(first)).containsExactly(List.of(0), List.of(1), List.of(3));
        assertThat(first.get(2).key()).isEqualTo("-");
        first.forEach(packing::settled);
        List<Parcel> second = packing.wave(MANY);
        assertThat(indexes(second)).containsExactly(List.of(2));
        packing.holdBack(second.get(0));
        assertThat(packing.wave(MANY)).isEmpty();
    }

    @Test
    void joinedLinesFillAKinesisRecordAndNoMore() {
        Packing packing = new Packing(batch(400_000, "a", "b", "a", "a", "a", "a"), true);

        List<Parcel> wave = packing.wave(MANY);

        assertThat(indexes(wave)).containsExactly(List.of(0, 2), List.of(1));
        assertThat(wave).allMatch(parcel -> parcel.lengthBytes() <= Parcel.MOST_BYTES);
        packing.settled(wave.get(0));
        assertThat(indexes(packing.wave(MANY))).containsExactly(List.of(1), List.of(3, 4));
    }

    @Test
    void aWaveIsNoLargerThanARequest() {
        assertThat(new Packing(batch(1_000_000, "a", "b", "c", "d", "e", "f"), false).wave(MANY))
                .hasSize(5);
        String[] devices = new String[700];
        for (int i = 0; i < devices.length; i++) {
            devices[i] = "d" + i;
        }
        assertThat(new Packing(batch(10, devices), false).wave(MANY)).hasSize(500);
    }

    @Test
    void aRecordThatKinesisNeverTakesIsNotSent() {
        // A line break and the key of one letter count too.
        Packing largest = new Packing(batch(Parcel.MOST_BYTES - 2, "a"), false);
        assertThat(largest.tooLarge()).isEmpty();
        assertThat(indexes(largest.wave(MANY))).containsExactly(List.of(0));

        Packing larger = new Packing(batch(Parcel.MOST_BYTES - 1, "a"), false);
        assertThat(larger.tooLarge()).containsOnlyKeys(0);
        assertThat(larger.wave(MANY)).isEmpty();
    }

    @Test
    void aRequestThatIsInvalidIsTakenApartUntilTheRecordAtFaultStandsAlone() throws Exception {
        List<Integer> sizes = new ArrayList<>();
        PutRecords picky = new PutRecords() {
            @Override
            public Outcome put(List<Parcel> parcels, Batch batch) {
                sizes.add(parcels.size());
                return parcels.stream().anyMatch(parcel -> parcel.key().equals("b"))
                        ? new Outcome.Invalid("ValidationException")
                        : new Outcome.Each(parcels.stream()
                                .map(parcel -> Optional.<String>empty())
                                .toList());
            }

            @Override
            public void close() {}
        };
        try (KinesisSink sink = new KinesisSink(picky, false)) {
            assertThat(sink.send(batch(10, "a", "b", "c")))
                    .isEqualTo(new SendResult.Partial(Set.of(0, 2), Map.of(1, "ValidationException"), ""));
        }
        assertThat(sizes).containsExactly(3, 1, 1, 1);
    }
}
