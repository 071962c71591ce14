package io.weir.sim.cloud;

import io.weir.sim.text.Amounts;
import java.time.Duration;

/** How the network and the far side behave at the moment. */
public sealed interface Weather {
    /** Everything works. */
    record Fair() implements Weather {}

    /** The plug is pulled: connections are reset, new ones too. */
    record Cut() implements Weather {}

    /** Packets vanish: connections are taken and nothing is ever answered. */
    record Silent() implements Weather {}

    /** The far side answers that it cannot (503). */
    record Refusing() implements Weather {}

    /** What arrives is counted, but the connection breaks before the answer: the gateway must send it again. */
    record LosingAnswers() implements Weather {}

    /** Answers come late. */
    record Delayed(Duration by) implements Weather {}

    /** The line is slow. */
    record Throttled(int bytesPerSecond) implements Weather {
        public Throttled {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("bytesPerSecond (" + bytesPerSecond + ") must be at least 1");
            }
        }
    }

    /** Reads {@code fair}, {@code cut}, {@code silent}, {@code refuse}, {@code lose-answers}, {@code delay 500ms}, {@code throttle 10KiB}. */
    static Weather parse(String text) {
        String[] words = text.trim().split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        return switch (words[0]) {
            case "fair", "ok" -> new Fair();
            case "cut" -> new Cut();
            case "silent" -> new Silent();
            case "refuse" -> new Refusing();
            case "lose-answers" -> new LosingAnswers();
            case "delay" -> new Delayed(Amounts.duration(argument));
            case "throttle" -> new Throttled((int) Math.min(Integer.MAX_VALUE, Amounts.bytes(argument)));
            default ->
                throw new IllegalArgumentException("unknown weather \"" + text
                        + "\"; known are fair, cut, silent, refuse, lose-answers, delay DURATION, throttle SIZE");
        };
    }
}
