package io.weir.buffer.bench;

import io.weir.buffer.Entry;
import io.weir.buffer.Group;
import io.weir.buffer.LogConfig;
import io.weir.buffer.Offset;
import io.weir.buffer.RecordLog;
import io.weir.buffer.Scan;
import io.weir.buffer.Start;
import io.weir.buffer.WhenFull;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A buffer whose process died, opened again: how long that takes, how fast everything in it is checked and read, and how
 * much heap that needs. The writer is a process of its own and halts without closing anything.
 *
 * <pre>
 * ReopenBench FOLDER [MIB [SEGMENT-KIB [STREAMS]]]
 * </pre>
 *
 * <p>What it holds depends on segments and streams, not on bytes: 100 GiB in segments of 16 MiB are 6,400 of them, and
 * {@code 1400 64} makes as many out of 1.4 GiB. How little heap suffices is found by giving less.
 */
final class ReopenBench {
    private static final int STREAM = 16;
    private static final int GROUP = 1_000;
    private static final int RECORD_BYTES = 200;
    private static final PrintStream OUT = System.out;

    private ReopenBench() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].equals("write")) {
            write(
                    Path.of(arguments[1]),
                    Long.parseLong(arguments[2]) << 20,
                    Long.parseLong(arguments[3]) << 10,
                    Integer.parseInt(arguments[4]));
            return;
        }
        Path folder = Path.of(arguments[0])
                .resolve("reopen-bench-" + ProcessHandle.current().pid());
        String mib = arguments.length > 1 ? arguments[1] : "1024";
        String segmentKib = arguments.length > 2 ? arguments[2] : "16384";
        String streams = arguments.length > 3 ? arguments[3] : "1";
        try {
            die(folder, mib, segmentKib, streams);
            read(folder, Long.parseLong(segmentKib) << 10, streams(Integer.parseInt(streams)));
        } finally {
            CommitBench.delete(folder);
        }
    }

    private static LogConfig config(long segmentBytes) {
        return WeirLog.config().withSegmentSize(segmentBytes).withMaxSize(1L << 40, WhenFull.REJECT);
    }

    private static Set<Integer> streams(int count) {
        return IntStream.range(STREAM, STREAM + count).boxed().collect(Collectors.toSet());
    }

    private static void die(Path folder, String mib, String segmentKib, String streams)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                ReopenBench.class.getName(),
                "write",
                folder.toString(),
                mib,
                segmentKib,
                streams);
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 9) {
            throw new IOException("The writer ended with " + status);
        }
    }

    private static void write(Path folder, long bytes, long segmentBytes, int streams) throws IOException {
        RecordLog log = RecordLog.open(folder, config(segmentBytes));
        log.cursor("nobody", streams(streams), new Start.Oldest()).close();
        SplittableRandom random = new SplittableRandom(1);
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < GROUP; i++) {
            byte[] record = new byte[RECORD_BYTES];
            random.nextBytes(record);
            records.add(record);
        }
        for (long written = 0; written < bytes; written += (long) GROUP * RECORD_BYTES) {
            log.append(group(records, written, streams));
            log.commit();
        }
        Runtime.getRuntime().halt(9);
    }

    private static Group group(List<byte[]> records, long time, int streams) {
        List<Entry> entries = new ArrayList<>(records.size());
        for (byte[] record : records) {
            entries.add(new Entry(STREAM + entries.size() % streams, time, ByteBuffer.wrap(record)));
        }
        return new Group(entries);
    }

    private static void read(Path folder, long segmentBytes, Set<Integer> streams) throws IOException {
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
            tellHeap(log.stats().segments());
            for (int i = 0; i < 3; i++) {
                begin = System.nanoTime();
                long records = 0;
                try (Scan scan = log.scan(Offset.FIRST, streams)) {
                    for (; scan.hasNext(); records++) {
                        scan.next();
                    }
                }
                OUT.printf(
                        Locale.ROOT,
                        "checked and read %,d records: %,.0f records/s%n",
                        records,
                        records / seconds(begin));
            }
            tellHeap(log.stats().segments());
        }
    }

    /** What is still held after everything else was collected, the JVM's own objects included. */
    private static void tellHeap(int segments) {
        Runtime.getRuntime().gc();
        long held = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        OUT.printf(
                Locale.ROOT,
                "heap held %,d KiB, %,d bytes per segment; the limit is %,d MiB%n",
                held >> 10,
                held / segments,
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }
}
