package io.weir.buffer;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is still needed of the log, as it is at one moment: by the owner, by cursors, and because it was delivered only a
 * short time ago. Estimates are in bytes. One thread.
 */
final class Worth {
    private final LogConfig config;
    private final Collection<Account> accounts;
    private final long runMillis;
    private final Map<Integer, Long> deadBelow = new HashMap<>();

    Worth(Parts parts) {
        config = parts.config();
        accounts = parts.cursors().accounts();
        runMillis = parts.runTime().millis();
    }

    /** Whether the owner needs anything of it. */
    boolean isOwned(Segment segment) {
        return segment.extent().counts().keySet().stream()
                .anyMatch(stream -> segment.kept(stream) > 0
                        && config.retain().needed(stream).value() < segment.end());
    }

    /** Whether a cursor still needs anything that is there. */
    boolean isAwaited(Segment segment) {
        return accounts.stream().anyMatch(account -> account.needs(segment));
    }

    /** Whether a cursor still needs anything of this stream that is there. */
    boolean isAwaited(Segment segment, int stream) {
        return segment.kept(stream) > 0 && deadBelow(stream) < segment.end();
    }

    /** Whether it was written long enough ago to go when it is delivered. */
    boolean isPastKeeping(Segment segment) {
        return segment.extent().runMillis() + config.keepDelivered().toMillis() <= runMillis;
    }

    boolean isTooOld(Segment segment) {
        return segment.extent().runMillis() + config.maxAge().toMillis() < runMillis;
    }

    /** Entries of the stream below this offset are needed by nobody. */
    long deadBelow(int stream) {
        return deadBelow.computeIfAbsent(stream, s -> {
            long below = config.retain().needed(s).value();
            for (Account account : accounts) {
                below = account.streams().contains(s) ? Math.min(below, account.position()) : below;
            }
            return below;
        });
    }

    /** For rewriting this run; {@code atNeed}: without what was delivered only a short time ago, too. */
    Choice choice(List<Segment> run, Map<Integer, Expiry> givenUp, Set<Integer> thinned, int level, boolean atNeed) {
        boolean reclaims = atNeed || run.stream().allMatch(this::isPastKeeping);
        return new Choice(reclaims ? deadBelow(run) : Map.of(), givenUp, ownedFrom(run), thinned, level);
    }

    private Map<Integer, Long> deadBelow(List<Segment> run) {
        Map<Integer, Long> below = new HashMap<>();
        for (Segment segment : run) {
            segment.extent().counts().keySet().forEach(stream -> below.put(stream, deadBelow(stream)));
        }
        return below;
    }

    /** From where on the streams of this run are the owner's. */
    private Map<Integer, Long> ownedFrom(List<Segment> run) {
        Map<Integer, Long> from = new HashMap<>();
        for (Segment segment : run) {
            segment.extent()
                    .counts()
                    .keySet()
                    .forEach(stream ->
                            from.put(stream, config.retain().needed(stream).value()));
        }
        return from;
    }

    /** Bytes of the entries that are there. */
    static long dataBytes(Segment segment) {
        Map<Integer, Long> bytes = segment.extent().bytes();
        return bytes.isEmpty()
                ? Math.max(0, segment.extent().lengthBytes() - Quota.PAGE_BYTES)
                : bytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes of the stream's entries that are there; about, if the segment does not say. */
    static long dataBytes(Segment segment, int stream) {
        Map<Integer, Long> bytes = segment.extent().bytes();
        if (!bytes.isEmpty()) {
            return bytes.getOrDefault(stream, 0L);
        }
        long all = segment.extent().counts().keySet().stream()
                .mapToLong(segment::kept)
                .sum();
        return all <= 0 ? 0 : (long) ((double) dataBytes(segment) * segment.kept(stream) / all);
    }

    /** Whether the entries of these streams are one {@code part}-th of the segment or more. */
    static boolean isAtLeast(int part, Set<Integer> streams, Segment segment) {
        long bytes =
                streams.stream().mapToLong(stream -> dataBytes(segment, stream)).sum();
        return bytes > 0 && bytes >= dataBytes(segment) / part;
    }

    /** Whether some of a stream is needed by nobody and the rest of it will soon be so, as it looks. */
    boolean isDying(Segment segment) {
        return segment.extent().counts().keySet().stream()
                .mapToLong(this::deadBelow)
                .anyMatch(below -> below > segment.first() && below < segment.end());
    }

    /** Bytes of entries that nobody needs. */
    long deadBytes(Segment segment) {
        long dead = 0;
        for (int stream : segment.extent().counts().keySet()) {
            long below = deadBelow(stream);
            long from = Math.max(segment.first(), segment.cleanedBelow(stream));
            if (below > from) {
                double share = Math.min(1, (double) (below - from) / Math.max(1, segment.end() - from));
                dead += (long) (share * dataBytes(segment, stream));
            }
        }
        return dead;
    }
}
