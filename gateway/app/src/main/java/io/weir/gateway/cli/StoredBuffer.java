package io.weir.gateway.cli;

import io.weir.buffer.Inspection;
import io.weir.buffer.LogConfig;
import io.weir.buffer.RecordLog;
import io.weir.buffer.WhenFull;
import io.weir.gateway.BufferKeys;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Map;

/** The buffer in a data directory, as commands look into it. */
final class StoredBuffer {
    /** Of the parameter that names it. */
    static final String WHERE = "gateway.data-dir of the configuration";

    private StoredBuffer() {}

    static Path in(Path dataDirectory) throws IOException {
        requireDirectory(dataDirectory);
        Path buffer = dataDirectory.resolve("buffer");
        requireDirectory(buffer);
        return buffer;
    }

    /** A directory that must not be entered is not one that is not there. */
    static void requireDirectory(Path directory) throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
        if (!Files.isExecutable(directory) || !Files.isReadable(directory)) {
            throw new AccessDeniedException(directory.toString());
        }
    }

    /** Changes nothing and needs no lock. */
    static Inspection inspect(Path dataDirectory) throws IOException {
        return RecordLog.inspect(in(dataDirectory), BufferKeys.fromEnvironment());
    }

    /** For the buffer of a stopped gateway; nothing leaves it by being opened like this. */
    static RecordLog open(Path dataDirectory) throws IOException {
        LogConfig config = LogConfig.defaults(Clock.systemUTC(), 1)
                .withMaxSize(Long.MAX_VALUE / 4, WhenFull.REJECT)
                .withKeys(BufferKeys.fromEnvironment())
                .withDiskReserve(0, 0);
        return RecordLog.open(in(dataDirectory), config);
    }

    static String name(int stream, Map<Integer, String> names) {
        return switch (stream) {
            case 0 -> "(inputs)";
            case 1 -> "(marks)";
            default -> names.getOrDefault(stream, "stream-" + stream);
        };
    }
}
