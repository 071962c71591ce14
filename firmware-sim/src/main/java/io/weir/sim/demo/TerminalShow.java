package io.weir.sim.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Live numbers redrawn in place, and single keys without Enter. Puts the terminal back as it was, also after Ctrl-C. */
final class TerminalShow implements Show {
    private static final Logger log = LoggerFactory.getLogger(TerminalShow.class);
    private static final int EVENTS = 6;
    private static final String HOME_AND_CLEAR = "\u001b[H\u001b[J";
    private final PrintStream out;
    private final Deque<String> events = new ArrayDeque<>();
    private final Thread restorer = new Thread(TerminalShow::restoreTerminal);

    TerminalShow(PrintStream out) {
        this.out = out;
        Runtime.getRuntime().addShutdownHook(restorer);
        stty("-icanon -echo min 0 time 0");
        out.print("\u001b[2J");
    }

    private static void restoreTerminal() {
        stty("icanon echo");
    }

    /** True if a person can watch and press keys. Asked of the shell: Java tells it in no way that all versions share. */
    static boolean isPossible() {
        return succeeds("sh", "-c", "test -t 0 && test -t 1");
    }

    /** Without stty, keys need an Enter after them. */
    private static void stty(String arguments) {
        if (!succeeds("sh", "-c", "stty " + arguments)) {
            log.debug("No stty here");
        }
    }

    private static boolean succeeds(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor(5, TimeUnit.SECONDS)) {
                return process.exitValue() == 0;
            }
            process.destroyForcibly();
        } catch (IOException e) {
            log.debug("No shell here: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    @Override
    public void event(String what) {
        events.add(what);
        if (events.size() > EVENTS) {
            events.remove();
        }
    }

    @Override
    public void numbers(Numbers n) {
        StringBuilder screen = new StringBuilder(HOME_AND_CLEAR);
        screen.append(" Weir demo      page ")
                .append(n.page())
                .append("      cloud: ")
                .append(n.weather())
                .append("\n\n");
        row(screen, "devices", n.devices());
        row(screen, "messages sent", n.sent());
        row(screen, "  acknowledged", n.accepted());
        row(screen, "  sent again", n.resent());
        row(screen, "records at the cloud", n.arrived());
        row(screen, "  of them windows", n.windows());
        row(screen, "  repeats, dropped by id", n.repeats());
        row(screen, "plug pulled", n.cuts());
        row(screen, "gateway killed", n.kills());
        screen.append('\n');
        events.forEach(event -> screen.append("   ").append(event).append('\n'));
        screen.append("\n [p] pull or mend the network plug   [k] kill -9 the gateway   [q] quit and judge\n");
        out.print(screen);
        out.flush();
    }

    private static void row(StringBuilder screen, String name, long value) {
        screen.append("   %-26s %,12d%n".formatted(name, value));
    }

    @Override
    public char key() {
        try {
            return System.in.available() > 0 ? (char) System.in.read() : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    @Override
    public void end() {
        restoreTerminal();
        Runtime.getRuntime().removeShutdownHook(restorer);
    }
}
