package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TailTest {
    private static final int CAPACITY_BYTES = 20_000;
    private static final Block.Home HOME = new Block.Home(7, 1);

    private final BlockBuilder builder = new BlockBuilder();
    private final Tail tail = new Tail(CAPACITY_BYTES, new Tail.End(0, Map.of()));

    @Test
    void theNewestBlocksAreThereAsTheyWereAndNoneThatIsAnother() {
        SplittableRandom random = new SplittableRandom(11);
        int[] lengths = new int[600];
        for (int number = 0; number < lengths.length; number++) {
            lengths[number] = hold(number, random.nextInt(1, random.nextInt(10) == 0 ? 7_000 : 300));
            tail.publish(new Tail.End(number + 1, Map.of()));

            int newest = 0;
            for (int back = number; back >= Math.max(0, number - 150); back--) {
                Optional<Block> found = tail.block(1, back);
                newest += lengths[back];
                if (newest <= CAPACITY_BYTES / 2) {
                    assertThat(found)
                            .as("block %d, %d back", back, number - back)
                            .isPresent();
                } else if (newest > CAPACITY_BYTES) {
                    assertThat(found)
                            .as("block %d, %d back", back, number - back)
                            .isEmpty();
                }
                found.ifPresent(this::isAsBuilt);
            }
        }
    }

    /** Its number is in every byte of it. */
    private void isAsBuilt(Block block) {
        EntryReader entries = new EntryReader(block);
        assertThat(entries.next()).isTrue();
        ByteBuffer bytes = entries.entry().bytes();
        while (bytes.hasRemaining()) {
            assertThat(bytes.get()).isEqualTo((byte) block.number());
        }
    }

    @Test
    void whatWasReadStaysAsItWasWhenItsMemoryIsUsedAgain() {
        for (int number = 1; number <= 100; number++) {
            hold(number, 500); // it has its whole memory now
        }
        Block read = tail.block(1, 100).orElseThrow();
        for (int number = 101; number <= 200; number++) {
            hold(number, 500);
        }
        assertThat(tail.block(1, 100)).isEmpty();
        isAsBuilt(read);
    }

    @Test
    void whatWasNotCommittedIsForgottenAndTheRestIsNot() {
        hold(1, 100);
        tail.publish(new Tail.End(1, Map.of()));
        hold(2, 100);
        hold(3, 100);
        tail.forget();
        assertThat(tail.block(1, 1)).isPresent();
        assertThat(tail.block(1, 2)).isEmpty();
        assertThat(tail.block(1, 3)).isEmpty();
    }

    @Test
    void aTailWithoutRoomHoldsNothing() {
        Tail none = new Tail(0, new Tail.End(0, Map.of()));
        none.hold(HOME, 1, built(1, 10));
        none.publish(new Tail.End(1, Map.of()));
        assertThat(none.block(1, 1)).isEmpty();
    }

    private int hold(int number, int payloadBytes) {
        ByteBuffer block = built(number, payloadBytes);
        tail.hold(HOME, number, block);
        return block.limit();
    }

    private ByteBuffer built(int number, int payloadBytes) {
        byte[] payload = new byte[payloadBytes];
        Arrays.fill(payload, (byte) number);
        builder.begin(Block.Kind.ENTRIES, new BlockBuilder.Place(HOME, number, 0, number, 0, 0), 0);
        builder.add(new Entry(16, 0, ByteBuffer.wrap(payload)), new Tally());
        return builder.finish(true);
    }
}
