package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.weir.device.config.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginsTest {

    private static final String PASSWORD = "secret";
    private static final String LINE = "anna:" + BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray());
    private static final String RULED = LINE + ":s/anna/#";

    private final Source file = new Source("{file: field-users}");
    private volatile Instant now = Instant.EPOCH;
    private final InstantSource time = () -> now;
    private final Clock clock = time.withZone(ZoneOffset.UTC);
    private final Troubles troubles = new Troubles("field", clock);

    /** What a file or a variable holds. */
    private static final class Source implements Secret {
        private final String reference;
        private volatile String content = "";

        Source(String reference) {
            this.reference = reference;
        }

        @Override
        public String reference() {
            return reference;
        }

        @Override
        public byte[] bytes() {
            return content.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String text() {
            return content.stripTrailing();
        }
    }

    private Logins logins(Secret source) throws IOException {
        return new Logins(source, troubles, clock, Runnable::run);
    }

    private static Optional<TopicRules> rules(Logins logins, String name) throws Exception {
        CompletableFuture<Optional<TopicRules>> answer = new CompletableFuture<>();
        logins.check(name, PASSWORD.getBytes(StandardCharsets.UTF_8), answer::complete);
        return answer.get(1, TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "# users\n", "# us"})
    void aFileWithoutUsersIsRefusedAtStart(String content) {
        file.content = content;

        assertThatThrownBy(() -> logins(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("users {file: field-users} names no user");
    }

    /** Wherever the last line is cut; without its filters anna might publish everything. */
    @Test
    void aFileThatEndsInTheMiddleOfALineIsRefusedAtStart() {
        String first = LINE.replace("anna", "bert") + "\n";
        for (int length = 1; length <= RULED.length(); length++) {
            file.content = first + RULED.substring(0, length);

            assertThatThrownBy(() -> logins(file))
                    .as(file.content)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("users {file: field-users}");
        }
        assertThatThrownBy(() -> logins(file)).hasMessageContaining("cut off in its last line");
    }

    @Test
    void aVariableNeedsNoLineBreakAtItsEnd() throws Exception {
        Source variable = new Source("{env: FIELD_USERS}");
        variable.content = RULED;

        try (Logins logins = logins(variable)) {
            assertThat(rules(logins, "anna")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# users\n", "bert:$2a", "anna"})
    void theOldLoginsHoldWhileAFileIsBeingWrittenAndATroubleIsNoted(String broken) throws Exception {
        file.content = RULED + "\n";
        try (Logins logins = logins(file)) {
            file.content = broken;
            now = now.plus(Duration.ofSeconds(2));

            assertThat(rules(logins, "anna")).hasValueSatisfying(LoginsTest::expectRuled);
            assertThat(troubles.recent()).hasSize(1);
            assertThat(troubles.recent().get(0))
                    .contains("the users stay as they were: users {file: field-users}")
                    .doesNotContain(LINE);
        }
    }

    @Test
    void aFileCutBehindTheHashGivesNobodyMoreThanBefore() throws Exception {
        file.content = RULED + "\n";
        try (Logins logins = logins(file)) {
            file.content = LINE;
            now = now.plus(Duration.ofSeconds(2));

            assertThat(rules(logins, "anna")).hasValueSatisfying(LoginsTest::expectRuled);

            file.content = LINE + "\n" + LINE.replace("anna", "bert") + "\n";
            now = now.plus(Duration.ofSeconds(2));
            assertThat(rules(logins, "bert")).isPresent();
        }
    }

    private static void expectRuled(TopicRules rules) {
        assertThat(rules.allow("s/anna/m")).isTrue();
        assertThat(rules.allow("s/bert/m")).isFalse();
    }
}
