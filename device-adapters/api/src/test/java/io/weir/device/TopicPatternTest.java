package io.weir.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.TopicPattern.Captures;
import org.junit.jupiter.api.Test;

class TopicPatternTest {

    @Test
    void capturesDeviceAndMetric() {
        TopicPattern pattern = TopicPattern.of("sensors/{device}/{metric}");

        assertThat(pattern.match("sensors/d1/temperature")).contains(new Captures("d1", "temperature"));
        assertThat(pattern.match("sensors/d1")).isEmpty();
        assertThat(pattern.match("sensors/d1/a/b")).isEmpty();
        assertThat(pattern.match("sensors//temperature")).isEmpty();
        assertThat(pattern.filter()).isEqualTo("sensors/+/+");
    }

    @Test
    void wildcardsFollowMqtt() {
        assertThat(TopicPattern.of("a/+/c").match("a//c")).contains(Captures.NONE);
        assertThat(TopicPattern.of("a/#").match("a/b/c")).contains(Captures.NONE);
        assertThat(TopicPattern.of("a/#").match("a")).contains(Captures.NONE);
        assertThat(TopicPattern.of("#").match("$SYS/x")).isEmpty();
        assertThat(TopicPattern.of("{device}/x").match("$SYS/x")).isEmpty();
    }

    @Test
    void aBadPatternSaysWhatIsWrong() {
        assertThatThrownBy(() -> TopicPattern.of("a/{dev}/x")).hasMessageContaining("{dev}");
        assertThatThrownBy(() -> TopicPattern.of("a/b#")).hasMessageContaining("b#");
        assertThatThrownBy(() -> TopicPattern.of("{device}/{device}")).hasMessageContaining("only once");
    }
}
