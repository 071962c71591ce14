package io.weir.pipeline.filter;

import static io.weir.pipeline.Given.reading;
import static io.weir.pipeline.Harness.measured;
import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import io.weir.pipeline.Given;
import io.weir.pipeline.Harness;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangeTest {

    private static List<String> values(Object... keysAndValues) {
        return Harness.run(
                        Given.pipeline("p", step("range", keysAndValues)),
                        measured(reading(0, -40.5)),
                        measured(reading(1, -40)),
                        measured(reading(2, 20)),
                        measured(reading(3, 125)),
                        measured(reading(4, 125.5)),
                        measured(reading("d", "m", 5, new Value.Text("20"), 5)),
                        measured(reading("d", "m", 6, new Value.Bool(true), 6)))
                .stream()
                .map(line -> line.replaceAll(".*value=\\w+\\[value=([^]]*)].*", "$1"))
                .toList();
    }

    @Test
    void numbersWithinBothBoundsPass() {
        assertThat(values("min", -40, "max", 125)).containsExactly("-40.0", "20.0", "125.0");
    }

    @Test
    void oneBoundIsEnough() {
        assertThat(values("min", 20)).containsExactly("20.0", "125.0", "125.5");
    }

    @Test
    void clampMovesToTheNearerBound() {
        assertThat(values("min", -40, "max", 125, "else", "clamp"))
                .containsExactly("-40.0", "-40.0", "20.0", "125.0", "125.0");
    }
}
