package io.weir.gateway;

import io.weir.gateway.core.Core;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd that the service is ready, and keeps its watchdog quiet as long as the core thread answers
 * (sd_notify(3)). Speaks through the program {@code systemd-notify}, because Java 17 has no datagram sockets in the file
 * system; the unit therefore says {@code NotifyAccess=all}. Does nothing when not run by systemd.
 */
final class ServiceNotifier implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotifier.class);
    private static final long COMMAND_LIMIT_SECONDS = 20;

    private final Core core;
    private final boolean isService;
    private final Optional<Duration> watchdog;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "service-notifier"));

    private volatile @Nullable Future<?> feeding;

    ServiceNotifier(Core core, Map<String, String> environment) {
        this.core = core;
        this.isService = environment.containsKey("NOTIFY_SOCKET");
        this.watchdog = Optional.ofNullable(environment.get("WATCHDOG_USEC"))
                .filter(text -> isService && text.matches("\\d{1,15}"))
                .map(text -> Duration.ofNanos(Long.parseLong(text) * 1_000));
    }

    void ready() {
        if (!isService) {
            return;
        }
        timer.execute(() -> tell("--ready"));
        watchdog.ifPresent(limit -> {
            long period = Math.max(1, limit.toMillis() / 3);
            feeding = timer.scheduleAtFixedRate(() -> feedWatchdog(limit), period, period, TimeUnit.MILLISECONDS);
        });
    }

    private void feedWatchdog(Duration limit) {
        try {
            core.ask(() -> Boolean.TRUE).get(limit.toMillis() / 3, TimeUnit.MILLISECONDS);
            tell("WATCHDOG=1");
        } catch (TimeoutException | ExecutionException e) {
            LOG.error("The core thread does not answer; systemd will restart the service if this lasts");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(String word) {
        try {
            Process process = new ProcessBuilder("systemd-notify", word)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(COMMAND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            LOG.warn("systemd cannot be told {}: {}", word, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        Future<?> current = feeding;
        if (current != null) {
            current.cancel(true);
        }
        timer.shutdownNow();
    }
}
