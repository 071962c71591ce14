package io.weir.gateway.core;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.RecordCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gathers what one commit will make durable. Used once, by the core thread. */
final class GroupBuilder {

    private static final int MAX_BYTES = 2 << 20;
    private static final int MAX_ARRIVALS = 20_000;

    private final BinaryWriter bytes = new BinaryWriter(16 << 10);
    private final List<Slice> slices = new ArrayList<>();
    private final List<Ack> acks = new ArrayList<>();
    private final Marks.Writer marks = new Marks.Writer();
    private long intakeBytes;
    private boolean counted;
    private boolean mayBeRefused;

    private record Slice(int stream, long timeMillis, int from, int to) {}

    void arrived(Arrival arrival) {
        intakeBytes += arrival.sizeBytes();
        acks.add(arrival.ack());
    }

    /** Something was counted that shall be durable soon, although no entry came of it. */
    void counted() {
        counted = true;
    }

    /** A disk that does not take this group at once is an answer: nothing in it must have been promised to anybody. */
    void mayBeRefused() {
        mayBeRefused = true;
    }

    Marks.Writer marks() {
        return marks;
    }

    void record(int stream, Record item, long nowMillis) {
        int from = bytes.length();
        RecordCodec.encode(item, bytes);
        slices.add(new Slice(stream, nowMillis, from, bytes.length()));
    }

    void reading(String adapter, String input, Reading reading, long nowMillis) {
        int from = bytes.length();
        Inputs.writeReading(adapter, input, reading, bytes);
        slices.add(new Slice(StreamTable.INPUTS, nowMillis, from, bytes.length()));
    }

    void tick(long nowMillis) {
        int from = bytes.length();
        Inputs.writeTick(nowMillis, bytes);
        slices.add(new Slice(StreamTable.INPUTS, nowMillis, from, bytes.length()));
    }

    void era(EraChange change, long nowMillis) {
        int from = bytes.length();
        Inputs.writeEra(change, bytes);
        slices.add(new Slice(StreamTable.INPUTS, nowMillis, from, bytes.length()));
    }

    /** Done when the group is on disk. */
    void whenDurable(Ack action) {
        acks.add(action);
    }

    void pipelines(String json, long nowMillis) {
        int from = bytes.length();
        Inputs.writePipelines(json, bytes);
        slices.add(new Slice(StreamTable.INPUTS, nowMillis, from, bytes.length()));
    }

    boolean isFull() {
        return bytes.length() >= MAX_BYTES || acks.size() >= MAX_ARRIVALS;
    }

    boolean isEmpty() {
        return slices.isEmpty() && acks.isEmpty() && marks.isEmpty() && !counted;
    }

    int lengthBytes() {
        return bytes.length();
    }

    /** Closes the group with its mark; with a checkpoint, if asked, of the state as this group leaves it. */
    CommitJob seal(CoreState state, long nowMillis, boolean withCheckpoint) {
        int from = bytes.length();
        Map<String, Long> increments = marks.write(state.streams(), state.accounts(), bytes);
        slices.add(new Slice(StreamTable.MARKS, nowMillis, from, bytes.length()));
        List<Entry> entries = new ArrayList<>(slices.size());
        for (Slice slice : slices) {
            entries.add(new Entry(slice.stream, slice.timeMillis, bytes.view(slice.from, slice.to)));
        }
        Optional<byte[]> checkpoint = withCheckpoint ? Optional.of(state.snapshot()) : Optional.empty();
        return new CommitJob(new Group(entries), acks, intakeBytes, increments, checkpoint, mayBeRefused);
    }
}
