package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;

/** What a {@link BusyWriter} was told is durable, and so must be there however it ends. One thread. */
final class Promises implements BusyWriter.Told {
    private long acked;
    private long position;
    private long checkpoint = -1;

    @Override
    public void open(long end) {
        assertThat(end).as("the log goes on where it was").isGreaterThanOrEqualTo(acked);
    }

    @Override
    public void acked(long end) {
        acked = end;
    }

    @Override
    public void cursor(long at) {
        position = at;
    }

    @Override
    public void checkpoint(long at) {
        checkpoint = at;
    }

    long acked() {
        return acked;
    }

    void expectKept(Inspection buffer) throws IOException {
        long next = buffer.stats().next().value();
        assertThat(next).isGreaterThanOrEqualTo(acked);
        assertThat(buffer.stats().gaps()).isEmpty();
        List<Long> offsets = Numbered.offsets(buffer.scan(Offset.FIRST, Numbered.STREAMS));
        assertThat(offsets).isSorted().doesNotHaveDuplicates();
        assertThat(buffer.cursors()).hasSizeBetween(acked > 0 ? 1 : 0, 1).allSatisfy(cursor -> {
            long from = cursor.standing().position().value();
            assertThat(from).isBetween(position, next);
            List<Long> needed = LongStream.range(from, next)
                    .filter(offset -> cursor.streams().contains(Numbered.stream(offset)))
                    .boxed()
                    .toList();
            // what the cursor has passed and what is of no stream of its may go, in any order
            assertThat(offsets).containsAll(needed);
            assertThat(cursor.standing().lag()).isEqualTo(needed.size());
            assertThat(cursor.standing().expired()).isEmpty();
        });
        if (checkpoint >= 0) {
            assertThat(buffer.newestCheckpoint().orElseThrow().at().value()).isGreaterThanOrEqualTo(checkpoint);
        }
    }

    @Override
    public String toString() {
        return "acked=" + acked + " position=" + position + " checkpoint=" + checkpoint;
    }
}
