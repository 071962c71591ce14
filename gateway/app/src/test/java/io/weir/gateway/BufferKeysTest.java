package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.buffer.Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BufferKeysTest {
    @TempDir
    private Path folder;

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void aKeyIsHexOrBase64AndTheFirstOneWrites() throws IOException {
        String hex = file("hex", "0a".repeat(32) + "\n");
        byte[] same = new byte[Keys.KEY_BYTES];
        java.util.Arrays.fill(same, (byte) 10);
        String base64 = file("base64", Base64.getEncoder().encodeToString(same));
        String other = file("other", "0b".repeat(32));

        String one = BufferKeys.ofFiles(hex).toString();
        assertThat(one).matches("Keys\\[[0-9a-f]{8} of 1]");
        assertThat(BufferKeys.ofFiles(base64)).hasToString(one);
        assertThat(BufferKeys.ofFiles(hex + java.io.File.pathSeparator + other))
                .hasToString(one.replace("of 1", "of 2"));
        assertThat(BufferKeys.ofFiles("")).isSameAs(Keys.NONE);
    }

    @Test
    void whatIsNoKeyIsRefusedWithoutBeingShown() throws IOException {
        String bad = file("bad", "correct horse battery staple");

        assertThatThrownBy(() -> BufferKeys.ofFiles(bad))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(bad)
                .hasMessageContaining("64 hex digits")
                .hasMessageNotContaining("horse");
    }
}
