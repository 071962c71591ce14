package io.weir.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of expressions that cannot be meant. */
class MistakeTest {

    private static MistakeException mistake(String expression) {
        return catchThrowableOfType(MistakeException.class, () -> Condition.of(expression));
    }

    @Test
    void aMisspeltNameIsShownWithItsPlaceAndWhatWasMeant() {
        assertThat(mistake("value > 5 &&\n  vlaue < 9").render("value > 5 &&\n  vlaue < 9"))
                .isEqualTo("""
                        line 2, column 3: there is no name `vlaue`
                          vlaue < 9
                          ^^^^^  did you mean `value`?""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "temprature > 5 ~ 0 ~ there is no name ~ \"temprature\"",
                "metric == temperature ~ 10 ~ there is no name ~ \"temperature\"",
                "absolute(value) > 1 ~ 0 ~ there is no function ~ ``",
                "sqr(value) > 1 ~ 0 ~ there is no function ~ sqrt",
                "device.startWith(\"x\") ~ 7 ~ there is no function ~ startsWith",
                "device.matches(\"x.*\") ~ 7 ~ there is no function ~ glob",
                "startsWith(device, \"x\") ~ 0 ~ is written behind a text ~ ``",
                "value.abs() > 1 ~ 6 ~ write abs(...) instead ~ ``",
                "abs > 1 ~ 0 ~ is a function: write abs(...) ~ ``",
                "value > \"5\" ~ 8 ~ expected a number, found text ~ ``",
                "metric > 5 ~ 0 ~ expected a number, found text ~ ``",
                "value ~ -1 ~ ~ ``",
                "value + 1 ~ 0 ~ expected true or false, found a number ~ ``",
                "1 + true > 0 ~ 4 ~ expected a number, found true or false ~ ``",
                "value + value ~ 0 ~ expected true or false, found a number ~ ``",
                "!5 ~ 1 ~ expected true or false, found a number ~ ``",
                "value > 1 && 5 ~ 13 ~ expected true or false, found a number ~ ``",
                "5 ? true : false ~ 0 ~ expected true or false ~ ``",
                "\"a\" + 1 == \"a1\" ~ 6 ~ expected text, found a number ~ ``",
                "metric == 5 ~ 0 ~ never equal: text and a number ~ ``",
                "metric in [\"a\", 5] ~ 16 ~ expected text, found a number ~ ``",
                "value in [] ~ 10 ~ empty list ~ ``",
                "value in 5 ~ 9 ~ expected `[` ~ ``",
                "max(1) > 0 ~ 0 ~ takes at least 2 values, not 1 ~ ``",
                "abs(1, 2) > 0 ~ 0 ~ takes 1 values, not 2 ~ ``",
                "round() > 0 ~ 0 ~ takes 1 or 2 values, not 0 ~ ``",
                "device.contains() ~ 0 ~ takes 1 value, not 0 ~ ``",
                "device.size(1) > 1 ~ 0 ~ takes 0 values, not 1 ~ ``",
                "device.glob(metric) ~ 12 ~ must be written as a text ~ ``",
                "quality == \"god\" ~ 11 ~ is one of [good, uncertain, bad] ~ \"good\"",
                "kind in [\"number\", \"boolean\"] ~ 19 ~ is one of ~ ``",
                "value = 5 ~ 6 ~ means nothing here ~ ==",
                "value > 1 & value < 5 ~ 10 ~ means nothing here ~ &&",
                "value > 1 and value < 5 ~ 10 ~ expected an operator ~ &&",
                "not value ~ 0 ~ expected a value ~ !",
                "1 < value < 5 ~ 10 ~ do not chain ~ ``",
                "value > 5x ~ 8 ~ is no number ~ ``",
                "value > 1e999 ~ 8 ~ too large ~ ``",
                "value > \"abc ~ 8 ~ no closing ~ ``",
                "metric == \"a\\qb\" ~ 12 ~ after a backslash ~ ``",
                "(value > 5 ~ 10 ~ expected `)`, found the end ~ ``",
                "value > ~ 7 ~ expected a value, found the end ~ ``",
                "value > 5) ~ 9 ~ expected an operator or the end ~ ``",
                "value.5 > 1 ~ 5 ~ expected an operator ~ ``",
                "value. > 1 ~ 7 ~ expected a function ~ ``",
                "value > 5 € ~ 10 ~ means nothing here ~ ``",
            })
    void everyMistakeHasItsPlaceAndItsWords(String expression, int from, String words, String suggestion) {
        MistakeException mistake = mistake(expression);

        if (from < 0) {
            assertThat(mistake).isNull();
            return;
        }
        assertThat(mistake).hasMessageContaining(words);
        assertThat(mistake.from()).as("place of: %s", mistake.getMessage()).isEqualTo(from);
        assertThat(mistake.suggestion()).isEqualTo(suggestion);
    }

    @Test
    void sizeIsLimitedBeforeAnythingElseIsLookedAt() {
        assertThat(mistake("(".repeat(100_000))).hasMessageContaining("at most 2000 characters, this one 100000");
        assertThat(mistake("(".repeat(2_000))).hasMessageContaining("nested deeper than 100 levels");
        assertThat(mistake("!".repeat(2_000))).hasMessageContaining("nested deeper than 100 levels");
        assertThat(mistake("-".repeat(1_999) + "1")).hasMessageContaining("nested deeper than 100 levels");
        assertThat(mistake("1?".repeat(1_000))).hasMessageContaining("nested deeper");
        assertThat(mistake("true?1:".repeat(285))).hasMessageContaining("nested deeper");
        assertThat(mistake("1+".repeat(990) + "1 > 0")).hasMessageContaining("at most 1000 parts");
    }

    @Test
    void whatIsWithinTheLimitsIsTaken() throws MistakeException {
        String deep = "(".repeat(99) + "1" + ")".repeat(99) + " > 0";
        String wide = "1" + "+1".repeat(498) + " > 0";
        String among = "value in [" + "1,".repeat(900) + "1]";

        assertThat(Condition.of(deep).holds(Asked.READING)).isTrue();
        assertThat(Condition.of(wide).holds(Asked.READING)).isTrue();
        assertThat(Condition.of(among).holds(Asked.READING)).isFalse();
        assertThat(mistake("(" + deep.replace(" > 0", ")"))).hasMessageContaining("nested deeper");
    }

    @Test
    void listsInListsAreReadOnceEach() throws MistakeException {
        String nested = "(".repeat(90) + "true" + " in [true, false])".repeat(90);

        assertThat(Condition.of(nested).holds(Asked.READING)).isTrue();
    }
}
