package io.weir.sim.demo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the gateway's jar from the place of this program, from any working directory. */
final class GatewayJar {
    private GatewayJar() {}

    /** The jar that was named on the command line, or else the one that is found. */
    static Path orFind(@Nullable Path named) throws IOException {
        if (named != null && !Files.isRegularFile(named)) {
            throw new FileNotFoundException("no gateway at " + named);
        }
        return named == null ? find() : named;
    }

    static Path find() throws IOException {
        try {
            Path here = Path.of(GatewayJar.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return find(here);
        } catch (URISyntaxException e) {
            throw new IOException("this program does not know its own place", e);
        }
    }

    /** From the jar of the simulator, or the folder of its classes beside which that jar lies. */
    static Path find(Path here) throws IOException {
        Path folder = here.toAbsolutePath().normalize().resolveSibling("");
        List<Path> places = List.of(
                folder.resolve("weir.jar"),
                folder.resolve("../../gateway/app/target/weir.jar").normalize());
        return places.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new FileNotFoundException("no weir.jar at " + places.get(0) + " nor at "
                        + places.get(1) + "; build it with mvn -DskipTests package, or name it with --gateway JAR"));
    }
}
