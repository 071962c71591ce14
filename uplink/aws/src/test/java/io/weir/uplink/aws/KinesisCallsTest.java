package io.weir.uplink.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

class KinesisCallsTest {

    private static final PutRecordsRequestEntry RECORD =
            PutRecordsRequestEntry.builder().partitionKey("d").build();
    private static final PutRecordsResultEntry TAKEN =
            PutRecordsResultEntry.builder().sequenceNumber("1").build();

    private static PutRecords.Outcome outcome(PutRecordsResultEntry... results) {
        return KinesisCalls.each(
                PutRecordsRequest.builder().records(RECORD, RECORD).build(),
                PutRecordsResponse.builder().records(results).build());
    }

    @Test
    void aRecordIsTakenOnlyWithASequenceNumberAndWithoutAnError() {
        PutRecordsResultEntry nothing = PutRecordsResultEntry.builder().build();
        PutRecordsResultEntry throttled =
                PutRecordsResultEntry.builder().errorCode("Throttled").build();

        assertThat(outcome(TAKEN, TAKEN))
                .isEqualTo(new PutRecords.Outcome.Each(List.of(Optional.empty(), Optional.empty())));
        assertThat(outcome(nothing, throttled))
                .isEqualTo(new PutRecords.Outcome.Each(List.of(
                        Optional.of("Kinesis gave no sequence number"),
                        Optional.of("Kinesis did not take a record: Throttled"))));
    }

    @Test
    void anAnswerForFewerRecordsThanWereSentIsAnOutage() {
        assertThat(outcome(TAKEN)).isEqualTo(new PutRecords.Outcome.Failed("Kinesis: an answer for 1 of 2 records"));
    }
}
