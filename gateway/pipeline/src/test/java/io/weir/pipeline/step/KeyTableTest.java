package io.weir.pipeline.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.TimeQuality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTableTest {

    private static final class Uses extends KeyTable.State<Uses> {
        private long count;

        Uses(String device, String metric) {
            super(device, metric);
        }

        String key() {
            return device() + "/" + metric();
        }

        @Override
        protected void save(BinaryWriter out) {
            out.varint(count);
        }

        @Override
        protected void load(BinaryReader in) {
            count = in.varint();
        }
    }

    /** Counts the keys given up. */
    private static final class Evictions implements Emitter {
        private int count;

        @Override
        public long steadyMillis() {
            return NO_TIME;
        }

        @Override
        public long nowMillis() {
            return NO_TIME;
        }

        @Override
        public void pass(Reading reading) {}

        @Override
        public void filtered() {}

        @Override
        public void aggregated() {}

        @Override
        public void late(Reading reading, boolean keep) {}

        @Override
        public void result(Record result) {}

        @Override
        public void evicted() {
            count++;
        }
    }

    private static List<String> keys(KeyTable<Uses> table) {
        List<String> keys = new ArrayList<>();
        table.forEach(state -> keys.add(state.key() + "=" + state.count));
        return keys;
    }

    /** One of 64 names whose hashes collide often: "Aa" and "BB" have the same. */
    private static String name(SplittableRandom random) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            name.append(random.nextBoolean() ? "Aa" : "BB");
        }
        return name.append(random.nextInt(4)).toString();
    }

    @ParameterizedTest(name = "{0} keys at most")
    @ValueSource(ints = {1, 2, 7, 40, 1_000})
    void aTableIsAMapThatForgetsTheLeastRecentlyUsed(int maxKeys) {
        SplittableRandom random = new SplittableRandom(maxKeys);
        Evictions evictions = new Evictions();
        List<String> farewells = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        Map<String, Long> model = new LinkedHashMap<>();
        KeyTable<Uses> table = new KeyTable<>(maxKeys, Uses::new, (state, out) -> farewells.add(state.key()));

        for (int i = 0; i < 20_000; i++) {
            String device = name(random);
            String metric = "m" + random.nextInt(3);
            table.use(device, metric, TimeQuality.DEVICE, evictions).count++;
            Long count = model.remove(device + "/" + metric);
            if (count == null && model.size() == maxKeys) {
                String eldest = model.keySet().iterator().next();
                model.remove(eldest);
                expected.add(eldest);
            }
            model.put(device + "/" + metric, count == null ? 1 : count + 1);
        }

        assertThat(keys(table))
                .isEqualTo(model.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        assertThat(farewells).isEqualTo(expected);
        assertThat(evictions.count).isEqualTo(expected.size());
    }

    @Test
    void aRestoredTableHasTheSameStatesInTheSameOrder() {
        KeyTable<Uses> table = new KeyTable<>(100, Uses::new, (state, out) -> {});
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            table.use(name(random), "m", TimeQuality.DEVICE, new Evictions()).count++;
        }
        BinaryWriter state = new BinaryWriter(64);
        table.snapshot(state);
        KeyTable<Uses> restored = new KeyTable<>(100, Uses::new, (one, out) -> {});

        restored.restore(new BinaryReader(state.view(0)));

        assertThat(keys(restored)).isEqualTo(keys(table)).hasSize(64);
        assertThat(restored.use("AaAaAaAa1", "m", TimeQuality.DEVICE, new Evictions()).count)
                .isEqualTo(table.use("AaAaAaAa1", "m", TimeQuality.DEVICE, new Evictions()).count);
    }
}
