package io.weir.device;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, zero or more. Written {@code 64MiB}, {@code 1.5GiB}, {@code 200kB}, {@code 512B}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,6})?)\\s?([A-Za-z]+)");
    private static final Map<String, Long> UNITS = Map.of(
            "B",
            1L,
            "kB",
            1_000L,
            "MB",
            1_000_000L,
            "GB",
            1_000_000_000L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30,
            "TiB",
            1L << 40);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is zero or more bytes, not " + bytes);
        }
    }

    public static ByteSize ofMebibytes(long mebibytes) {
        return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
    }

    public static ByteSize ofKibibytes(long kibibytes) {
        return new ByteSize(Math.multiplyExact(kibibytes, 1L << 10));
    }

    /** The size that the text writes down, or nothing when it writes none. */
    public static Optional<ByteSize> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || !UNITS.containsKey(form.group(2))) {
            return Optional.empty();
        }
        try {
            BigDecimal bytes = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(UNITS.get(form.group(2))));
            return Optional.of(new ByteSize(bytes.toBigInteger().longValueExact()));
        } catch (ArithmeticException tooLarge) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(ByteSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double shown = bytes;
        while (shown >= 1024 && unit < units.length - 1) {
            shown /= 1024;
            unit++;
        }
        String number =
                shown == Math.rint(shown) ? String.valueOf((long) shown) : String.format(Locale.ROOT, "%.1f", shown);
        return number + units[unit];
    }
}
