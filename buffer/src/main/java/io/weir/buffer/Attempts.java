package io.weir.buffer;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Things that are all to be done although one of them fails. One use, one thread. */
final class Attempts {
    @Nullable
    private IOException first;

    /** One of them. */
    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    void attempt(Attempt next) {
        try {
            next.run();
        } catch (IOException e) {
            if (first == null) {
                first = e;
            } else {
                first.addSuppressed(e);
            }
        }
    }

    /** The first failure is that of all. */
    void end() throws IOException {
        if (first != null) {
            throw first;
        }
    }
}
