package io.weir.pipeline.join;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.RecordCodec;
import io.weir.pipeline.step.Link;

/** A reading that waits for its partner. Stands in its device's list and, with those of all devices, in a chain by arrival. */
final class Waiting extends Link<Waiting> {

    private final Reading reading;
    private final long heardAt;
    private final long number;
    private boolean used;

    /**
     * One that was not used yet.
     *
     * @param heardAt by the steady clock
     * @param number orders it among all that ever waited
     */
    Waiting(Reading reading, long heardAt, long number) {
        this.reading = reading;
        this.heardAt = heardAt;
        this.number = number;
    }

    Reading reading() {
        return reading;
    }

    long heardAt() {
        return heardAt;
    }

    long number() {
        return number;
    }

    /** Whether it went into a result. */
    boolean used() {
        return used;
    }

    void use() {
        used = true;
    }

    void save(BinaryWriter out) {
        RecordCodec.encode(reading, out);
        out.i64(heardAt).i64(number).flag(used);
    }

    static Waiting load(BinaryReader in) {
        if (!(RecordCodec.decode(in) instanceof Reading reading)) {
            throw new MalformedBytesException("a join's state holds a window result");
        }
        Waiting waiting = new Waiting(reading, in.i64(), in.i64());
        waiting.used = in.flag();
        return waiting;
    }
}
