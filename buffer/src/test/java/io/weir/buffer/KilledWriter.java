package io.weir.buffer;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A {@link BusyWriter} as a program, until it is killed or nobody listens any more. Prints, each only after it is durable:
 * {@code acked END}, {@code cursor POSITION}, {@code checkpoint AT}; and before everything that it does to the disk what
 * that is.
 */
public final class KilledWriter {
    private KilledWriter() {}

    /** Prints what it is told. */
    private record Aloud(PrintStream out) implements BusyWriter.Told {
        @Override
        public void open(long end) {
            out.println("open " + end);
        }

        @Override
        public void acked(long end) {
            out.println("acked " + end);
        }

        @Override
        public void cursor(long position) {
            out.println("cursor " + position);
        }

        @Override
        public void checkpoint(long at) {
            out.println("checkpoint " + at);
        }

        @Override
        public void does(String what) {
            out.println("does " + what);
        }
    }

    /** Arguments: the buffer's directory and a seed. */
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        TalkingDisk disk = new TalkingDisk(new LocalDisk(), out::println);
        DiskLog log = DiskLog.open(Path.of(args[0]), BusyWriter.config(), disk, true);
        BusyWriter writer = BusyWriter.on(log, new SplittableRandom(Long.parseLong(args[1])), new Aloud(out));
        while (!out.checkError()) {
            writer.work();
        }
    }
}
