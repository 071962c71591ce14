package io.weir.device;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The binary form of a record in the log.
 *
 * <pre>
 * reading   u8 0x11 | u8 flags: value kind (bits 0-1: number, true/false, text), quality (bits 2-3), origin of the time (bits 4-6)
 *           [varint era] | i64 timeMillis | zigzag arrivalMillis - timeMillis | text device | text metric | text unit
 *           f64 | u8 0/1 | text       the value
 * window    u8 0x12 | u8 flags: partial (bit 0), origin of the time (bits 4-6)
 *           [varint era] | i64 fromMillis | varint toMillis - fromMillis | varint update | text device | text metric
 *           varint n | n x (text name, f64 value)
 * </pre>
 *
 * The first byte's high half is the version of the form (1). Stateless: any thread.
 */
public final class RecordCodec {

    private static final int READING = 0x11;
    private static final int WINDOW = 0x12;
    private static final int NUMBER = 0;
    private static final int BOOL = 1;
    private static final int TEXT = 2;

    private RecordCodec() {}

    public static void encode(Record item, BinaryWriter out) {
        if (item instanceof Reading reading) {
            encodeReading(reading, out);
        } else if (item instanceof WindowResult window) {
            encodeWindow(window, out);
        }
    }

    private static void encodeReading(Reading reading, BinaryWriter out) {
        Value value = reading.value();
        int kind = value instanceof Value.Num ? NUMBER : value instanceof Value.Bool ? BOOL : TEXT;
        out.u8(READING);
        writeFlags(kind | reading.quality().code() << 2, reading.timeQuality(), out);
        out.i64(reading.timeMillis()).zigzag(reading.arrivalMillis() - reading.timeMillis());
        out.text(reading.device().value()).text(reading.metric()).text(reading.unit());
        if (value instanceof Value.Num number) {
            out.f64(number.value());
        } else if (value instanceof Value.Bool bool) {
            out.flag(bool.value());
        } else if (value instanceof Value.Text text) {
            out.text(text.value());
        }
    }

    private static void encodeWindow(WindowResult window, BinaryWriter out) {
        out.u8(WINDOW);
        writeFlags(window.partial() ? 1 : 0, window.timeQuality(), out);
        out.i64(window.fromMillis())
                .varint(window.toMillis() - window.fromMillis())
                .varint(window.update());
        out.text(window.deviceName()).text(window.metric());
        out.varint(window.aggregates().size());
        for (Aggregate aggregate : window.aggregates()) {
            out.text(aggregate.name()).f64(aggregate.value());
        }
    }

    private static void writeFlags(int low, TimeQuality time, BinaryWriter out) {
        out.u8(low | time.code() << 4);
        time.writeEra(out);
    }

    private static TimeQuality readTimeQuality(int flags, BinaryReader in) {
        return TimeQuality.read(flags >>> 4 & 7, in);
    }

    /**
     * The record that the bytes hold.
     *
     * @throws MalformedBytesException when they hold none
     */
    public static Record decode(ByteBuffer bytes) {
        return decode(new BinaryReader(bytes));
    }

    /** Reads one record and leaves the reader behind it. */
    public static Record decode(BinaryReader in) {
        int form = in.u8();
        try {
            return switch (form) {
                case READING -> decodeReading(in);
                case WINDOW -> decodeWindow(in);
                default -> throw new MalformedBytesException("unknown form of record 0x" + Integer.toHexString(form));
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedBytesException("a record breaks its own rules: " + e.getMessage(), e);
        }
    }

    private static Reading decodeReading(BinaryReader in) {
        int flags = in.u8();
        TimeQuality timeQuality = readTimeQuality(flags, in);
        long time = in.i64();
        long arrival = time + in.zigzag();
        DeviceId device = new DeviceId(in.text());
        String metric = in.text();
        String unit = in.text();
        Value value = switch (flags & 3) {
            case NUMBER -> new Value.Num(in.f64());
            case BOOL -> new Value.Bool(in.flag());
            case TEXT -> new Value.Text(in.text());
            default -> throw new MalformedBytesException("unknown kind of value " + (flags & 3));
        };
        Quality quality = Quality.ofCode(flags >>> 2 & 3)
                .orElseThrow(() -> new MalformedBytesException("unknown quality " + (flags >>> 2 & 3)));
        return new Reading(device, metric, time, value, unit, quality, arrival, timeQuality);
    }

    private static WindowResult decodeWindow(BinaryReader in) {
        int flags = in.u8();
        TimeQuality timeQuality = readTimeQuality(flags, in);
        long from = in.i64();
        long to = from + in.varint();
        int update = Math.toIntExact(in.varint());
        String device = in.text();
        String metric = in.text();
        int size = in.count();
        List<Aggregate> aggregates = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            aggregates.add(new Aggregate(in.text(), in.f64()));
        }
        return new WindowResult(device, metric, from, to, aggregates, update, (flags & 1) != 0, timeQuality);
    }
}
