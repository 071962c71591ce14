package io.weir.uplink;

import java.time.LocalDate;

/** Writes instants as {@code 2026-11-21T10:00:00.000Z}. Remembers the day it wrote last; one thread at a time. */
final class IsoTime {

    private static final long DAY_MILLIS = 86_400_000;

    private long day = Long.MIN_VALUE;
    private String dayText = "";

    String text(long epochMillis) {
        long thisDay = Math.floorDiv(epochMillis, DAY_MILLIS);
        if (thisDay != day) {
            dayText = LocalDate.ofEpochDay(thisDay).toString();
            day = thisDay;
        }
        int millis = (int) Math.floorMod(epochMillis, DAY_MILLIS);
        StringBuilder text = new StringBuilder(24).append(dayText).append('T');
        digits(text, millis / 3_600_000, 2).append(':');
        digits(text, millis / 60_000 % 60, 2).append(':');
        digits(text, millis / 1000 % 60, 2).append('.');
        return digits(text, millis % 1000, 3).append('Z').toString();
    }

    private static StringBuilder digits(StringBuilder text, int number, int width) {
        String plain = Integer.toString(number);
        return text.append("0".repeat(width - plain.length())).append(plain);
    }
}
