package io.weir.buffer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The content of a file on a {@link MemoryDisk}: what is there now, and every state that a sector or the length may have
 * after a power cut. Sectors that were never written cost nothing; arrays are never changed once they are stored, so
 * that copies share them.
 */
final class Sectors {
    static final int BYTES = 512;
    private static final byte[] ZEROS = new byte[BYTES];
    private static final int IN_CHUNK = 128;

    private final TreeMap<Integer, List<byte[]>> unsynced = new TreeMap<>();
    /** What a failed sync has left behind: it looks clean and will never be written. */
    private final TreeMap<Integer, List<byte[]>> doomed = new TreeMap<>();

    private final List<Long> lengths = new ArrayList<>(List.of(0L));
    /** Cannot be read. */
    private final TreeSet<Long> broken = new TreeSet<>();
    /** Was written as a whole, for which the disk takes another sector, once it gets it. */
    private final TreeSet<Long> healing = new TreeSet<>();

    private byte[][][] chunks = {};
    private long length;
    private long heldBytes;

    long length() {
        return length;
    }

    /** Behind this there are only zeros. */
    long dataEnd() {
        int used = chunks.length;
        while (used > 0 && chunks[used - 1] == null) {
            used--;
        }
        int number = used * IN_CHUNK;
        while (number > 0 && sector(number - 1) == ZEROS) {
            number--;
        }
        return Math.min(length, (long) number * BYTES);
    }

    long heldBytes() {
        return heldBytes;
    }

    /** The same content, everything of it durable. */
    Sectors copy() {
        Sectors copy = new Sectors();
        copy.chunks = new byte[chunks.length][][];
        for (int i = 0; i < chunks.length; i++) {
            copy.chunks[i] = chunks[i] == null ? null : chunks[i].clone();
        }
        copy.length = length;
        copy.heldBytes = heldBytes;
        copy.sync();
        return copy;
    }

    private byte[] sector(int number) {
        byte[][] chunk = number / IN_CHUNK < chunks.length ? chunks[number / IN_CHUNK] : null;
        byte[] sector = chunk == null ? null : chunk[number % IN_CHUNK];
        return sector == null ? ZEROS : sector;
    }

    private void put(int number, byte[] sector) {
        int at = number / IN_CHUNK;
        if (at >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(at + 1, chunks.length * 2));
        }
        if (chunks[at] == null) {
            chunks[at] = new byte[IN_CHUNK][];
        }
        heldBytes += (sector == ZEROS ? 0 : BYTES) - (chunks[at][number % IN_CHUNK] == null ? 0 : BYTES);
        chunks[at][number % IN_CHUNK] = sector == ZEROS ? null : sector;
    }

    /** Places of sectors that hold anything. */
    List<Long> used() {
        List<Long> used = new ArrayList<>();
        for (int number = 0; number < chunks.length * IN_CHUNK; number++) {
            if (sector(number) != ZEROS) {
                used.add((long) number);
            }
        }
        return used;
    }

    void breakSector(long number) {
        broken.add(number);
    }

    /** Whether a sector of this part cannot be read. */
    boolean isBroken(long position, int count) {
        if (broken.isEmpty()) {
            return false;
        }
        Long next = broken.ceiling(position / BYTES);
        return next != null && next * BYTES < position + count;
    }

    int read(long position, byte[] into, int at, int wanted) {
        int available = (int) Math.max(0, Math.min(wanted, length - position));
        for (int done = 0; done < available; ) {
            int number = (int) ((position + done) / BYTES);
            if (number / IN_CHUNK >= chunks.length || chunks[number / IN_CHUNK] == null) {
                int n = (int) Math.min(available - done, (number / IN_CHUNK + 1L) * IN_CHUNK * BYTES - position - done);
                Arrays.fill(into, at + done, at + done + n, (byte) 0);
                done += n;
            } else {
                int inSector = (int) ((position + done) % BYTES);
                int n = Math.min(available - done, BYTES - inSector);
                System.arraycopy(sector(number), inSector, into, at + done, n);
                done += n;
            }
        }
        return available;
    }

    void write(long position, byte[] from, int at, int count) {
        for (int done = 0; done < count; ) {
            int number = (int) ((position + done) / BYTES);
            int inSector = (int) ((position + done) % BYTES);
            int n = Math.min(count - done, BYTES - inSector);
            if (n == BYTES && broken.remove((long) number)) {
                healing.add((long) number);
            }
            byte[] old = sector(number);
            if (!Arrays.equals(old, inSector, inSector + n, from, at + done, at + done + n)) {
                byte[] now = old.clone();
                System.arraycopy(from, at + done, now, inSector, n);
                change(number, old, now);
            }
            done += n;
        }
        if (position + count > length) {
            length = position + count;
            lengths.add(length);
        }
    }

    private void change(int number, byte[] old, byte[] now) {
        List<byte[]> before = doomed.remove(number);
        if (before != null) {
            unsynced.put(number, before);
        }
        unsynced.computeIfAbsent(number, n -> new ArrayList<>(List.of(old))).add(now);
        put(number, now);
    }

    void setLength(long bytes) {
        int keep = (int) ((bytes + BYTES - 1) / BYTES);
        for (int number = keep; number < chunks.length * IN_CHUNK; number++) {
            if (sector(number) != ZEROS) {
                change(number, sector(number), ZEROS);
            }
        }
        if (bytes % BYTES != 0 && bytes < length) {
            byte[] last = sector(keep - 1);
            byte[] now = last.clone();
            Arrays.fill(now, (int) (bytes % BYTES), BYTES, (byte) 0);
            change(keep - 1, last, now);
        }
        length = bytes;
        lengths.add(bytes);
    }

    void sync() {
        unsynced.clear();
        healing.removeIf(number -> !doomed.containsKey(number.intValue()));
        lengths.clear();
        lengths.add(length);
    }

    /** As Linux does: what could not be written counts as clean and is never tried again. */
    void failToSync() {
        unsynced.forEach((number, versions) -> doomed.merge(number, versions, (older, newer) -> {
            older.addAll(newer);
            return older;
        }));
        unsynced.clear();
    }

    /** The process is gone. Of what a failed sync has left behind the page cache may have forgotten any part. */
    void forgetSomeDoomed(SplittableRandom random) {
        for (Map.Entry<Integer, List<byte[]>> entry : List.copyOf(doomed.entrySet())) {
            if (random.nextInt(4) == 0) {
                put(entry.getKey(), entry.getValue().get(0));
                breakAgain(entry.getKey());
                doomed.remove(entry.getKey());
            }
        }
    }

    /** Every unsynced sector becomes one of the states it had since the last sync, or is torn between two of them. */
    void tear(SplittableRandom random) {
        int eagerness = random.nextInt(5); // of 4: how much the disk had written already
        doomed.forEach(unsynced::putIfAbsent);
        doomed.clear();
        List.copyOf(healing).stream()
                .filter(number -> !unsynced.containsKey(number.intValue()))
                .forEach(this::breakAgain);
        unsynced.forEach((number, versions) -> {
            byte[] kept = random.nextInt(4) < eagerness ? versions.get(versions.size() - 1) : any(versions, random);
            put(number, random.nextInt(8) == 0 ? torn(kept, any(versions, random), random) : kept);
            if (sector(number) == versions.get(0)) {
                breakAgain(number);
            }
        });
        unsynced.clear();
        length = lengths.get(random.nextInt(lengths.size()));
        cutOff(length);
        sync();
    }

    /** What was to take its place never came. */
    private void breakAgain(long number) {
        if (healing.remove(number)) {
            broken.add(number);
        }
    }

    private static byte[] any(List<byte[]> versions, SplittableRandom random) {
        return versions.get(random.nextInt(versions.size()));
    }

    private static byte[] torn(byte[] begin, byte[] end, SplittableRandom random) {
        int cut = random.nextInt(BYTES);
        byte[] both = begin.clone();
        System.arraycopy(end, cut, both, cut, BYTES - cut);
        return both;
    }

    /** Takes everything beyond away for good. */
    void cutOff(long bytes) {
        setLength(bytes);
        doomed.clear();
        sync();
    }

    /** Changes bytes for good, as rot does. */
    void damage(long at, byte[] bytes) {
        long before = length;
        write(at, bytes, 0, bytes.length);
        if (length > before) {
            setLength(before);
        }
        sync();
    }
}
