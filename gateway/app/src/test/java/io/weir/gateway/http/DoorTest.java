package io.weir.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class DoorTest {

    @Test
    void onLoopbackOnlyLoopbackNamesAreServed() {
        Door door = Door.loopback();

        assertThat(door.ask("127.0.0.1:8080", null)).isEqualTo(Door.Answer.WELCOME);
        assertThat(door.ask("localhost", null)).isEqualTo(Door.Answer.WELCOME);
        assertThat(door.ask("[::1]:80", null)).isEqualTo(Door.Answer.WELCOME);
        assertThat(door.ask("evil.example:8080", null)).isEqualTo(Door.Answer.WRONG_HOST);
        assertThat(door.ask("127.0.0.1.evil.example", null)).isEqualTo(Door.Answer.WRONG_HOST);
        assertThat(door.ask(null, null)).isEqualTo(Door.Answer.WRONG_HOST);
    }

    @Test
    void aPasswordIsNeededAndMustBeTheRightOne() {
        Door door = Door.withPassword(() -> "s3cret");
        String right = Base64.getEncoder().encodeToString("anyone:s3cret".getBytes(StandardCharsets.UTF_8));

        assertThat(door.ask("x", "Basic " + right)).isEqualTo(Door.Answer.WELCOME);
        assertThat(door.ask("x", "Bearer s3cret")).isEqualTo(Door.Answer.WELCOME);
        assertThat(door.ask("x", "Basic !!!")).isEqualTo(Door.Answer.UNKNOWN);
        assertThat(door.ask("x", "Bearer s3cre")).isEqualTo(Door.Answer.UNKNOWN);
        assertThat(door.ask("127.0.0.1", null)).isEqualTo(Door.Answer.UNKNOWN);
    }

    @Test
    void anEmptyOrUnreadablePasswordOpensNothing() {
        Door unreadable = Door.withPassword(() -> {
            throw new IOException("gone");
        });

        assertThat(Door.withPassword(() -> "").ask("x", "Bearer ")).isEqualTo(Door.Answer.UNKNOWN);
        assertThat(unreadable.ask("x", "Bearer ")).isEqualTo(Door.Answer.UNKNOWN);
    }
}
