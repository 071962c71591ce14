package io.weir.uplink.aws;

import io.weir.device.config.Settings;
import io.weir.uplink.Batch;
import io.weir.uplink.SinkContext;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

/**
 * PutRecords by the AWS SDK, which does not retry here: the uplink does, and knows the order. A thread of its own makes the
 * calls, because the SDK's small HTTP client does not answer an interrupt.
 */
final class KinesisCalls implements PutRecords {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Set<String> INVALID =
            Set.of("ValidationException", "InvalidArgumentException", "SerializationException");

    private final Settings settings;
    private final ExecutorService caller;
    private Optional<KinesisClient> open = Optional.empty();

    KinesisCalls(Settings settings, SinkContext context) {
        this.settings = settings;
        this.caller = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "kinesis-" + context.uplink());
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public Outcome put(List<Parcel> parcels, Batch batch) throws InterruptedException {
        Future<Outcome> answer = caller.submit(() -> call(request(parcels, batch)));
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call of Kinesis ended in a bug", e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private PutRecordsRequest request(List<Parcel> parcels, Batch batch) {
        List<PutRecordsRequestEntry> entries = new ArrayList<>(parcels.size());
        for (Parcel parcel : parcels) {
            entries.add(PutRecordsRequestEntry.builder()
                    .partitionKey(parcel.key())
                    .data(SdkBytes.fromByteArrayUnsafe(parcel.data(batch)))
                    .build());
        }
        return PutRecordsRequest.builder()
                .streamName(settings.text("stream-name"))
                .records(entries)
                .build();
    }

    private Outcome call(PutRecordsRequest request) {
        try {
            return each(request, client().putRecords(request));
        } catch (AwsServiceException e) {
            String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
            String reason = "Kinesis answered " + e.statusCode() + " " + code;
            return INVALID.contains(code) ? new Outcome.Invalid(reason) : new Outcome.Failed(reason);
        } catch (SdkException e) {
            return new Outcome.Failed("Kinesis: " + e.getMessage());
        }
    }

    static Outcome each(PutRecordsRequest request, PutRecordsResponse response) {
        List<PutRecordsResultEntry> results = response.records();
        if (results.size() != request.records().size()) {
            return new Outcome.Failed("Kinesis: an answer for " + results.size() + " of "
                    + request.records().size() + " records");
        }
        return new Outcome.Each(results.stream().map(KinesisCalls::failure).toList());
    }

    private static Optional<String> failure(PutRecordsResultEntry result) {
        if (result.errorCode() != null) {
            return Optional.of("Kinesis did not take a record: " + result.errorCode());
        }
        return result.sequenceNumber() == null ? Optional.of("Kinesis gave no sequence number") : Optional.empty();
    }

    private KinesisClient client() {
        if (open.isEmpty()) {
            open = Optional.of(newClient());
        }
        return open.get();
    }

    private KinesisClient newClient() {
        Duration timeout = settings.span("timeout");
        KinesisClientBuilder client = KinesisClient.builder()
                .region(Region.of(settings.text("region")))
                .credentialsProvider(credentials())
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(timeout.compareTo(CONNECT_TIMEOUT) < 0 ? timeout : CONNECT_TIMEOUT)
                        .socketTimeout(timeout))
                .overrideConfiguration(
                        calls -> calls.apiCallTimeout(timeout).retryStrategy(DefaultRetryStrategy.doNotRetry()));
        settings.optionalText("endpoint").map(URI::create).ifPresent(client::endpointOverride);
        return client.build();
    }

    /** Keys of the configuration are read at each call, so that a rotated one is seen. */
    private AwsCredentialsProvider credentials() {
        if (!settings.has("access-key")) {
            return DefaultCredentialsProvider.builder().build();
        }
        return () -> {
            try {
                return AwsBasicCredentials.create(
                        settings.secret("access-key").text(),
                        settings.secret("secret-key").text());
            } catch (IOException e) {
                throw SdkClientException.create(e.getMessage(), e);
            }
        };
    }

    /** A call that still hangs ends by its timeout, on its daemon thread. */
    @Override
    public void close() {
        if (!caller.isShutdown()) {
            caller.execute(() -> open.ifPresent(KinesisClient::close));
            caller.shutdown();
        }
    }
}
