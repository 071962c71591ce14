package io.weir.sim.demo;

import io.weir.sim.proof.Verdict;
import java.io.IOException;
import java.nio.file.Path;

/** The last lines of a command that judges. */
final class Reports {
    private Reports() {}

    /** Prints what is wrong and the one line; returns the exit status. The folder stays if something is wrong. */
    static int conclude(Verdict verdict, String circumstances, Path folder) throws IOException {
        verdict.troubles().forEach(System.out::println);
        if (!verdict.holds()) {
            System.out.println("configuration, data and log of the gateway are kept in " + folder);
        }
        System.out.println(verdict.line() + "; " + circumstances);
        if (verdict.holds()) {
            Folders.delete(folder);
            return 0;
        }
        return 1;
    }
}
