package io.weir.gateway;

import io.weir.buffer.Keys;
import io.weir.device.config.Secret;
import io.weir.gateway.config.GatewayConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Keys of an encrypted buffer, as a configuration or a command's environment names them: 64 hex digits or base64 of 32 bytes. */
public final class BufferKeys {
    /** For commands, which have no configuration: files with one key each, as paths are listed on this system. */
    public static final String FILES = "WEIR_BUFFER_KEY_FILES";

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern BASE64 = Pattern.compile("[0-9a-zA-Z+/]{43}=?");
    private static final int LONGEST_FILE = 1024;

    private BufferKeys() {}

    /** @throws IOException if a secret is not there or is no key; the message names the reference and never the content */
    static Keys of(Optional<GatewayConfig.Encryption> encryption) throws IOException {
        if (encryption.isEmpty()) {
            return Keys.NONE;
        }
        List<byte[]> older = new ArrayList<>();
        for (Secret old : encryption.get().oldKeys()) {
            older.add(key(old.text(), old.reference()));
        }
        Secret writing = encryption.get().key();
        return Keys.of(key(writing.text(), writing.reference()), older);
    }

    /** Those of the files that {@link #FILES} names; none if it is not set. */
    public static Keys fromEnvironment() throws IOException {
        return ofFiles(System.getenv().getOrDefault(FILES, ""));
    }

    static Keys ofFiles(String list) throws IOException {
        List<byte[]> keys = new ArrayList<>();
        for (String file : list.split(Pattern.quote(java.io.File.pathSeparator), -1)) {
            if (!file.isBlank()) {
                Path path = Path.of(file);
                keys.add(key(Files.size(path) > LONGEST_FILE ? "" : Files.readString(path), file));
            }
        }
        return keys.isEmpty() ? Keys.NONE : Keys.of(keys.get(0), keys.subList(1, keys.size()));
    }

    private static byte[] key(String text, String from) throws IOException {
        String key = text.strip();
        if (HEX.matcher(key).matches()) {
            return HexFormat.of().parseHex(key);
        }
        if (BASE64.matcher(key).matches()) {
            return Base64.getDecoder().decode(key);
        }
        throw new IOException(from + " holds no key of the buffer: expected 64 hex digits or base64 of "
                + Keys.KEY_BYTES + " bytes, as `openssl rand -hex 32` makes one");
    }
}
