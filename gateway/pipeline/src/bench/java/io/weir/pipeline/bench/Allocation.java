package io.weir.pipeline.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Bytes that this thread allocated per reading while it ran the pipelines, in the last iteration. JMH's own figure counts the
 * making of the readings, too.
 */
@State(Scope.Thread)
public class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private double bytesPerReading;
    private long before;

    void begin() {
        before = allocated();
    }

    void end(int readings) {
        bytesPerReading = (double) (allocated() - before) / readings;
    }

    @TearDown(Level.Trial)
    public void report() {
        System.out.printf("%n# allocated per reading: %.2f B%n", bytesPerReading);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
