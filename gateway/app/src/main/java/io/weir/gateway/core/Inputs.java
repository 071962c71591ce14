package io.weir.gateway.core;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import io.weir.device.RecordCodec;
import java.util.Optional;

/**
 * The binary form of inputs, stream {@link StreamTable#INPUTS} of the log.
 *
 * <pre>
 * reading    u8 0x21 | text adapter | text input | record ({@link RecordCodec})
 * tick       u8 0x22 | i64 clock, epoch milliseconds
 * pipelines  u8 0x23 | text canonical JSON of the section "pipelines" that holds from here on
 * era        u8 0x24 | {@link EraChange}
 * </pre>
 */
final class Inputs {

    private static final int READING = 0x21;
    private static final int TICK = 0x22;
    private static final int PIPELINES = 0x23;
    private static final int ERA = 0x24;

    private Inputs() {}

    /** What is done with an input that is read back. */
    interface Visitor {
        void reading(String adapter, String input, Reading reading);

        void tick(long nowMillis);

        void pipelines(String json);

        void era(EraChange change);
    }

    static void writeReading(String adapter, String input, Reading reading, BinaryWriter out) {
        out.u8(READING).text(adapter).text(input);
        RecordCodec.encode(reading, out);
    }

    static void writeTick(long nowMillis, BinaryWriter out) {
        out.u8(TICK).i64(nowMillis);
    }

    static void writePipelines(String json, BinaryWriter out) {
        out.u8(PIPELINES).text(json);
    }

    static void writeEra(EraChange change, BinaryWriter out) {
        out.u8(ERA);
        change.write(out);
    }

    /** The change of era that an input is; nothing if it is something else. */
    static Optional<EraChange> readEra(BinaryReader in) {
        return in.u8() == ERA ? Optional.of(EraChange.read(in)) : Optional.empty();
    }

    static void read(BinaryReader in, Visitor visitor) {
        int kind = in.u8();
        switch (kind) {
            case READING -> {
                String adapter = in.text();
                String input = in.text();
                if (!(RecordCodec.decode(in) instanceof Reading reading)) {
                    throw new MalformedBytesException("an input holds a window result");
                }
                visitor.reading(adapter, input, reading);
            }
            case TICK -> visitor.tick(in.i64());
            case PIPELINES -> visitor.pipelines(in.text());
            case ERA -> visitor.era(EraChange.read(in));
            default -> throw new MalformedBytesException("unknown kind of input 0x" + Integer.toHexString(kind));
        }
    }
}
