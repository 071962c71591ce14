package io.weir.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {
    @Test
    void shipsTheWholeSeriesOfTheMachineWithItsLicence() {
        SignalSpec.Recorded series = (SignalSpec.Recorded) Recordings.machineTemperature();

        assertThat(series.values()).hasSize(22_695).startsWith(73.96732207);
        assertThat(Recordings.class.getResource("/io/weir/sim/recorded/LICENSE-NAB.txt"))
                .isNotNull();
    }

    @Test
    void replaysFromAPlaceThatTheSeedChooses() {
        SignalSpec series = Recordings.machineTemperature();

        double first = series.begin(new SplittableRandom(5)).next();

        assertThat(series.begin(new SplittableRandom(5)).next()).isEqualTo(first);
        assertThat(series.begin(new SplittableRandom(6)).next()).isNotEqualTo(first);
    }

    @Test
    void namesTheLineOfARowWithoutANumber(@TempDir Path folder) throws Exception {
        Path csv = Files.writeString(folder.resolve("bad.csv"), "t,v\n1,2\n2,two\n");

        assertThatThrownBy(() -> Recordings.file(csv))
                .hasMessageContaining("bad.csv:3: the last column is no number: two");
    }
}
