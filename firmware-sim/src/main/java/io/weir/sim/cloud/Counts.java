package io.weir.sim.cloud;

import java.util.Map;

/**
 * The totals of a cloud at one moment.
 *
 * @param fresh records whose id came for the first time
 * @param repeats records that came again, with the same content
 * @param contradictions records that came again under a known id with another content
 * @param disordered fresh records whose id is lower than one before, of the same stream and device
 * @param malformed lines that are no records
 * @param streams fresh records by stream
 */
public record Counts(
        long batches,
        long fresh,
        long repeats,
        long contradictions,
        long disordered,
        long malformed,
        Map<String, Long> streams) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, Map.of());

    public Counts {
        streams = Map.copyOf(streams);
    }

    public long of(String stream) {
        return streams.getOrDefault(stream, 0L);
    }
}
