package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstWordsTest {

    private final FirstWords words = new FirstWords();
    private final InputStream in = words.behind(new ByteArrayInputStream(new byte[] {7}));

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nothingIsReadBeforeSomethingWasWritten(boolean inBlocks) throws Exception {
        AtomicInteger read = new AtomicInteger();
        Thread reader = new Thread(() -> read.set(first(inBlocks)));
        reader.start();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> reader.getState() == Thread.State.TIMED_WAITING || !reader.isAlive());
        assertThat(read).hasValue(0);

        words.noticing(OutputStream.nullOutputStream()).write(new byte[] {1});

        reader.join();
        assertThat(read).hasValue(7);
    }

    private int first(boolean inBlocks) {
        try {
            byte[] block = new byte[4];
            return inBlocks ? in.read(block) * block[0] : in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
