package io.weir.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Spoils bytes of a text at seeded places: whatever it is then, it must be answered with problems or a configuration. */
final class Mutilation {

    private static final String NOISE = " \n\t:{}[]-&*!'\"#|>%@`,$?~x0\0\u00ff";

    private Mutilation() {}

    static void check(ConfigReader reader, String text, int times) {
        for (int seed = 0; seed < times; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(8); i >= 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) NOISE.charAt(random.nextInt(NOISE.length()));
            }
            String name = seed % 4 == 0 ? "w.json" : "w.yaml";

            ConfigReader.Result result = reader.read(name, bytes, Path.of("/nowhere"));

            assertThat(result.config().isPresent())
                    .as("seed %d", seed)
                    .isEqualTo(result.problems().isEmpty());
            assertThat(result.render()).as("seed %d", seed).isNotNull();
        }
    }
}
