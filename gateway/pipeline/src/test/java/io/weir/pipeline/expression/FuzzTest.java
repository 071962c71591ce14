package io.weir.pipeline.expression;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Reading;
import io.weir.device.Value;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold of every expression, and of every text that is none. */
class FuzzTest {

    private static final int RIGHT = 50_000;
    private static final int MUTATED = 35_000;
    private static final int GARBAGE = 15_000;

    private static final List<String> PIECES = List.of(
            "value",
            "device",
            "quality",
            "1",
            "2.5",
            "5m",
            "\"x\"",
            "'",
            "\"",
            "(",
            ")",
            "[",
            "]",
            ",",
            ".",
            "size()",
            "?",
            ":",
            "+",
            "-",
            "*",
            "/",
            "%",
            "!",
            "==",
            "!=",
            "<",
            ">=",
            "&&",
            "||",
            " in ",
            "abs(",
            "max(",
            "true",
            " ",
            "\\",
            "=",
            "&",
            "and",
            "\n",
            "é",
            "\uD83D\uDE00",
            "\uD83D",
            "\u0000",
            "1e999",
            "0x",
            "glob(\"*\")");

    private static final List<Reading> READINGS = List.of(
            Asked.READING,
            Asked.reading(new Value.Bool(true)),
            Asked.reading(new Value.Text("open")),
            Asked.reading(new Value.Num(-Double.MAX_VALUE)));

    /** Whether it was an expression; what is asked of it then must be answered. */
    private static boolean survives(String text) {
        try {
            Formula formula = Formula.of(text, Vocabulary.READING);
            READINGS.forEach(formula::of);
            return true;
        } catch (MistakeException mistake) {
            assertThat(mistake.from()).isBetween(0, Math.min(text.length(), Parser.MAX_CHARACTERS));
            assertThat(mistake.render(text)).contains("^");
            return false;
        }
    }

    @Test
    void whatIsRightAnswersAsItsMakerSays() {
        int known = 0;
        for (int seed = 0; seed < RIGHT; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Dice dice = new Dice(random);
            int depth = random.nextInt(6);
            int kind = random.nextInt(3);
            Dice.Made made = kind == 0 ? dice.number(depth) : kind == 1 ? dice.bool(depth) : dice.text(depth);
            if (made.text().length() > Parser.MAX_CHARACTERS) {
                continue;
            }
            String answer = Asked.of(made.text());
            known += answer.equals("none") ? 0 : 1;
            String expected = made.answer()
                    .map(one -> one instanceof String text ? '"' + text + '"' : one.toString())
                    .orElse("none");
            if (!answer.equals(expected)) {
                assertThat(answer).as("seed %d: %s", seed, made.text()).isEqualTo(expected);
            }
        }
        assertThat(known).as("with an answer").isBetween(RIGHT / 2, RIGHT * 19 / 20);
    }

    @Test
    void whatIsNearlyRightIsUnderstoodOrRefused() {
        int understood = 0;
        for (int seed = 0; seed < MUTATED; seed++) {
            SplittableRandom random = new SplittableRandom(~seed);
            StringBuilder text =
                    new StringBuilder(new Dice(random).bool(random.nextInt(5)).text());
            for (int i = random.nextInt(3); i >= 0; i--) {
                int from = random.nextInt(text.length() + 1);
                int to = Math.min(text.length(), from + random.nextInt(4));
                text.replace(from, to, random.nextInt(3) == 0 ? "" : piece(random));
            }
            understood += survives(text.toString()) ? 1 : 0;
        }
        assertThat(understood).isBetween(MUTATED / 50, MUTATED * 9 / 10);
    }

    @Test
    void garbageIsUnderstoodOrRefused() {
        for (int seed = 0; seed < GARBAGE; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(1 << random.nextInt(1, 11)); i >= 0; i--) {
                text.append(random.nextInt(10) == 0 ? "" + (char) random.nextInt(0x3000) : piece(random));
            }
            survives(text.toString());
        }
    }

    private static String piece(SplittableRandom random) {
        return PIECES.get(random.nextInt(PIECES.size()));
    }
}
