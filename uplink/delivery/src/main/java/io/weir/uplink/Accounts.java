package io.weir.uplink;

import io.weir.buffer.Standing;
import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * An uplink's part of the ledger, from the offset at which it began. Everything comes from one {@link Standing}, in which
 * position and note are one: so {@code appended = delivered + pending + deadLettered + Σ expired} holds at every moment,
 * also after a crash. A record counts as pending until the cursor has passed it.
 *
 * <p>The note is the byte 1 and the number of dead letters as a varint; an empty one means none.
 */
public record Accounts(long appended, long delivered, long pending, long deadLettered, Map<String, Long> expired) {

    private static final int NOTE_FORM = 1;

    public Accounts {
        expired = Map.copyOf(expired);
    }

    /** The accounts that a cursor's standing tells. */
    public static Accounts of(Standing standing) {
        Map<String, Long> expired = new TreeMap<>();
        standing.expired().forEach((reason, count) -> expired.put(reason.text(), count));
        // retention may take a dead letter in the instant in which the cursor passes it: it then counts as expired
        long dead = Math.min(deadLetters(standing.note()), standing.delivered());
        return new Accounts(standing.appendedSinceStart(), standing.delivered() - dead, standing.lag(), dead, expired);
    }

    static ByteBuffer note(long deadLetters) {
        BinaryWriter note = new BinaryWriter(16);
        note.u8(NOTE_FORM).varint(deadLetters);
        return note.view(0);
    }

    static long deadLetters(ByteBuffer note) {
        if (!note.hasRemaining()) {
            return 0;
        }
        BinaryReader in = new BinaryReader(note);
        int form = in.u8();
        if (form != NOTE_FORM) {
            throw new IllegalStateException("the cursor's note has form " + form + ", this version knows " + NOTE_FORM);
        }
        return in.varint();
    }
}
