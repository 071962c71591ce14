package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.buffer.Inspection;
import io.weir.buffer.RecordLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An uplink that is taken out of the file while the gateway is stopped. */
class RemovedUplinkTest {

    private static final String BOTH = """
            gateway: {id: gw-1, data-dir: DATA, dashboard: {listen: "127.0.0.1:0"}}
            adapters:
              b: {type: fake, port: 2}
            pipelines:
              raw: {from: b, steps: []}
            uplinks:
              up: {type: memory, label: x, streams: [raw], batch: {max-wait: 0s}}
              old: {type: memory, label: y, streams: [raw], batch: {max-wait: 0s}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeParts parts = new FakeParts();

    private Gateway start(String yaml) throws IOException {
        return Gateway.start(parts.config(yaml, folder), parts.catalog(), folder, Clock.systemUTC());
    }

    private List<String> cursors() throws IOException {
        return RecordLog.inspect(folder.resolve("buffer")).cursors().stream()
                .map(Inspection.CursorView::name)
                .sorted()
                .toList();
    }

    @Test
    void freesItsHoldAtTheNextStartAndTheOthersStayWhereTheyWere() throws IOException {
        Gateway gateway = start(BOTH);
        parts.offer("b", 1);
        await().atMost(Duration.ofMinutes(1)).until(() -> parts.delivered.size() == 2);
        gateway.forgetAbsentUplinks();
        gateway.stop();
        assertThat(cursors()).containsExactly("old", "up");

        Gateway again = start(BOTH.substring(0, BOTH.indexOf("  old:")));
        again.forgetAbsentUplinks();
        parts.offer("b", 2);
        await().atMost(Duration.ofMinutes(1)).until(() -> parts.delivered.size() == 3);
        again.stop();

        assertThat(cursors()).containsExactly("up");
        assertThat(parts.delivered).containsOnlyOnce("x 1", "y 1", "x 2");
    }
}
