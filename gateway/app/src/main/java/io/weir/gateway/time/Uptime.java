package io.weir.gateway.time;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The time since the machine booted, which nobody can set, and which boot that was.
 *
 * @param boot the kernel's id of this boot; one of this process where that cannot be read
 * @param millis goes on while processes come and go
 */
public record Uptime(String boot, LongSupplier millis) {

    /** That of this machine. */
    public static Uptime ofThisMachine() {
        try {
            Path proc = Path.of("/proc");
            String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id"), StandardCharsets.US_ASCII)
                    .strip();
            String seconds = Files.readString(proc.resolve("uptime"), StandardCharsets.US_ASCII);
            long startNanos = System.nanoTime();
            long startMillis = (long) (Double.parseDouble(seconds.substring(0, seconds.indexOf(' '))) * 1_000);
            return new Uptime(boot, () -> startMillis + (System.nanoTime() - startNanos) / 1_000_000);
        } catch (IOException | RuntimeException e) {
            return new Uptime(
                    "process-" + ProcessHandle.current().pid() + "-" + System.nanoTime(),
                    () -> System.nanoTime() / 1_000_000);
        }
    }
}
