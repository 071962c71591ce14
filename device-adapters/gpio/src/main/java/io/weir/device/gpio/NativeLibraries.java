package io.weir.device.gpio;

import com.pi4j.library.gpiod.internal.GpioD;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Puts Pi4J's native libraries where Pi4J finds them. By itself it unpacks them into the temporary folder, where each kill
 * leaves a copy behind, and does not load them on a board it does not know; named by {@code pi4j.library.path} they are
 * loaded anywhere. Any thread; what was unpacked stays and is used again.
 */
final class NativeLibraries {

    static final String PATH_PROPERTY = "pi4j.library.path";

    private static final List<String> FILES = List.of("libgpiod.so", "libpi4j-gpiod.so");

    private NativeLibraries() {}

    /** Unpacks the libraries into the folder and names it to Pi4J, unless the operator has named one. */
    static synchronized void prepare(Path folder) throws IOException {
        if (System.getProperty(PATH_PROPERTY, "").isBlank()) {
            unpackAll(System.getProperty("os.arch", ""), folder);
            System.setProperty(PATH_PROPERTY, folder.toAbsolutePath().toString());
        }
    }

    static void unpackAll(String machine, Path folder) throws IOException {
        Optional<String> build = build(machine);
        if (build.isEmpty()) {
            throw new IOException("real GPIO needs an ARM machine such as a Raspberry Pi, and this one is " + machine
                    + "; to run without pins, say gpio: simulated under gateway in the configuration");
        }
        for (String file : FILES) {
            unpack("/lib/" + build.get() + "/pi4j-gpiod/" + file, folder.resolve(file));
        }
    }

    /** The folder of Pi4J's jar that holds the libraries for a machine. */
    private static Optional<String> build(String machine) {
        return switch (machine) {
            case "aarch64", "arm64" -> Optional.of("aarch64");
            case "arm" -> Optional.of("armhf");
            default -> Optional.empty();
        };
    }

    /** Writes aside and renames, so that a power cut leaves no half of a library. */
    private static void unpack(String resource, Path target) throws IOException {
        byte[] library;
        try (InputStream in = GpioD.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("this build of the gateway lacks " + resource);
            }
            library = in.readAllBytes();
        }
        if (Files.isRegularFile(target) && Arrays.equals(Files.readAllBytes(target), library)) {
            return;
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Path aside = target.resolveSibling(target.getFileName() + ".new");
        Files.write(aside, library);
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
