package io.weir.sim;

import io.weir.sim.demo.CrashCommand;
import io.weir.sim.demo.DemoCommand;
import io.weir.sim.demo.RedeliveryCommand;
import io.weir.sim.text.Amounts;
import java.io.FileNotFoundException;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point: exit status 0 if all is well, 1 if something was not as promised, 2 for bad arguments. */
@Command(
        name = "weir-sim",
        description = "Simulated devices and a simulated cloud around an IoT gateway.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            FleetCommand.class,
            CloudCommand.class,
            CrashCommand.class,
            RedeliveryCommand.class
        })
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .registerConverter(Duration.class, Amounts::duration)
                .setExecutionExceptionHandler((problem, line, parsed) -> {
                    line.getErr().println("" + problem.getMessage());
                    return problem instanceof FileNotFoundException ? 2 : 1;
                });
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"weir-sim " + (version == null ? "(not packaged)" : version)};
        }
    }
}
