package io.weir.gateway.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** The program's commands, for tests of other rooms. */
public final class Commands {

    private Commands() {}

    /** What the command printed. */
    public static String run(String... arguments) {
        StringWriter out = new StringWriter();
        Main.execute(new PrintWriter(out, true), new PrintWriter(out, true), arguments);
        return out.toString();
    }
}
