package io.weir.sim.fleet;

import java.util.List;

/** A fleet file with mistakes in it, all of them, each with its file, line and column. */
public final class BadFleetFileException extends Exception {
    private static final long serialVersionUID = 1;

    BadFleetFileException(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}
