package io.weir.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.gateway.Catalog;
import io.weir.gateway.Gateway;
import io.weir.gateway.RemoteSwitch;
import io.weir.gateway.SwitchFailedException;
import io.weir.gateway.Version;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Problem;
import io.weir.gateway.remote.Boot;
import io.weir.gateway.remote.RemoteControl;
import io.weir.gateway.time.MachineTrust;
import io.weir.gateway.time.SiteClock;
import io.weir.gateway.time.Uptime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description = "Runs the gateway until it is told to stop (SIGTERM).",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Parameters(paramLabel = "CONFIG", description = "the configuration, YAML or JSON")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(RunCommand::endOnBug);
        Catalog catalog = Catalog.load();
        ConfigReader reader = ConfigFile.reader(catalog);
        ConfigReader.Result result = reader.read(file);
        if (!result.problems().isEmpty() || !result.warnings().isEmpty()) {
            spec.commandLine().getErr().println(result.render());
        }
        if (result.config().isEmpty()) {
            return Exit.BAD_INPUT;
        }
        Boot boot = Boot.choose(reader, result);
        SiteClock clock = clock(boot.running().gateway().time());
        boot.lost().forEach(problem -> LOG.warn("What was configured from afar does not hold any more: {}", problem));
        Started started = start(boot, catalog, clock);
        Gateway gateway = started.gateway();
        if (!started.standsIn() && boot.lost().isEmpty()) {
            gateway.forgetAbsentUplinks();
        }
        Optional<RemoteControl> control =
                RemoteControl.start(started.boot(), new RemoteSwitch(gateway), clock, Version.TEXT);
        control.ifPresent(gateway::controlledBy);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway), "stop"));
        announce(gateway);
        new CountDownLatch(1).await();
        return Exit.DONE;
    }

    private static SiteClock clock(GatewayConfig.SiteTime time) {
        return SiteClock.of(Clock.systemUTC(), Uptime.ofThisMachine(), new MachineTrust(time.trust()));
    }

    /** @param standsIn for what was meant and does not start */
    private record Started(Boot boot, Gateway gateway, boolean standsIn) {}

    /** With what was last good from afar; or, should that not start any more, with the file alone. */
    private Started start(Boot boot, Catalog catalog, SiteClock clock) throws IOException {
        try {
            return new Started(boot, Gateway.start(boot.running(), catalog, workingDirectory(), clock), false);
        } catch (SwitchFailedException e) {
            if (!boot.isLayered()) {
                throw e;
            }
            LOG.error("What was last good from afar does not start, the file alone runs: {}", e.getMessage());
            Boot alone = boot.withoutLayer(List.of(Problem.at("", "", "start", String.valueOf(e.getMessage()))));
            return new Started(alone, Gateway.start(alone.running(), catalog, workingDirectory(), clock), true);
        }
    }

    /** Where relative paths begin, as for every command; only secrets are looked up beside the configuration. */
    private static Path workingDirectory() {
        return Path.of("").toAbsolutePath();
    }

    private void announce(Gateway gateway) throws IOException {
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("pid", ProcessHandle.current().pid());
        ready.putAll(gateway.listening());
        spec.commandLine().getOut().println("ready " + new ObjectMapper().writeValueAsString(ready));
        spec.commandLine().getOut().flush();
    }

    /** A signal makes the JVM exit with 143; a clean stop is a 0 to whoever asked for it. */
    private static void end(Gateway gateway) {
        gateway.stop();
        Runtime.getRuntime().halt(Exit.DONE);
    }

    /**
     * A thread died of a bug. Its state may be wrong, but the disk is right: end at once and let the service be started
     * again.
     */
    private static void endOnBug(Thread thread, Throwable bug) {
        LOG.error("A bug ended the thread {}; the process ends so that it can be started again", thread.getName(), bug);
        Runtime.getRuntime().halt(Exit.BUG);
    }
}
