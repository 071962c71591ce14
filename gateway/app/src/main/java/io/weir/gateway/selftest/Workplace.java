package io.weir.gateway.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder of its own below the user's directory, in which alone the test writes; gone at the end, also when interrupted. */
final class Workplace implements AutoCloseable {

    private static final int TRIES = 1000;
    private static final String PREFIX = "weir-selftest-";

    private final Path folder;
    private final Runnable first;
    private final Thread hook;

    /** @param first is done first when the process is interrupted */
    private Workplace(Path folder, Runnable first) {
        this.folder = folder;
        this.first = first;
        this.hook = new Thread(this::interrupted, "selftest-cleanup");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    static Workplace in(Path directory, Runnable first) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
        return new Workplace(Files.createTempDirectory(directory, PREFIX), first);
    }

    Path folder() {
        return folder;
    }

    private void interrupted() {
        first.run();
        for (int again = 0; again < TRIES; again++) {
            try {
                delete(folder);
                return;
            } catch (IOException e) {
                Thread.onSpinWait(); // the thread that measures may just have made another file
            }
        }
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(hook);
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
