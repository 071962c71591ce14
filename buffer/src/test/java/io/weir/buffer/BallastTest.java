package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BallastTest {
    private static final Layout LAYOUT = new Layout(Path.of("buffer"), 42, Keys.NONE);
    private static final long BYTES = 1 << 20;

    private final MemoryDisk memory = new MemoryDisk(new SplittableRandom(1));
    private final Watched disk = new Watched(memory);

    /** Tells somebody before it makes a file durable. */
    private static final class Watched extends ForwardingDisk {
        private Runnable beforeSync = () -> {};

        Watched(Disk disk) {
            super(disk);
        }

        @Override
        public RawFile open(Path file, boolean writable) throws IOException {
            return new ForwardingFile(super.open(file, writable)) {
                @Override
                public void sync() throws IOException {
                    beforeSync.run();
                    super.sync();
                }
            };
        }
    }

    private void expectHeldIsThere(Ballast ballast) throws IOException {
        assertThat(ballast.heldBytes()).isEqualTo(memory.bytesBelow(LAYOUT.directory()));
    }

    /** As a failed commit does, which may come while the upkeep restores it. */
    @Test
    void whatIsGivenUpWhileItIsRestoredIsNotCountedAsHeld() throws Exception {
        Ballast ballast = new Ballast(disk, LAYOUT, BYTES);
        Thread other = new Thread(() -> release(ballast));
        disk.beforeSync = () -> {
            other.start();
            while (other.isAlive() && other.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        };

        ballast.restore();
        other.join();

        assertThat(ballast.isWhole()).isFalse();
        expectHeldIsThere(ballast);
    }

    private static void release(Ballast ballast) {
        try {
            ballast.release();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void oneThatCannotBeRestoredTakesNoRoom() throws Exception {
        Ballast ballast = new Ballast(disk, LAYOUT, BYTES);
        memory.failIn(3, "No space left on device");

        assertThatThrownBy(ballast::restore).hasMessage("No space left on device");

        expectHeldIsThere(ballast);
        ballast.restore();
        assertThat(ballast.isWhole()).isTrue();
        expectHeldIsThere(ballast);
    }

    @Test
    void isGivenUpForWhatMustBeWrittenOnlyIfTheDiskIsFull() throws Exception {
        Ballast ballast = new Ballast(disk, LAYOUT, BYTES);
        ballast.restore();
        Ballast.Writing writing = () -> {
            if (ballast.isWhole()) {
                throw new IOException("Does not work");
            }
        };

        assertThatThrownBy(() -> ballast.insist(writing)).hasMessage("Does not work");
        expectHeldIsThere(ballast);
        memory.capacity(1);
        ballast.insist(writing);

        assertThat(ballast.heldBytes()).isZero();
        expectHeldIsThere(ballast);
        assertThatThrownBy(() -> ballast.insist(() -> {
                    throw new IOException("Still does not work");
                }))
                .hasMessage("Still does not work");
    }
}
