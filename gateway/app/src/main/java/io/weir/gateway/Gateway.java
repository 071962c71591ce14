package io.weir.gateway;

import io.weir.buffer.LogConfig;
import io.weir.buffer.RecordLog;
import io.weir.device.ByteSize;
import io.weir.device.config.SpanText;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.core.Core;
import io.weir.gateway.core.CoreConfig;
import io.weir.gateway.core.InputsNeeded;
import io.weir.gateway.http.Door;
import io.weir.gateway.http.WebServer;
import io.weir.gateway.remote.RemoteControl;
import io.weir.gateway.time.SiteClock;
import io.weir.pipeline.StepState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway: the buffer, the core, and around them the adapters, uplinks and the page that its configuration names.
 * Started, switched and stopped by one thread at a time; {@link #view} may be used by any.
 */
public final class Gateway {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long LARGEST_SEGMENT = 16L << 20;
    private static final long SMALLEST_SEGMENT = 1L << 20;

    private final RecordLog log;
    private final Core core;
    private final RecordWorth worth;
    private final Switchover switchover;
    private final RunningView view;
    private final WebServer web;
    private final ServiceNotifier notifier;
    private GatewayConfig config;
    private Optional<RemoteControl> control = Optional.empty();

    private Gateway(
            GatewayConfig config,
            RecordLog log,
            Core core,
            RecordWorth worth,
            Catalog catalog,
            Path folder,
            SiteClock clock) {
        this.config = config;
        this.log = log;
        this.core = core;
        this.worth = worth;
        this.switchover = new Switchover(
                core, new Adapters(catalog, core, clock.stamps()), new Uplinks(catalog, log, core, folder, clock));
        this.view = new RunningView(config, log, core, switchover, clock);
        this.web = new WebServer(view, door(config.gateway().dashboard()), Version.TEXT);
        this.notifier = new ServiceNotifier(core, System.getenv());
    }

    /**
     * Opens the buffer, recovers what a stop or crash left, and starts everything.
     *
     * @param folder where relative paths of sinks begin
     * @param time a {@link SiteClock}, or one that is trusted whatever it shows
     * @throws IOException when the data directory is locked or cannot be used, or a port is taken; nothing is left running
     */
    public static Gateway start(GatewayConfig config, Catalog catalog, Path folder, Clock time) throws IOException {
        SiteClock clock = SiteClock.of(time);
        Path data = config.gateway().dataDirectory();
        InputsNeeded inputsNeeded = new InputsNeeded();
        RecordWorth worth = new RecordWorth(inputsNeeded);
        RecordLog log = RecordLog.open(bufferDirectory(data), logConfig(config.buffer(), worth, clock));
        Core core;
        try {
            core = Core.recover(log, new StoredPipelines(), inputsNeeded, coreConfig(config, clock));
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
        worth.names(core.streams());
        worth.pipelines(config.pipelines()); // a full buffer makes room as soon as the core asks for some
        core.start();
        Gateway gateway = new Gateway(config, log, core, worth, catalog, folder, clock);
        try {
            gateway.startParts();
        } catch (IOException | RuntimeException e) {
            gateway.stop();
            throw e;
        }
        return gateway;
    }

    private void startParts() throws IOException {
        HostPort page = HostPort.parse(config.gateway().dashboard().listen());
        web.start(page.host(), page.port());
        switchover.start(config).forEach(step -> LOG.info("Recovered {}", step));
        notifier.ready();
    }

    /** The folder of the log below a data directory. */
    public static Path bufferDirectory(Path dataDirectory) throws IOException {
        try {
            Files.createDirectories(dataDirectory);
            return dataDirectory.resolve("buffer");
        } catch (IOException e) {
            throw new IOException("the data directory " + dataDirectory + " cannot be made or written: " + e, e);
        }
    }

    private static LogConfig logConfig(GatewayConfig.Buffer buffer, RecordWorth worth, Clock clock) throws IOException {
        long maxSize = buffer.maxSize().bytes();
        return LogConfig.defaults(clock, Math.max(1, clock.instant().getEpochSecond()))
                .withSegmentSize(segmentBytes(buffer))
                .withMaxSize(maxSize, buffer.whenFull())
                .withMaxAge(buffer.maxAge())
                .withKeepDelivered(buffer.keepDelivered())
                .withKeys(BufferKeys.of(buffer.encryption()))
                .withRetain(worth);
    }

    private static long segmentBytes(GatewayConfig.Buffer buffer) {
        return Math.max(
                SMALLEST_SEGMENT, Math.min(LARGEST_SEGMENT, buffer.maxSize().bytes() / 16));
    }

    private static CoreConfig coreConfig(GatewayConfig config, Clock clock) {
        long heap = Runtime.getRuntime().maxMemory();
        ByteSize intake = new ByteSize(Math.max(4L << 20, Math.min(64L << 20, heap / 8)));
        ByteSize checkpointEvery = new ByteSize(segmentBytes(config.buffer()) / 2);
        return new CoreConfig(config.gateway().id(), intake, config.buffer().commitEvery(), checkpointEvery, clock);
    }

    private static Door door(GatewayConfig.Dashboard dashboard) {
        if (dashboard.password().isPresent()) {
            return Door.withPassword(dashboard.password().get()::text);
        }
        return dashboard.anonymous() ? Door.anonymous() : Door.loopback();
    }

    /**
     * Takes the gateway to another configuration, or leaves it as it is.
     *
     * @throws SwitchFailedException when a part of the new one does not start, or the disk refuses: then the one before runs on
     */
    public synchronized List<StepState> apply(GatewayConfig next) throws SwitchFailedException {
        List<StepState> steps = switchover.apply(next);
        worth.pipelines(next.pipelines());
        config = next;
        view.configured(next);
        return steps;
    }

    /**
     * Frees what uplinks still hold in the buffer that were taken out of the configuration while the gateway was stopped.
     * Only for a configuration that was meant: one that stands in for another keeps the other's positions.
     */
    public synchronized void forgetAbsentUplinks() {
        try {
            switchover.forgetAbsentUplinks();
        } catch (IOException e) {
            LOG.warn(
                    "What removed uplinks hold in the buffer cannot be freed now; the next start tries again: {}",
                    e.getMessage());
        }
    }

    /** Remote control that ends with the gateway. */
    public synchronized void controlledBy(RemoteControl remote) {
        control = Optional.of(remote);
        view.controlledBy(remote);
    }

    public synchronized GatewayConfig config() {
        return config;
    }

    public RunningView view() {
        return view;
    }

    /** What listens where: {@code {"mqtt": {"field": "127.0.0.1:1883"}, …, "http": "127.0.0.1:8080"}}. */
    public Map<String, Object> listening() {
        Map<String, Object> all = view.listening();
        all.put("http", web.address());
        return all;
    }

    /** Stops intake, commits what was taken with a checkpoint, and closes everything, within seconds. */
    public synchronized void stop() {
        notifier.close();
        control.ifPresent(RemoteControl::close);
        switchover.closeAdapters();
        try {
            core.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        switchover.closeUplinks();
        web.close();
        try {
            log.close();
        } catch (IOException e) {
            LOG.warn("The buffer did not close cleanly; the next start recovers it: {}", e.getMessage());
        }
        LOG.info("Stopped; it ran for {}", SpanText.about(Duration.ofMillis(view.uptimeMillis())));
    }
}
