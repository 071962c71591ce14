package io.weir.gateway.decode;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Event times as devices write them: ISO 8601 (without an offset it is UTC), or seconds, milliseconds or microseconds since
 * 1970, told apart by magnitude: below 10<sup>11</sup> seconds (until the year 5138), below 10<sup>14</sup> milliseconds,
 * below 10<sup>17</sup> microseconds. The years 1 to 9999.
 */
public final class EventTime {

    private static final double SECONDS_BELOW = 1e11;
    private static final double MILLIS_BELOW = 1e14;
    private static final double MICROS_BELOW = 1e17;

    private static final long FIRST_MILLIS = -62_135_596_800_000L;
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private static final int MAX_LENGTH = 40;

    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][ ]")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .appendPattern("[XXXXX][XXXX][X]")
            .parseDefaulting(ChronoField.OFFSET_SECONDS, 0)
            .toFormatter(Locale.ROOT);

    private EventTime() {}

    /** Epoch milliseconds, or nothing when it is no time. */
    static OptionalLong of(double number) {
        double magnitude = Math.abs(number);
        if (!(magnitude < MICROS_BELOW)) {
            return OptionalLong.empty();
        }
        double millis = magnitude < SECONDS_BELOW ? number * 1000 : magnitude < MILLIS_BELOW ? number : number / 1000;
        return ofMillis(millis);
    }

    /** These epoch milliseconds, rounded, or nothing when they are beyond the years 1 to 9999. */
    static OptionalLong ofMillis(double millis) {
        return Double.isNaN(millis) ? OptionalLong.empty() : within(Math.round(millis));
    }

    /** Epoch milliseconds, or nothing when it is no time. */
    public static OptionalLong of(String text) {
        String word = text.length() <= MAX_LENGTH ? text.strip() : "";
        if (word.isEmpty()) {
            return OptionalLong.empty();
        }
        return word.indexOf('-', 1) > 0 && word.indexOf(':') > 0 ? iso(word) : number(word);
    }

    private static OptionalLong iso(String word) {
        try {
            return within(OffsetDateTime.parse(word, ISO)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .toInstant()
                    .toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong number(String word) {
        try {
            return of(Double.parseDouble(word));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong within(long millis) {
        return millis >= FIRST_MILLIS && millis <= LAST_MILLIS ? OptionalLong.of(millis) : OptionalLong.empty();
    }
}
