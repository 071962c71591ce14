package io.weir.gateway;

import io.weir.buffer.LogRecord;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Record;
import io.weir.device.RecordCodec;
import io.weir.device.TimeQuality;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Condenses records: what one device said of one metric within a span of event time becomes one roll-up with its count,
 * mean, min and max, in the place of the last record it stands for. The span is a minute at level 1 and four times as
 * long at each further level, aligned to the epoch; a run of records that come too slowly for the span to gain anything gets
 * the first that does, for what gains nothing the log gives up instead. Numbers of good quality, earlier roll-ups and
 * window results with these four figures are condensed; everything else stays as it is. Stateless: any thread.
 */
final class Thinning {

    private static final Duration FIRST_SPAN = Duration.ofMinutes(1);
    private static final int GROWTH = 4;
    /** 4096 days or so; wider makes no difference to anybody. */
    private static final int WIDEST_LEVEL = 12;
    /** To be a gain: this part of the bytes; the log does not count less. */
    private static final int LEAST_GAIN = 8;
    /** What takes less than this stays detailed: others in the same place of the log give the room. */
    private static final long LARGE_BYTES = 64 << 10;

    /** What is condensed into one. */
    private record Key(String device, String metric, TimeQuality timeQuality, long fromMillis) {}

    /** @param level from 1 on */
    List<LogRecord> condense(List<LogRecord> run, int level) {
        List<LogRecord> fewer = within(run, level);
        long bytes = bytes(run);
        if (bytes < LARGE_BYTES) {
            return fewer;
        }
        List<LogRecord> wider = fewer;
        for (int next = level + 1; next <= WIDEST_LEVEL && !isGain(bytes, wider); next++) {
            wider = within(run, next);
        }
        return isGain(bytes, wider) ? wider : fewer;
    }

    private static boolean isGain(long bytes, List<LogRecord> fewer) {
        return bytes(fewer) <= bytes - bytes / LEAST_GAIN;
    }

    private static long bytes(List<LogRecord> run) {
        return run.stream().mapToLong(entry -> entry.bytes().remaining()).sum();
    }

    private static List<LogRecord> within(List<LogRecord> run, int level) {
        long spanMillis = spanMillis(level);
        List<Optional<RollUp>> parts = new ArrayList<>();
        Map<Key, RollUp> open = new HashMap<>();
        for (int i = 0; i < run.size(); i++) {
            Optional<RollUp> part = RollUp.of(decoded(run.get(i)), i).filter(p -> p.fitsInto(spanMillis));
            parts.add(part.map(p -> {
                Key key = new Key(
                        p.device(),
                        p.metric(),
                        p.timeQuality(),
                        Math.floorDiv(p.fromMillis(), spanMillis) * spanMillis);
                RollUp known = open.get(key);
                if (known != null && known.absorb(p)) {
                    return known;
                }
                open.put(key, p);
                return p;
            }));
        }
        List<LogRecord> fewer = new ArrayList<>();
        for (int i = 0; i < run.size(); i++) {
            Optional<RollUp> part = parts.get(i);
            if (part.isEmpty() || part.get().size() == 1) {
                fewer.add(run.get(i));
            } else if (part.get().last() == i) {
                fewer.add(rollUp(run.get(i), part.get(), spanMillis, level));
            }
        }
        return fewer;
    }

    private static long spanMillis(int level) {
        long span = FIRST_SPAN.toMillis();
        for (int i = 1; i < Math.min(level, WIDEST_LEVEL); i++) {
            span *= GROWTH;
        }
        return span;
    }

    private static Optional<Record> decoded(LogRecord entry) {
        try {
            return Optional.of(RecordCodec.decode(entry.bytes().duplicate()));
        } catch (MalformedBytesException e) {
            return Optional.empty(); // whoever reads it says so
        }
    }

    private static LogRecord rollUp(LogRecord last, RollUp all, long spanMillis, int level) {
        BinaryWriter out = new BinaryWriter(128);
        long from = Math.floorDiv(all.fromMillis(), spanMillis) * spanMillis;
        RecordCodec.encode(all.result(from, from + spanMillis, level), out);
        return new LogRecord(last.offset(), last.stream(), last.timeMillis(), ByteBuffer.wrap(out.toByteArray()));
    }
}
