package io.weir.pipeline.transform;

import static io.weir.pipeline.Harness.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.weir.pipeline.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertTest {

    private final Script script = new Script();

    @Test
    void numbersPassInTheOtherUnitAndOthersAreDropped() {
        script.in("[degF]")
                .at(0, 212)
                .in("Cel")
                .at(1, 20)
                .in("K")
                .at(2, 273.15)
                .in("%RH")
                .at(3, 40)
                .in("")
                .at(4, 5);
        script.in("foo").at(5, 6).in("Cel").at(6, true).at(7, "20");

        assertThat(script.fully(step("convert", "to", "Cel")))
                .containsExactly(
                        "d/temperature 0:100.0 Cel GOOD",
                        "d/temperature 1:20.0 Cel GOOD",
                        "d/temperature 2:0.0 Cel GOOD");
    }

    @Test
    void othersCanPassAsTheyAre() {
        script.in("mbar")
                .at(0, 1_013)
                .in("%RH")
                .at(1, 40)
                .in("")
                .at(2, 5)
                .in("Pa")
                .at(3, "x");

        assertThat(script.fully(step("convert", "to", "hPa", "else", "pass")))
                .containsExactly(
                        "d/temperature 0:1013.0 hPa GOOD",
                        "d/temperature 1:40.0 %RH GOOD",
                        "d/temperature 2:5.0 GOOD",
                        "d/temperature 3:x Pa GOOD");
    }

    @Test
    void aReadingWithoutAUnitCanBeTakenToHaveOne() {
        script.at(0, 32).in("K").at(1, 274.15);

        assertThat(script.through(step("convert", "to", "Cel", "assume", "[degF]")))
                .containsExactly("0:0.0", "1:1.0");
    }

    @Test
    void whatIsNotFiniteDoesNotPass() {
        script.in("km").at(0, Double.MAX_VALUE).at(1, 1);

        assertThat(script.through(step("convert", "to", "mm"))).containsExactly("1:1000000.0");
    }

    @ParameterizedTest
    @CsvSource({
        "1, km, m, 1000",
        "1, bar, kPa, 100",
        "1, [psi], Pa, 6894.757293168",
        "1, mm[Hg], Pa, 133.322",
        "100, km/h, m/s, 27.7777777777778",
        "60, l/min, l/s, 1",
        "1, m3/h, l/h, 1000",
        "1, kWh, MJ, 3.6",
        "50, Hz, 1/min, 3000",
        "180, deg, rad, 3.14159265358979",
        "12.5, %, /, 0.125",
        "1, MiB, kB, 1048.576",
        "1, [gal_us], L, 3.785411784",
        "-40, [degF], Cel, -40",
        "37, Cel, [degF], 98.6",
        "1, Ah, C, 3600",
        "1413, uS/cm, mS/cm, 1.413"
    })
    void factorsAreThoseOfTheDefinitions(double value, String from, String to, double expected) {
        double converted =
                Units.of(from).orElseThrow().convert(value, Units.of(to).orElseThrow());

        assertThat(converted).isCloseTo(expected, within(Math.abs(expected) * 1e-12 + 1e-12));
    }

    @Test
    void whatPeopleWriteForAUnitIsGuessed() {
        assertThat(Units.guess("°C")).isEqualTo("Cel");
        assertThat(Units.guess("F")).isEqualTo("[degF]");
        assertThat(Units.guess("kwh")).isEqualTo("kWh");
        assertThat(Units.guess("furlongs per fortnight")).isEmpty();
    }
}
