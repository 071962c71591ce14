package io.weir.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibrariesTest {

    @TempDir
    private Path folder;

    private List<String> files(Path inside) throws IOException {
        try (Stream<Path> files = Files.list(inside)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void bothArmBuildsAreInTheJarAndDiffer() throws IOException {
        NativeLibraries.unpackAll("aarch64", folder.resolve("64"));
        NativeLibraries.unpackAll("arm", folder.resolve("32"));

        assertThat(files(folder.resolve("64"))).containsExactly("libgpiod.so", "libpi4j-gpiod.so");
        assertThat(files(folder.resolve("32"))).containsExactly("libgpiod.so", "libpi4j-gpiod.so");
        assertThat(folder.resolve("32/libgpiod.so")).isRegularFile();
        assertThat(Files.mismatch(folder.resolve("32/libgpiod.so"), folder.resolve("64/libgpiod.so")))
                .isNotNegative();
    }

    @Test
    void aDamagedLibraryIsReplaced() throws IOException {
        NativeLibraries.unpackAll("aarch64", folder);
        byte[] whole = Files.readAllBytes(folder.resolve("libgpiod.so"));
        Files.write(folder.resolve("libgpiod.so"), new byte[] {1, 2, 3});

        NativeLibraries.unpackAll("aarch64", folder);

        assertThat(folder.resolve("libgpiod.so")).hasBinaryContent(whole);
    }

    @Test
    void aMachineWithoutABuildIsToldHowToRunWithoutPins() {
        assertThatThrownBy(() -> NativeLibraries.unpackAll("amd64", folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("amd64")
                .hasMessageContaining("gpio: simulated");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theHiddenMembersOfPi4jAreStillThere() {
        Pi4jChips.Hidden hidden = Pi4jChips.Hidden.reach();

        assertThat(hidden.chipOpen().getReturnType().getSimpleName()).isEqualTo("GpioChip");
        assertThat(hidden.contextChip().getType().getSimpleName()).isEqualTo("GpioChip");
    }
}
