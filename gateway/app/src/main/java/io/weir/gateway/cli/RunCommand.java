package io.weir.gateway.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.gateway.Catalog;
import io.weir.gateway.Gateway;
import io.weir.gateway.config.ConfigReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
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
        ConfigReader.Result result = ConfigFile.read(file, catalog);
        if (!result.problems().isEmpty() || !result.warnings().isEmpty()) {
            spec.commandLine().getErr().println(result.render());
        }
        if (result.config().isEmpty()) {
            return Exit.BAD_INPUT;
        }
        Gateway gateway = Gateway.start(result.config().get(), catalog, ConfigFile.folder(file), Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(gateway), "stop"));
        announce(gateway);
        new CountDownLatch(1).await();
        return Exit.DONE;
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
