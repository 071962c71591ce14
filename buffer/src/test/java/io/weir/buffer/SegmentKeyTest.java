package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A nonce that comes twice is harmless unless it comes twice in one segment. */
class SegmentKeyTest {
    private static final int TAG_BYTES = 16;

    /** All nonces are the same. */
    private final Keys keys = Keys.of(new byte[Keys.KEY_BYTES], List.of(), () -> 0L);

    private byte[] encrypted(Block.Home home) {
        BlockBuilder builder = new BlockBuilder();
        builder.begin(Block.Kind.ENTRIES, new BlockBuilder.Place(home, 3, 2, 0, 0, 0), 0);
        builder.add(new Entry(1, 0, ByteBuffer.allocate(500)), new Tally());
        ByteBuffer sealed = keys.seal(builder.finish(true), home);
        byte[] stored = new byte[sealed.remaining()];
        sealed.duplicate().get(stored);
        return Arrays.copyOfRange(
                stored, Block.HEADER_BYTES + Keys.OVERHEAD_BYTES - TAG_BYTES, stored.length - TAG_BYTES);
    }

    @Test
    void everySegmentOfEveryBufferHasAKeyOfItsOwn() {
        byte[] one = encrypted(new Block.Home(7, 1, keys));

        assertThat(encrypted(new Block.Home(7, 1, keys))).isEqualTo(one);
        assertThat(encrypted(new Block.Home(7, 2, keys))).isNotEqualTo(one);
        assertThat(encrypted(new Block.Home(8, 1, keys))).isNotEqualTo(one);
    }
}
