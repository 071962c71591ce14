package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an uplink begins that was not there before. */
class UplinkStartTest {

    private static final String ONE = """
            gateway: {id: gw-1, data-dir: DATA, dashboard: {listen: "127.0.0.1:0"}}
            adapters:
              b: {type: fake, port: 2}
            pipelines:
              raw: {from: b, steps: []}
            uplinks:
              first: {type: memory, label: first, streams: [raw], start: newest, batch: {max-wait: 0s}}
            """;
    private static final String FOUR = ONE + """

              all: {type: memory, label: all, streams: [raw], batch: {max-wait: 0s}}
              new: {type: memory, label: new, streams: [raw], start: newest, batch: {max-wait: 0s}}
              since: {type: memory, label: since, streams: [raw], start: "TIME", batch: {max-wait: 0s}}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeParts parts = new FakeParts();
    private final Clock now = Clock.systemUTC();
    private final Clock later = Clock.offset(now, Duration.ofHours(2));

    private Gateway start(String yaml, Clock clock) throws IOException {
        String time = now.instant().plus(Duration.ofHours(1)).toString();
        return Gateway.start(parts.config(yaml.replace("TIME", time), folder), parts.catalog(), folder, clock);
    }

    private void offer(double value, int deliveries) {
        int before = parts.delivered.size();
        parts.offer("b", value);
        await().atMost(Duration.ofMinutes(1)).until(() -> parts.delivered.size() == before + deliveries);
    }

    @Test
    void isOldestNewestOrATimeAndCountsOnlyForTheFirstStart() throws Exception {
        Gateway gateway = start(ONE, now);
        offer(1, 1);
        gateway.stop();
        Gateway between = start(ONE, later);
        offer(2, 1);
        between.stop();

        Gateway again = start(FOUR, later);
        await().atMost(Duration.ofMinutes(1)).until(() -> parts.delivered.size() == 2 + 3);
        offer(3, 4);
        again.stop();

        assertThat(parts.delivered)
                .containsExactlyInAnyOrder(
                        "first 1", "first 2", "all 1", "all 2", "since 2", "first 3", "all 3", "new 3", "since 3");
    }

    @Test
    void nothingElseIsAccepted() {
        assertThat(parts.read(ONE.replace("newest", "yesterday"), folder).render())
                .contains("uplinks.first.start")
                .contains("oldest, newest or a time like");
    }
}
