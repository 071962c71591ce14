package io.weir.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Buffers that earlier versions have left. */
final class OldBuffer {
    /** How they are opened; the epoch is their own. */
    static final LogConfig CONFIG =
            LogConfig.defaults(Clock.systemUTC(), 8).withSegmentSize(20_000).withDiskReserve(0, 0);

    private OldBuffer() {}

    static void unpack(String format, Path directory) throws IOException {
        String name = "/" + format + "/buffer.zip";
        try (InputStream file = Objects.requireNonNull(OldBuffer.class.getResourceAsStream(name));
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path target = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(Objects.requireNonNull(target.getParent()));
                    Files.copy(zip, target);
                }
            }
        }
    }
}
