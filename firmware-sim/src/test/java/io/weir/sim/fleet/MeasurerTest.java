package io.weir.sim.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.sim.fleet.Message.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MeasurerTest {
    private static final long START = 1_700_000_000_000L;
    private final MovableClock clock = new MovableClock();

    private static final class MovableClock extends Clock {
        private long millis = START;

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock stays in UTC");
        }
    }

    @Test
    void countsItsReadingsFromOneAndSpacesThemEvenly() {
        List<Message> messages = run(Faults.NONE, 7);

        assertThat(messages.size()).isBetween(599, 601);
        for (int i = 0; i < messages.size(); i++) {
            assertThat(messages.get(i).seq()).isEqualTo(i + 1);
            assertThat(messages.get(i).timeMillis() - messages.get(0).timeMillis())
                    .isEqualTo(100L * i);
        }
    }

    @Test
    void saysTheSameForTheSameSeed() {
        Faults faults = everything();

        List<Message> once = run(faults, 7);
        clock.millis = START;

        assertThat(run(faults, 7)).isEqualTo(once);
        clock.millis = START;
        assertThat(run(faults, 8)).isNotEqualTo(once);
    }

    @Test
    void givesEveryReadingAnEventTimeOfItsOwnWhateverIsWrong() {
        Set<Long> times = new HashSet<>();

        for (Message message : run(everything(), 3)) {
            if (message.kind() == Kind.READING) {
                assertThat(times.add(message.timeMillis())).isTrue();
            }
        }
    }

    @Test
    void suffersWhatItIsToldToSuffer() {
        List<Message> messages = run(everything(), 3);

        assertThat(messages).anyMatch(message -> message.kind() == Kind.AGAIN);
        assertThat(messages).anyMatch(message -> message.kind() == Kind.GARBAGE);
        assertThat(disorder(messages)).isPositive();
        assertThat(messages.size()).isLessThan(550);
        assertThat(messages.get(0).timeMillis())
                .isGreaterThan(START + Duration.ofMinutes(9).toMillis());
    }

    @Test
    void repeatsAReadingRightAfterItself() {
        List<Message> messages = run(Faults.NONE.withDuplicates(0.2), 5);

        for (int i = 1; i < messages.size(); i++) {
            if (messages.get(i).kind() == Kind.AGAIN) {
                Message before = messages.get(i - 1);
                assertThat(messages.get(i))
                        .isEqualTo(new Message(before.seq(), before.timeMillis(), before.value(), Kind.AGAIN));
            }
        }
    }

    @Test
    void closesPastItsNewestReading() {
        Measurer measurer = measurer(Faults.NONE.withDisorder(0.5, Duration.ofSeconds(9)), 1);
        clock.millis += 10_000;
        long newest =
                measurer.due().stream().mapToLong(Message::timeMillis).max().orElseThrow();

        Message closing = measurer.closing(Duration.ofSeconds(4));

        assertThat(closing.timeMillis()).isEqualTo(newest + 4_000);
        assertThat(closing.kind()).isEqualTo(Kind.CLOSING);
    }

    private static Faults everything() {
        return Faults.NONE
                .withDropOuts(0.02, Duration.ofSeconds(2))
                .withDuplicates(0.1)
                .withDisorder(0.3, Duration.ofSeconds(2))
                .withGarbage(0.1)
                .withSkew(Duration.ofMinutes(10));
    }

    private static long disorder(List<Message> messages) {
        long newest = Long.MIN_VALUE;
        long behind = 0;
        for (Message message : messages) {
            if (message.kind() == Kind.READING && message.timeMillis() < newest) {
                behind++;
            }
            newest = Math.max(newest, message.timeMillis());
        }
        return behind;
    }

    private Measurer measurer(Faults faults, long seed) {
        DeviceSpec spec =
                DeviceSpec.mqtt("d", Protocol.MQTT_3, 1, "t", "m", "1").suffering(faults);
        return new Measurer(spec, new SplittableRandom(seed), clock);
    }

    /** A minute of it, looked at every 70 ms. */
    private List<Message> run(Faults faults, long seed) {
        Measurer measurer = measurer(faults, seed);
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < 60_000 / 70; i++) {
            clock.millis += 70;
            messages.addAll(measurer.due());
        }
        return messages;
    }
}
