package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Aggregate;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Record;
import io.weir.device.TimeQuality;
import io.weir.device.TimeQuality.Origin;
import io.weir.device.Value;
import io.weir.device.WindowResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLinesTest {

    private static final long TEN = 1_795_255_200_000L;

    private final JsonLines format = new JsonLines();

    private String line(Record item) {
        return new String(format.encode("gw-7/3/1042", "climate", item), StandardCharsets.UTF_8);
    }

    private static Reading reading(Value value, String unit, Quality quality) {
        return new Reading(new DeviceId("d042"), "temperature", TEN, value, unit, quality, TEN + 5);
    }

    @Test
    void aReadingIsWrittenExactlyAsTheContractSays() {
        assertThat(line(reading(new Value.Num(21.4), "Cel", Quality.GOOD)))
                .isEqualTo(
                        "{\"id\":\"gw-7/3/1042\",\"stream\":\"climate\",\"device\":\"d042\",\"metric\":\"temperature\","
                                + "\"t\":\"2026-11-21T10:00:00.000Z\",\"v\":21.4,\"u\":\"Cel\"}");
    }

    @Test
    void anUnknownUnitIsLeftOutAndADoubtfulQualitySaid() {
        assertThat(line(reading(new Value.Bool(true), "", Quality.UNCERTAIN)))
                .endsWith("\"v\":true,\"q\":\"uncertain\"}");
    }

    @Test
    void aTimeOfAClockThatWasNotTrustedSaysSo() {
        Reading reading = reading(new Value.Num(1), "", Quality.GOOD);
        for (Origin origin : Origin.values()) {
            String line = line(reading.at(TEN, TEN, new TimeQuality(origin, 2)));
            switch (origin) {
                case PROVISIONAL -> assertThat(line).endsWith("\"v\":1,\"time-quality\":\"provisional\"}");
                case RESTAMPED -> assertThat(line).endsWith("\"v\":1,\"time-quality\":\"restamped\"}");
                case DEVICE, GATEWAY, UNCHECKED -> assertThat(line).endsWith("\"v\":1}");
            }
        }
    }

    @Test
    void textIsEscaped() {
        assertThat(line(reading(new Value.Text("a\"b\\\n\u0001é😀"), "", Quality.GOOD)))
                .endsWith("\"v\":\"a\\\"b\\\\\\n\\u0001é😀\"}");
    }

    @Test
    void aWindowHasItsAggregatesByNameInTheOrderOfEmit() {
        WindowResult window = new WindowResult(
                "d042",
                "temperature",
                TEN,
                TEN + 2000,
                List.of(new Aggregate("count", 60), new Aggregate("mean", 21.3), new Aggregate("max", Double.NaN)),
                0,
                false);

        assertThat(line(window))
                .isEqualTo(
                        "{\"id\":\"gw-7/3/1042\",\"stream\":\"climate\",\"device\":\"d042\",\"metric\":\"temperature\","
                                + "\"from\":\"2026-11-21T10:00:00.000Z\",\"to\":\"2026-11-21T10:00:02.000Z\","
                                + "\"count\":60,\"mean\":21.3,\"max\":null}");
    }

    @Test
    void aWindowOverAllDevicesNamesNoneAndSaysThatItIsPartialAndUpdated() {
        WindowResult window = new WindowResult("", "", TEN, TEN + 1, List.of(new Aggregate("count", 1)), 2, true);

        assertThat(line(window))
                .endsWith("001Z\",\"count\":1,\"update\":2,\"partial\":true}")
                .doesNotContain("device");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "5, 5",
        "-17.25, -17.25",
        "0.1, 0.1",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "0.00012345, 0.00012345",
        "2e-3, 0.002",
        "1e15, 1000000000000000",
        "123456789012.5, 123456789012.5",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "-1.5e300, -1.5e+300",
        "5.684341886080802E-14, 5.684341886080802e-14",
        "1.7976931348623157E308, 1.7976931348623157e+308"
    })
    void numbersAreWrittenAsEcmaScriptWritesThem(double value, String text) {
        assertThat(JsonNumbers.text(value)).isEqualTo(text);
    }

    @Test
    void everyNumberReadsBackAsItselfAndIsNeverLongerThanJavas() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 200_000; i++) {
            double value = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : Math.round(random.nextDouble(-1e6, 1e6) * 100) / 100.0;
            if (Double.isFinite(value) && value != 0) {
                String text = JsonNumbers.text(value);
                assertThat(Double.parseDouble(text)).as(text).isEqualTo(value);
                assertThat(text).matches("-?(0|[1-9]\\d*)(\\.\\d*[1-9])?(e[+-]\\d+)?");
            }
        }
    }

    @Test
    void timesBeforeTheEpochAndFarAwayAreWritten() {
        IsoTime time = new IsoTime();

        assertThat(time.text(-1)).isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(time.text(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(time.text(Long.MAX_VALUE)).startsWith("+292278994-08-17T07:12:55.807Z");
    }
}
