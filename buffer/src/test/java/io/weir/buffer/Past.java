package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

/** A log with a past: what was given to it, what of that is gone and why, and two cursors. */
final class Past {
    static final Set<Integer> STREAMS = Set.of(1, 2, 3);
    static final Set<Integer> ONE = Set.of(1, 2);
    static final Set<Integer> TWO = Set.of(2, 3);
    private static final Path DIRECTORY = Path.of("buffer");

    final SplittableRandom random;
    final MemoryDisk disk;
    final LogConfig config;
    final List<Given> given = new ArrayList<>();
    final Map<Long, Expiry> gone = new HashMap<>();
    final Map<String, Set<Integer>> cursors = new TreeMap<>(Map.of("one", ONE, "two", TWO));
    /** What goes wrong the next times that anything is thinned. */
    final Queue<Error> bugs = new ArrayDeque<>();

    DiskLog log;

    Past(SplittableRandom random) throws IOException {
        this.random = random;
        this.disk = new MemoryDisk(random);
        this.config = LogConfig.defaults(new MovableClock(), 42)
                .withSegmentSize(4096)
                .withTail(random.nextInt(2) * 20_000L)
                .withRetain(new Worths(Set.of(), this::thin))
                .withDiskReserve(0, 0);
        open();
        for (Map.Entry<String, Set<Integer>> cursor : cursors.entrySet()) {
            log.cursor(cursor.getKey(), cursor.getValue(), new Start.Oldest()).close();
        }
        for (int i = 0; i < 20; i++) {
            append();
        }
    }

    /** Entries whose offset is a multiple of 2, 3, 4 ... */
    private static boolean keeps(long offset, int level) {
        return offset % (level + 1) == 0;
    }

    private List<LogRecord> thin(List<LogRecord> run, int level) {
        Error bug = bugs.poll();
        if (bug != null) {
            throw bug;
        }
        return run.stream().filter(e -> keeps(e.offset().value(), level)).toList();
    }

    void open() throws IOException {
        log = DiskLog.open(DIRECTORY, config, disk, false);
    }

    void append() throws IOException {
        List<Given> group = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(60) == 0 ? 130_000 : 300)];
            random.nextBytes(bytes);
            long offset = given.size() + (long) group.size();
            group.add(new Given(offset, 1 + random.nextInt(3), offset * 7, ByteBuffer.wrap(bytes)));
        }
        log.append(Given.group(group));
        log.commit();
        given.addAll(group);
        log.upkeep().sealFull();
    }

    /** A run of adjacent segments that can be rewritten. */
    List<Segment> run() {
        List<Segment> complete =
                log.segments().stream().filter(Segment::isComplete).toList();
        int from = random.nextInt(complete.size());
        return complete.subList(from, Math.min(complete.size(), from + 1 + random.nextInt(4)));
    }

    /** Gives up some streams, thins others. */
    Choice choice(List<Segment> run) {
        Map<Integer, Expiry> givenUp = new TreeMap<>();
        Set<Integer> thinned = new TreeSet<>();
        for (int stream : STREAMS) {
            int dice = random.nextInt(4);
            if (dice == 0) {
                givenUp.put(stream, random.nextBoolean() ? Expiry.MAX_SIZE : Expiry.MAX_AGE);
            } else if (dice == 1) {
                thinned.add(stream);
            }
        }
        int level = run.stream().mapToInt(s -> s.origin().level()).max().orElseThrow() + 1;
        return new Choice(
                Map.of(), givenUp, Map.of(1, Long.MAX_VALUE, 2, Long.MAX_VALUE, 3, Long.MAX_VALUE), thinned, level);
    }

    /** What the log must hold after the rewriting. */
    Map<Long, Expiry> after(List<Segment> run, Choice choice) {
        Map<Long, Expiry> after = new HashMap<>(gone);
        long end = run.get(run.size() - 1).end();
        for (long offset = run.get(0).first(); offset < end; offset++) {
            int stream = given.get((int) offset).stream();
            if (!gone.containsKey(offset)) {
                Expiry reason = choice.givenUp().get(stream);
                if (reason != null) {
                    after.put(offset, reason);
                } else if (choice.thinned().contains(stream) && !keeps(offset, choice.level())) {
                    after.put(offset, Expiry.THINNED);
                }
            }
        }
        return after;
    }

    boolean holds(Map<Long, Expiry> expectedGone) throws IOException {
        List<Long> offsets = new ArrayList<>();
        try (Scan scan = log.scan(Offset.FIRST, STREAMS)) {
            while (scan.hasNext()) {
                LogRecord entry = scan.next();
                assertThat(given.get((int) entry.offset().value()).isSameAs(entry))
                        .isTrue();
                offsets.add(entry.offset().value());
            }
        }
        List<Long> expected = given.stream()
                .map(Given::offset)
                .filter(offset -> !expectedGone.containsKey(offset))
                .toList();
        return offsets.equals(expected);
    }

    /** Of these streams, from this offset on, by reason. */
    Map<Expiry, Long> goneFrom(long offset, Set<Integer> streams) {
        Map<Expiry, Long> counts = new TreeMap<>();
        gone.forEach((at, reason) -> {
            if (at >= offset && streams.contains(given.get((int) (long) at).stream())) {
                counts.merge(reason, 1L, Long::sum);
            }
        });
        return counts;
    }

    long appended(Set<Integer> streams) {
        return given.stream().filter(g -> streams.contains(g.stream())).count();
    }
}
