package io.weir.pipeline.sample;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Given;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Pipelines;
import io.weir.pipeline.Script;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ReservoirTest {

    private final Script script = new Script();

    @Test
    void choosesAsManyAsAskedForOfEveryPieceAndPassesThemByTime() {
        for (int i = 0; i < 100; i++) {
            script.at(i * 200L + (i % 2 == 0 ? 300 : 0), i);
        }

        List<String> passed = script.tick(1_000_000).through(step("reservoir", "k", 5, "every", "10s"));

        assertThat(passed).hasSize(10);
        assertThat(passed)
                .extracting(line -> Long.parseLong(line.split(":")[0]))
                .isSorted();
        assertThat(passed)
                .filteredOn(line -> Long.parseLong(line.split(":")[0]) < 10_000)
                .hasSize(5);
    }

    @Test
    void passesAllWhenThereAreNoMore() {
        script.at(-3, "text")
                .at(-5, true)
                .at(-4, 2)
                .at(-5, 3)
                .at(0, 4)
                .at(-1, 5)
                .tick(1_000_000);

        assertThat(script.through(step("reservoir", "k", 4, "every", "10s")))
                .containsExactly("-5:true", "-5:3.0", "-4:2.0", "-3:text", "0:4.0");
    }

    @Test
    void anotherSeedOrAnotherKeyChoosesOthers() {
        for (int i = 0; i < 50; i++) {
            script.of("a", "x").at(i, i).of("b", "x").at(i, i);
        }
        script.tick(1_000_000);
        Set<String> choices = new TreeSet<>();
        for (int seed = 0; seed < 3; seed++) {
            List<String> lines = script.fully(step("reservoir", "k", 10, "every", "10s", "seed", seed));
            for (String device : List.of("a", "b")) {
                choices.add(lines.stream()
                        .filter(line -> line.startsWith(device))
                        .map(line -> line.substring(1))
                        .toList()
                        .toString());
            }
        }

        assertThat(choices).hasSize(6);
    }

    @Test
    void aClockFiftyYearsAheadThatComesBackSilencesNothing() {
        script.at(1, 1, 1).at(1_600_000_000_000L, 2, 2).at(3, 3, 3).tick(1_000_000);

        assertThat(script.through(step("reservoir", "k", 1, "every", "10s")))
                .containsExactly("1:1.0", "1600000000000:2.0", "3:3.0");
    }

    @Test
    void aKeyThatIsForgottenLetsGoWhatItHolds() {
        script.of("a", "x").at(2, 2).at(1, 1).of("b", "x").at(3, 3);

        assertThat(script.through(step("reservoir", "k", 5, "every", "10s", "max-keys", 1)))
                .containsExactly("1:1.0", "2:2.0");
    }

    /**
     * 4,000 choices of 5 out of 20, each with its own seed. How often each of the 20 was chosen has, if all are equally
     * likely, a chi-square of 19 degrees of freedom (scaled, for choosing without putting back); 43.8 is exceeded once in a
     * thousand lists of seeds. The list is fixed, so it either holds or not.
     */
    @Test
    void everyReadingIsChosenEquallyOften() {
        int[] chosen = new int[20];
        for (int seed = 0; seed < 4_000; seed++) {
            PipelineSpec spec = Given.pipeline("p", step("reservoir", "k", 5, "every", "10s", "seed", seed));
            Pipelines pipelines = Pipelines.of(List.of(spec), (stream, item) -> {
                String text = item.toString();
                int from = text.indexOf("timeMillis=") + 11;
                chosen[Integer.parseInt(text.substring(from, text.indexOf(',', from)))]++;
            });
            for (int i = 0; i < 20; i++) {
                pipelines.onReading("field", "", Given.reading(i, i));
            }
            pipelines.onTick(1_000_000);
        }

        double expected = 4_000 * 5 / 20.0;
        double chiSquare = 0;
        for (int count : chosen) {
            chiSquare += (count - expected) * (count - expected) / expected;
        }
        double variance = 15.0 / 19;
        assertThat(chiSquare / variance).isBetween(5.0, 43.8);
    }

    @Test
    void lotsAreThoseOfThePublishedGenerator() {
        Lots lots = new Lots(1234567);

        assertThat(lots.next()).isEqualTo(6457827717110365317L);
        assertThat(lots.next()).isEqualTo(3203168211198807973L);
        assertThat(lots.next()).isEqualTo(Long.parseUnsignedLong("9817491932198370423"));
    }
}
