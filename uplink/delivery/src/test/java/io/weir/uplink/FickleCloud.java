package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Record;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A destination in every mood, within what {@link Sink#send} promises: it takes batches, parts of them, none; loses its
 * answer; refuses poison, alone or with the whole batch. It remembers what it took and checks the order as it comes.
 */
final class FickleCloud implements Sink {

    private final RandomGenerator random;
    private final Set<String> ids = new HashSet<>();
    private final Map<String, Long> newest = new HashMap<>();
    private boolean calm;
    private long repeats;
    private long answersLost;

    FickleCloud(RandomGenerator random) {
        this.random = random;
    }

    /** From now on it takes everything but poison. */
    void calmDown() {
        calm = true;
    }

    Set<String> ids() {
        return ids;
    }

    long repeats() {
        return repeats;
    }

    long answersLost() {
        return answersLost;
    }

    static boolean isPoison(Record item) {
        return item.deviceName().endsWith("-poison");
    }

    @Override
    public SendResult send(Batch batch) {
        List<Outgoing> all = batch.records();
        boolean poisoned = all.stream().anyMatch(item -> isPoison(item.item()));
        int mood = calm ? 0 : random.nextInt(10);
        if (mood == 9) {
            return random.nextBoolean()
                    ? SendResult.retry("offline")
                    : SendResult.retry("busy", Duration.ofSeconds(random.nextInt(100)));
        }
        if (mood == 8 && !poisoned) {
            all.forEach(this::take);
            answersLost++;
            return SendResult.retry("answer lost");
        }
        if (mood >= 5) {
            return partly(all);
        }
        if (poisoned) {
            return SendResult.refused("poison in it");
        }
        all.forEach(this::take);
        return SendResult.accepted();
    }

    private SendResult partly(List<Outgoing> all) {
        Set<Integer> accepted = new HashSet<>();
        Map<Integer, String> refused = new HashMap<>();
        Set<String> failed = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            Outgoing item = all.get(i);
            if (failed.contains(lineage(item))) {
                continue;
            }
            if (isPoison(item.item())) {
                refused.put(i, "poison");
            } else if (random.nextInt(4) == 0) {
                failed.add(lineage(item));
            } else {
                take(item);
                accepted.add(i);
            }
        }
        return new SendResult.Partial(accepted, refused, failed.isEmpty() ? "" : "throttled");
    }

    private static String lineage(Outgoing item) {
        return item.stream() + "/" + item.device();
    }

    private void take(Outgoing item) {
        if (!ids.add(item.id())) {
            repeats++;
            return;
        }
        long offset = item.offset().value();
        Long before = newest.put(lineage(item), offset);
        assertThat(before == null || before < offset)
                .as("%s came after %s in %s", offset, before, lineage(item))
                .isTrue();
    }

    @Override
    public void close() {}
}
