package io.weir.buffer.bench;

import io.weir.buffer.LogConfig;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Scan;
import io.weir.buffer.Start;
import io.weir.buffer.WhenFull;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A buffer whose process died, opened again: how long that takes, how fast everything in it is checked and read, and how
 * much heap that needs. The writer is a process of its own and halts without closing anything.
 *
 * <pre>
 * ReopenBench FOLDER [MIB [SEGMENT-KIB]]
 * </pre>
 */
final class ReopenBench {
    private static final int STREAM = 16;
    private static final int GROUP = 1_000;
    private static final int RECORD_BYTES = 200;
    private static final PrintStream OUT = System.out;

    private ReopenBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("write")) {
            write(Path.of(arguments[1]), Long.parseLong(arguments[2]) << 20, Long.parseLong(arguments[3]) << 10);
            return;
        }
        Path folder = Path.of(arguments[0])
                .resolve("reopen-bench-" + ProcessHandle.current().pid());
        String mib = arguments.length > 1 ? arguments[1] : "1024";
        String segmentKib = arguments.length > 2 ? arguments[2] : "16384";
        try {
            die(folder, mib, segmentKib);
            read(folder, Long.parseLong(segmentKib) << 10);
        } finally {
            CommitBench.delete(folder);
        }
    }

    private static LogConfig config(long segmentBytes) {
        return WeirLog.config().withSegmentSize(segmentBytes).withMaxSize(1L << 40, WhenFull.REJECT);
    }

    private static void die(Path folder, String mib, String segmentKib) throws IOException, InterruptedException {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                ReopenBench.class.getName(),
                "write",
                folder.toString(),
                mib,
                segmentKib);
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 9) {
            throw new IOException("The writer ended with " + status);
        }
    }

    private static void write(Path folder, long bytes, long segmentBytes) throws IOException {
        RecordLog log = RecordLog.open(folder, config(segmentBytes));
        log.cursor("nobody", Set.of(STREAM), new Start.Oldest()).close();
        SplittableRandom random = new SplittableRandom(1);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < GROUP; i++) {
            byte[] record = new byte[RECORD_BYTES];
            random.nextBytes(record);
            records.add(record);
        }
        for (long written = 0; written < bytes; written += (long) GROUP * RECORD_BYTES) {
            log.append(WeirLog.group(records, written));
            log.commit();
        }
        Runtime.getRuntime().halt(9);
    }

    private static void read(Path folder, long segmentBytes) throws IOException {
        long begin = System.nanoTime();
        try (RecordLog log = RecordLog.open(folder, config(segmentBytes))) {
            double opened = seconds(begin);
            OUT.printf(
                    Locale.ROOT,
                    "opened in %.3f s: %,d segments, %,d MiB, %d gaps%n",
                    opened,
                    log.stats().segments(),
                    log.stats().bytesOnDisk() >> 20,
                    log.stats().gaps().size());
            for (int i = 0; i < 3; i++) {
                begin = System.nanoTime();
                long records = 0;
                try (Scan scan = log.scan(Offset.FIRST, Set.of(STREAM))) {
                    for (; scan.hasNext(); records++) {
                        scan.next();
                    }
                }
                OUT.printf(
                        Locale.ROOT,
                        "checked and read %,d records: %,.0f records/s, heap %,d MiB of %,d%n",
                        records,
                        records / seconds(begin),
                        (Runtime.getRuntime().totalMemory()
                                        - Runtime.getRuntime().freeMemory())
                                >> 20,
                        Runtime.getRuntime().maxMemory() >> 20);
            }
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
