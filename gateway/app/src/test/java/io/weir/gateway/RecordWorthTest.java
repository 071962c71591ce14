package io.weir.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.gateway.core.InputsNeeded;
import io.weir.gateway.core.StreamTable;
import io.weir.pipeline.PipelineSpec;
import io.weir.pipeline.Priority;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordWorthTest {

    private static final int UNKNOWN = 16;

    private static PipelineSpec pipeline(String name, Priority priority) {
        return new PipelineSpec(name, List.of("field"), List.of(), priority);
    }

    @Test
    void nothingIsThinnedBeforeItsPipelineIsKnown() {
        RecordWorth worth = new RecordWorth(new InputsNeeded());
        assertThat(worth.thins(UNKNOWN)).isFalse();
        assertThat(worth.priority(UNKNOWN)).isEqualTo(Priority.NORMAL.rank());

        worth.names(new StreamTable());
        worth.pipelines(List.of(pipeline("other", Priority.LOW)));
        assertThat(worth.thins(UNKNOWN)).isFalse();
    }

    @Test
    void aStreamHasThePriorityOfItsPipelineAlsoWhenThatIsGone() {
        RecordWorth worth = new RecordWorth(new InputsNeeded());
        worth.names(new StreamTable());
        String stream = new StreamTable().name(UNKNOWN);

        worth.pipelines(List.of(pipeline(stream, Priority.LOW)));
        assertThat(worth.thins(UNKNOWN)).isTrue();
        worth.pipelines(List.of(pipeline(stream, Priority.HIGH)));
        worth.pipelines(List.of());

        assertThat(worth.thins(UNKNOWN)).isFalse();
        assertThat(worth.priority(UNKNOWN)).isEqualTo(Priority.HIGH.rank());
        assertThat(worth.priority(StreamTable.INPUTS)).isEqualTo(Priority.HIGH.rank());
    }
}
