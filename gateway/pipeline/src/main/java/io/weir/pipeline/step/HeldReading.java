package io.weir.pipeline.step;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.RecordCodec;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Room for one reading that a step holds back. */
public final class HeldReading {

    private @Nullable Reading held;

    public boolean isEmpty() {
        return held == null;
    }

    /** Puts this one in place of what was there. */
    public void hold(Reading reading) {
        held = reading;
    }

    /** What is held. */
    public Reading reading() {
        if (held == null) {
            throw new NoSuchElementException("no reading is held");
        }
        return held;
    }

    public long timeMillis() {
        return reading().timeMillis();
    }

    /** Takes it out. */
    public Reading take() {
        Reading taken = reading();
        held = null;
        return taken;
    }

    /** {@code flag held | reading}. */
    public void save(BinaryWriter out) {
        out.flag(held != null);
        if (held != null) {
            encode(held, out);
        }
    }

    public void load(BinaryReader in) {
        held = in.flag() ? decode(in) : null;
    }

    public static void encode(Reading reading, BinaryWriter out) {
        RecordCodec.encode(reading, out);
    }

    /** A reading that {@link #encode} wrote. */
    public static Reading decode(BinaryReader in) {
        if (RecordCodec.decode(in) instanceof Reading reading) {
            return reading;
        }
        throw new MalformedBytesException("a reading is expected, not a window's result");
    }
}
