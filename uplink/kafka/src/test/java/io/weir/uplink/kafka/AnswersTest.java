package io.weir.uplink.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.uplink.SendResult;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private final Answers answers = new Answers(3);

    @Test
    void aRecordWithoutAnAnswerIsNotTaken() throws Exception {
        answers.answered(answers.expectOne(), Optional.empty());
        answers.expectOne();
        answers.expectOne();

        answers.await(Duration.ofMillis(1));

        assertThat(answers.isComplete()).isFalse();
        assertThat(answers.result()).isEqualTo(new SendResult.Partial(Set.of(0), Map.of(), "no answer within 1ms"));
    }

    @Test
    void aRecordThatWasNotOfferedAnyMoreIsNotTaken() throws Exception {
        answers.answered(answers.expectOne(), Optional.empty());
        answers.answered(answers.expectOne(), Optional.of(new NotLeaderOrFollowerException("moved")));
        assertThat(answers.maySendMore()).isFalse();

        answers.await(Duration.ofSeconds(30));

        assertThat(answers.isComplete()).isFalse();
        assertThat(answers.result())
                .isInstanceOfSatisfying(
                        SendResult.Partial.class,
                        partial -> assertThat(partial.accepted()).containsExactly(0));
    }
}
