package io.weir.buffer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Says to which segment a file belongs that was made over the file of an older one, whose blocks may still be found in it
 * (FORMAT.md, Segment). It stands twice, so that rot at one place does not bring the older one back.
 */
final class Claim {
    private static final byte[] MAGIC = "WEIRUSED".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH_BYTES = 32;
    private static final int CHECKED_BYTES = 24;
    private static final long[] PLACES = {
        Front.LENGTH_BYTES - LENGTH_BYTES, Front.LENGTH_BYTES - Front.PAGE_BYTES - LENGTH_BYTES
    };

    private Claim() {}

    static void write(Front front, Block.Home home) {
        ByteBuffer claim = ByteBuffer.allocate(LENGTH_BYTES);
        claim.put(MAGIC).putLong(home.epoch()).putLong(home.generation());
        claim.putInt(checksum(claim.array()));
        for (long place : PLACES) {
            front.write(place, claim.array(), 0, LENGTH_BYTES);
        }
    }

    /** Empty if no file was overwritten, or no claim is left. */
    static Optional<Block.Home> in(RawFile raw, Keys keys) {
        for (long place : PLACES) {
            byte[] bytes = new byte[LENGTH_BYTES];
            if (isRead(raw, place, bytes) && isTrue(bytes)) {
                ByteBuffer claim = ByteBuffer.wrap(bytes);
                return Optional.of(new Block.Home(claim.getLong(8), claim.getLong(16), keys));
            }
        }
        return Optional.empty();
    }

    private static boolean isRead(RawFile raw, long place, byte[] into) {
        try {
            return raw.read(place, into, 0, into.length) == into.length;
        } catch (IOException e) {
            return false; // a bad sector: there is another one
        }
    }

    private static boolean isTrue(byte[] claim) {
        return ByteBuffer.wrap(claim, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                && ByteBuffer.wrap(claim).getInt(CHECKED_BYTES) == checksum(claim);
    }

    private static int checksum(byte[] claim) {
        CRC32C crc = new CRC32C();
        crc.update(claim, 0, CHECKED_BYTES);
        return (int) crc.getValue();
    }
}
