package io.weir.sim.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One CoAP message (RFC 7252, section 3). Immutable as long as nobody writes into the buffers' arrays.
 *
 * <pre>
 * byte 0     version 2 bits (1) | type 2 bits | token length 4 bits
 * byte 1     code: class 3 bits | detail 5 bits
 * bytes 2-3  message id
 * then       token, options (delta and length in nibbles, 13 and 14 extend), 0xff and payload if there is one
 * </pre>
 */
public record CoapMessage(
        Type type, int code, int messageId, ByteBuffer token, List<Option> options, ByteBuffer payload) {
    public static final int EMPTY = 0;
    public static final int POST = 0x02;
    public static final int CHANGED = 0x44;
    public static final int BAD_REQUEST = 0x80;
    public static final int SERVICE_UNAVAILABLE = 0xa3;
    static final int URI_PATH = 11;
    static final int CONTENT_FORMAT = 12;
    static final int MAX_AGE = 14;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** The four message types, in the order of their numbers on the wire. */
    public enum Type {
        CONFIRMABLE(0),
        NON_CONFIRMABLE(1),
        ACKNOWLEDGEMENT(2),
        RESET(3);

        private static final Type[] ALL = values();
        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /** One option, still in its bytes. */
    public record Option(int number, ByteBuffer value) {
        static Option number(int number, long value) {
            int bytes = (64 - Long.numberOfLeadingZeros(value) + 7) / 8;
            ByteBuffer out = ByteBuffer.allocate(bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.put((byte) (value >> (8 * i)));
            }
            return new Option(number, out.flip());
        }

        long asNumber() {
            long number = 0;
            for (ByteBuffer in = value.duplicate(); in.hasRemaining(); ) {
                number = (number << 8) | (in.get() & 0xff);
            }
            return number;
        }
    }

    public CoapMessage {
        options =
                options.stream().sorted(Comparator.comparingInt(Option::number)).toList();
    }

    /** An empty acknowledgement or reset. */
    public static CoapMessage empty(Type type, int messageId) {
        return new CoapMessage(type, EMPTY, messageId, NOTHING, List.of(), NOTHING);
    }

    public static CoapMessage decode(ByteBuffer in) throws IOException {
        try {
            int first = in.get() & 0xff;
            int code = in.get() & 0xff;
            int messageId = in.getShort() & 0xffff;
            ByteBuffer token = part(in, first & 0x0f);
            List<Option> options = new ArrayList<>();
            int number = 0;
            while (in.hasRemaining()) {
                int head = in.get() & 0xff;
                if (head == 0xff) {
                    break;
                }
                number += extended(head >> 4, in);
                options.add(new Option(number, part(in, extended(head & 0x0f, in))));
            }
            return new CoapMessage(Type.ALL[(first >> 4) & 3], code, messageId, token, options, in.slice());
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("a CoAP message that is cut short", e);
        }
    }

    private static ByteBuffer part(ByteBuffer in, int lengthBytes) {
        ByteBuffer part = in.slice().limit(lengthBytes);
        in.position(in.position() + lengthBytes);
        return part.slice();
    }

    private static int extended(int nibble, ByteBuffer in) {
        return switch (nibble) {
            case 13 -> 13 + (in.get() & 0xff);
            case 14 -> 269 + (in.getShort() & 0xffff);
            default -> nibble;
        };
    }

    public byte[] encoded() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0x40 | (type.number << 4) | token.remaining());
        out.write(code);
        out.write(messageId >> 8);
        out.write(messageId);
        append(out, token);
        int last = 0;
        for (Option option : options) {
            int delta = option.number() - last;
            int length = option.value().remaining();
            out.write((nibble(delta) << 4) | nibble(length));
            extend(out, delta);
            extend(out, length);
            append(out, option.value());
            last = option.number();
        }
        if (payload.hasRemaining()) {
            out.write(0xff);
            append(out, payload);
        }
        return out.toByteArray();
    }

    private static int nibble(int value) {
        return value < 13 ? value : value < 269 ? 13 : 14;
    }

    private static void extend(ByteArrayOutputStream out, int value) {
        if (value >= 269) {
            out.write((value - 269) >> 8);
            out.write(value - 269);
        } else if (value >= 13) {
            out.write(value - 13);
        }
    }

    private static void append(ByteArrayOutputStream out, ByteBuffer bytes) {
        for (ByteBuffer in = bytes.duplicate(); in.hasRemaining(); ) {
            out.write(in.get());
        }
    }

    /** The first option of this number as an unsigned integer. */
    public long number(int optionNumber, long otherwise) {
        return options.stream()
                .filter(option -> option.number() == optionNumber)
                .mapToLong(Option::asNumber)
                .findFirst()
                .orElse(otherwise);
    }

    boolean isSuccess() {
        return code >> 5 == 2;
    }

    /** The code as people write it, such as 2.04. */
    String codeText() {
        return "%d.%02d".formatted(code >> 5, code & 0x1f);
    }
}
