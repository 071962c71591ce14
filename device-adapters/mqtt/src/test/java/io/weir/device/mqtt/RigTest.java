package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests with an adapter of their own: a rig for it, and everything that is closed after each test, newest first. */
abstract class RigTest {

    static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    final FakeIntake intake;
    Rig rig;
    private final List<AutoCloseable> open = new ArrayList<>();

    RigTest(FakeIntake intake) {
        this.intake = intake;
    }

    @BeforeEach
    void makeRig() {
        rig = new Rig(directory, intake);
        open.add(rig);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    final <T extends AutoCloseable> T track(T opened) {
        open.add(0, opened);
        return opened;
    }

    /** Waits until exactly this has arrived. */
    final void seen(String... arrivals) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(intake.seen()).containsExactly(arrivals));
    }
}
