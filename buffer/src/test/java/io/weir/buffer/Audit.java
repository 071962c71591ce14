package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;

/** Compares what a log says and holds with its model and with the files. One thread. */
final class Audit {
    private static final Set<Integer> STREAMS = Set.of(1, 2, ModelOwner.STREAM);

    private final Model model;
    private final ModelOwner owner;
    private final Climate climate;
    private final SharedDisk disk;
    private final long maxSizeBytes;
    private boolean rotten;

    Audit(Model model, ModelOwner owner, Climate climate, SharedDisk disk, long maxSizeBytes) {
        this.model = model;
        this.owner = owner;
        this.climate = climate;
        this.disk = disk;
        this.maxSizeBytes = maxSizeBytes;
    }

    /** From now on records may be missing because the disk lost them. */
    void expectDamage() {
        rotten = true;
    }

    void checkStats(LogStats stats) {
        assertThat(stats.next().value()).isEqualTo(model.end());
        assertThat(stats.bytesOnDisk() - disk.noticedBytes()).isLessThanOrEqualTo(maxSizeBytes);
        if (!rotten) {
            assertThat(stats.gaps()).isEmpty();
            assertThat(stats.appended()).isEqualTo(model.totals());
        }
    }

    /** Who after a failure can neither read a file nor delete it has it there until it looks again. */
    void checkFiles(LogStats stats, boolean failed) throws IOException {
        if (!(rotten && failed)) {
            assertThat(stats.bytesOnDisk()).isEqualTo(disk.bytesAsNoticed());
        }
    }

    /** How many entries there are. */
    int checkEntries(DiskLog log, long nowMillis) throws IOException {
        Set<Long> offsets = offsets(log);
        for (long offset = 0; offset < model.end(); offset++) {
            if (!rotten && !offsets.contains(offset) && mustBeThere(offset, nowMillis)) {
                throw new AssertionError(offset + " is not there");
            }
        }
        return offsets.size();
    }

    private boolean mustBeThere(long offset, long nowMillis) {
        long ageMillis = nowMillis - model.appendedAtMillis(offset);
        return owner.needs(offset)
                || !climate.tight()
                        && ageMillis < climate.keepDelivered().toMillis()
                        && ageMillis < climate.maxAge().toMillis();
    }

    /** Of the entries that are there, each of which must be as it was given. */
    Set<Long> offsets(DiskLog log) throws IOException {
        return model.offsets(log.scan(Offset.FIRST, STREAMS));
    }

    /** How many are missing of these: all are named as lost, and nothing else is. */
    int checkLosses(DiskLog log, Set<Long> before, Set<Long> after) {
        Set<Long> missing = new TreeSet<>(before);
        missing.removeAll(after);
        Set<Long> named = new TreeSet<>();
        for (LostRange gap : log.stats().gaps()) {
            for (long offset = gap.from().value(); offset < gap.to().value(); offset++) {
                named.add(offset);
            }
        }
        if (!named.equals(missing)) {
            throw new AssertionError("Missing " + missing + ", named as lost " + named);
        }
        return missing.size();
    }
}
