package io.weir.pipeline.transform;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.pipeline.Script;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RenameTest {

    private final Script script = new Script();

    @Test
    void listedNamesBecomeTheirNewOnes() {
        script.of("d1", "temp")
                .at(0, 1)
                .of("d2", "temp")
                .at(1, "x")
                .of("d1", "hum")
                .at(2, true);

        assertThat(script.fully(
                        step("rename", "metrics", Map.of("temp", "temperature"), "devices", Map.of("d1", "boiler"))))
                .containsExactly("boiler/temperature 0:1.0 GOOD", "d2/temperature 1:x GOOD", "boiler/hum 2:true GOOD");
    }

    @Test
    void templatesMakeTheOthersOfTheOldOnes() {
        script.of("d1", "temp").in("Cel").at(0, 1).of("d1", "hum").at(1, 2);

        assertThat(script.fully(step(
                        "rename",
                        "metrics",
                        Map.of("temp", "temperature"),
                        "metric",
                        "raw.{metric}.of.{device}",
                        "device",
                        "{device}/{metric}")))
                .containsExactly("d1/temp/temperature 0:1.0 Cel GOOD", "d1/hum/raw.hum.of.d1 1:2.0 Cel GOOD");
    }

    @Test
    void aNameThatWouldBeTooLongEndsTheReading() {
        script.of("d", "m".repeat(255))
                .at(0, 1)
                .of("e".repeat(255), "m")
                .at(1, 2)
                .of("d", "m")
                .at(2, 3);

        assertThat(script.through(step("rename", "metric", "x{metric}"))).containsExactly("1:2.0", "2:3.0");
        assertThat(script.through(step("rename", "device", "x{device}"))).containsExactly("0:1.0", "2:3.0");
    }

    @Test
    void aDeviceGetsNoControlCharacterByItsMetric() {
        script.of("d", "a\u0007b").at(0, 1).of("d", "ab").at(1, 2);

        assertThat(script.fully(step("rename", "device", "{metric}"))).containsExactly("ab/ab 1:2.0 GOOD");
    }
}
