package io.weir.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What went wrong is said in words, with the file, also where the JDK says the file only. */
class ExitTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int exit(Exception e) {
        return Exit.of(e, new PrintWriter(err, true));
    }

    private int weir(String... arguments) {
        return Main.execute(new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), arguments);
    }

    @Test
    void aFileThatMayNotBeUsedIsNoBug() {
        assertThat(exit(new UncheckedIOException(new AccessDeniedException("data/buffer/state"))))
                .isEqualTo(3);

        assertThat(err.toString())
                .contains("error: data/buffer/state: the user " + System.getProperty("user.name") + " may not");
    }

    @Test
    void aReasonThatIsGivenIsKeptAndOneThatIsNotIsNamed() {
        assertThat(exit(new FileSystemException("lock", null, "Read-only file system")))
                .isEqualTo(3);
        assertThat(exit(new FileSystemException("lock"))).isEqualTo(3);
        assertThat(exit(new NoSuchFileException("c.yaml"))).isEqualTo(2);
        assertThat(exit(new IOException("No space left on device"))).isEqualTo(3);
        assertThat(exit(new IllegalStateException("oops"))).isEqualTo(1);

        assertThat(err.toString())
                .contains("error: lock: Read-only file system")
                .contains("error: lock: cannot be used: FileSystemException")
                .contains("error: there is no file c.yaml")
                .contains("error: No space left on device")
                .contains("bug in weir");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "verify", "cat"})
    void aFileInPlaceOfTheBufferIsNotCalledMissing(String command) throws Exception {
        Files.writeString(folder.resolve("buffer"), "x");

        assertThat(weir("buffer", command, folder.toString())).isEqualTo(3);

        assertThat(err.toString()).contains(folder.resolve("buffer") + ": is no directory");
    }

    @Test
    void aTimeThatIsNoneIsAnsweredByOneThatIs() {
        assertThat(weir("buffer", "cat", folder.toString(), "--from", "yesterday"))
                .isEqualTo(2);

        assertThat(err.toString())
                .contains("\"yesterday\" is no time like 2026-11-21T10:00:00Z")
                .doesNotContain("java.time");
    }
}
