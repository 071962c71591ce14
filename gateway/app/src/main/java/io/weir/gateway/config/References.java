package io.weir.gateway.config;

import io.weir.device.config.Binder;
import io.weir.device.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Resolves secrets: variables of the environment, and files beside the configuration file (or at an absolute path). Used by
 * one thread; the secrets it makes by any.
 */
final class References implements Binder.Secrets {

    private static final int MAX_BYTES = 1 << 20;

    private final Path folder;
    private final Map<String, String> environment;
    private final Map<String, Secret> made = new HashMap<>();

    References(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    @Override
    public Secret env(String name) {
        return remember("{env: " + name + "}", () -> {
            String value = environment.get(name);
            if (value == null) {
                throw new IOException("the environment variable of {env: " + name + "} is not set");
            }
            return value.getBytes(StandardCharsets.UTF_8);
        });
    }

    @Override
    public Secret file(String name) {
        return remember("{file: " + name + "}", () -> bytes(folder, name));
    }

    /** The secret of this reference, if one was asked for. */
    Optional<Secret> made(String reference) {
        return Optional.ofNullable(made.get(reference));
    }

    private Secret remember(String reference, Content content) {
        Secret secret = new Reference(reference, content);
        made.put(reference, secret);
        return secret;
    }

    /** What a file beside the configuration holds. */
    static byte[] bytes(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("the file of {file: " + name + "} holds more than 1 MiB: " + file);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IOException("the file of {file: " + name + "} is not there: " + file, e);
        }
    }

    @FunctionalInterface
    private interface Content {
        byte[] bytes() throws IOException;
    }

    private static final class Reference implements Secret {

        private final String reference;
        private final Content content;

        Reference(String reference, Content content) {
            this.reference = reference;
            this.content = content;
        }

        @Override
        public String reference() {
            return reference;
        }

        @Override
        public byte[] bytes() throws IOException {
            return content.bytes();
        }

        @Override
        public String text() throws IOException {
            byte[] bytes = bytes();
            int end = bytes.length;
            while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
                end--;
            }
            return new String(Arrays.copyOf(bytes, end), StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Secret that && reference.equals(that.reference());
        }

        @Override
        public int hashCode() {
            return reference.hashCode();
        }

        @Override
        public String toString() {
            return reference;
        }
    }
}
