package io.weir.uplink;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** How a body is made smaller. Any thread. */
public enum Compression {
    NONE,
    GZIP,
    ZSTD;

    /** Higher levels cost a Pi more than they save. */
    private static final int ZSTD_LEVEL = 3;

    public static Compression of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As the configuration and HTTP's {@code Content-Encoding} write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public byte[] compress(byte[] plain) {
        return switch (this) {
            case NONE -> plain;
            case GZIP -> gzip(plain);
            case ZSTD -> Zstd.compress(plain, ZSTD_LEVEL);
        };
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail", e);
        }
        return out.toByteArray();
    }
}
