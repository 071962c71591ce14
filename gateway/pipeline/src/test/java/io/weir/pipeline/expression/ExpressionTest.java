package io.weir.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions mean. The reading they are asked about is in {@link Asked}. */
class ExpressionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1 + 2 * 3; 7.0",
                "(1 + 2) * 3; 9.0",
                "10 - 4 - 3; 3.0",
                "2 * 7 % 4; 2.0",
                "-7 % 4; -3.0",
                "-2 * -3; 6.0",
                "1 + 2 < 4 && !(3 > 5); true",
                "true || false && false; true",
                "(true || false) && false; false",
                "!false == true; true",
                "1 < 2 ? 10 : 20; 10.0",
                "false ? 1 : true ? 2 : 3; 2.0",
                "1 == 1.0; true",
                "value > 20; true",
                "value > 20.0; true",
                "2 > 1.5; true",
                "1e3; 1000.0",
                ".5; 0.5",
                "1.5e-1; 0.15",
            })
    void precedenceAndNumbersAreAsInMostLanguages(String expression, String answer) {
        assertThat(Asked.of(expression)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "value; 21.5",
                "device; \"boiler-3\"",
                "metric == \"temperature\" || metric == \"humidity\"; true",
                "metric == 'humidity'; false",
                "unit; \"Cel\"",
                "quality; \"uncertain\"",
                "quality != \"bad\"; true",
                "kind; \"number\"",
                "time; 1000000.0",
                "arrival; 1002500.0",
                "age; 2.5",
                "age > 2s && age < 1m; true",
                "250ms; 0.25",
                "2h == 120m; true",
                "1d; 86400.0",
                "device.startsWith(\"boiler\"); true",
                "device.endsWith(\"4\"); false",
                "device.contains(\"ler-\"); true",
                "device.contains(metric); false",
                "device.glob(\"b*er-*\"); true",
                "device.glob(\"boiler\"); false",
                "device.size(); 8.0",
                "metric in [\"temperature\", \"humidity\"]; true",
                "value in [1, 2, 21.5]; true",
                "value in [1, 2]; false",
                "device + \"/\" + metric; \"boiler-3/temperature\"",
                "(\"a\" + \"b\").size(); 2.0",
                "\"a\\\"b\\\\\".size(); 4.0",
            })
    void aReadingIsKnownByItsNames(String expression, String answer) {
        assertThat(Asked.of(expression)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "abs(-3); 3.0",
                "min(3, 1, 2); 1.0",
                "max(3, 1, 2); 3.0",
                "round(2.5); 3.0",
                "round(-2.5); -3.0",
                "round(0.49999999999999994); 0.0",
                "round(21.44, 1); 21.4",
                "round(21.45678, 3); 21.457",
                "round(1e300, 3); 1.0E300",
                "floor(-1.5); -2.0",
                "ceil(1.2); 2.0",
                "clamp(5, 0, 3); 3.0",
                "clamp(-5, 0, 3); 0.0",
                "clamp(1, 0, 3); 1.0",
                "sqrt(9); 3.0",
                "pow(2, 10); 1024.0",
                "log(exp(1)); 1.0",
                "log10(1000); 3.0",
                "value * 1.8 + 32; 70.7",
            })
    void functionsOfNumbers(String expression, String answer) {
        assertThat(Asked.of(expression)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "1 / 0; none",
                "0 / 0; none",
                "1 % 0; none",
                "1 / (1 / 0); none",
                "1e308 * 10; none",
                "sqrt(-1); none",
                "log(0); none",
                "pow(1 / 0, 0); none",
                "round(1, 16); none",
                "round(1, 0.5); none",
                "clamp(1, 3, 0); none",
                "min(1, 1 / 0); none",
                "1 / 0 > 5; none",
                "!(1 / 0 > 5); none",
                "1 / 0 == 1 / 0; none",
                "1 / 0 != 1; none",
                "1 / 0 in [1]; none",
                "1 in [1 / 0, 1]; true",
                "1 in [1 / 0, 2]; none",
                "1 / 0 > 5 ? 1 : 2; none",
            })
    void whatIsNoFiniteNumberIsNoAnswerAndThatGoesOn(String expression, String answer) {
        assertThat(Asked.of(expression)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1 / 0 > 5 || true; true",
                "true || 1 / 0 > 5; true",
                "1 / 0 > 5 || false; none",
                "false || 1 / 0 > 5; none",
                "1 / 0 > 5 && false; false",
                "false && 1 / 0 > 5; false",
                "1 / 0 > 5 && true; none",
                "true && 1 / 0 > 5; none",
            })
    void eitherSideOfAnOrAndAnAndDecidesAloneInAnyOrder(String expression, String answer) {
        assertThat(Asked.of(expression)).isEqualTo(answer);
    }

    @Test
    void aValueIsOfTheKindThatIsWantedOrThereIsNoAnswer() {
        var open = Asked.reading(new Value.Text("open"));
        var on = Asked.reading(new Value.Bool(true));

        assertThat(Asked.of("value == \"open\"", open)).isEqualTo("true");
        assertThat(Asked.of("value == \"open\"", on)).isEqualTo("none");
        assertThat(Asked.of("value != \"open\"", on)).isEqualTo("none");
        assertThat(Asked.of("value > 5", open)).isEqualTo("none");
        assertThat(Asked.of("!value", on)).isEqualTo("false");
        assertThat(Asked.of("value ? 1 : 0", on)).isEqualTo("1.0");
        assertThat(Asked.of("value == true", on)).isEqualTo("true");
        assertThat(Asked.of("value in [\"open\", \"shut\"]", open)).isEqualTo("true");
        assertThat(Asked.of("value in [\"open\", \"shut\"]", on)).isEqualTo("none");
        assertThat(Asked.of("value + \"!\"", open)).isEqualTo("\"open!\"");
        assertThat(Asked.of("value + value == \"openopen\"", open)).isEqualTo("true");
        assertThat(Asked.of("value + value")).isEqualTo("43.0");
        assertThat(Asked.of("value.size()", open)).isEqualTo("4.0");
        assertThat(Asked.of("value.size()", on)).isEqualTo("none");
        assertThat(Asked.of("value", open)).isEqualTo("none");
        assertThat(Asked.of("kind == \"text\" || value > 5", open)).isEqualTo("true");
        assertThat(Asked.of("value > 5 || kind == \"text\"", open)).isEqualTo("true");
        assertThat(Asked.of("kind == \"bool\" ? (value ? 1 : 0) : value", on)).isEqualTo("1.0");
        assertThat(Asked.of("kind == \"bool\" ? (value ? 1 : 0) : value")).isEqualTo("21.5");
    }

    @Test
    void aTextThatIsMissingIsMissingOnlyWhereItStands() {
        var on = Asked.reading(new Value.Bool(true));

        assertThat(Asked.of("value + (metric == \"x\" ? \"a\" : \"b\")", on)).isEqualTo("none");
        assertThat(Asked.of("(value == \"x\" || true) ? metric : unit", on)).isEqualTo("\"temperature\"");
        assertThat(Asked.of("metric == (value.size() > 0 ? \"a\" : \"b\")", on)).isEqualTo("none");
        assertThat(Asked.of("metric in [value, \"temperature\"]", on)).isEqualTo("true");
        assertThat(Asked.of("metric in [value, \"humidity\"]", on)).isEqualTo("none");
    }

    @Test
    void textsDoNotGrowWithoutBound() {
        var large = Asked.reading(new Value.Text("x".repeat(40_000)));

        assertThat(Asked.of("(value + value + \"\").size()", large)).isEqualTo("none");
        assertThat(Asked.of("(value + \"\").size()", large)).isEqualTo("40000.0");
    }

    @Test
    void aConditionHoldsOnlyWhenItIsTrue() throws MistakeException {
        assertThat(Condition.of("value > 20").holds(Asked.READING)).isTrue();
        assertThat(Condition.of("value > 22").holds(Asked.READING)).isFalse();
        assertThat(Condition.of("1 / 0 > 1").holds(Asked.READING)).isFalse();
    }

    @Test
    void whitespaceAndLineBreaksDoNotMatter() {
        assertThat(Asked.of(" value\n >\t20 \r\n&& true ")).isEqualTo("true");
    }
}
