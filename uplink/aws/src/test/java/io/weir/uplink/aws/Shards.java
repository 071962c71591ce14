package io.weir.uplink.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** A consumer of kinesalite: makes streams, reads them whole. */
public final class Shards implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("\"id\":\"[^\"]+/(\\d+)\"");

    private final KinesisClient client;

    public Shards(URI service) {
        client = KinesisClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(service)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    public void create(String stream, int shards) {
        client.createStream(request -> request.streamName(stream).shardCount(shards));
        StreamStatus status = StreamStatus.CREATING;
        while (status != StreamStatus.ACTIVE) {
            status = client.describeStream(request -> request.streamName(stream))
                    .streamDescription()
                    .streamStatus();
        }
    }

    /** Every line in the stream, shard after shard. */
    public List<Line> lines(String stream) {
        List<Line> lines = new ArrayList<>();
        for (Shard shard :
                client.listShards(request -> request.streamName(stream)).shards()) {
            String iterator = client.getShardIterator(request -> request.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            boolean more = true;
            while (more) {
                String from = iterator;
                GetRecordsResponse page = client.getRecords(request -> request.shardIterator(from));
                page.records().forEach(item -> addLines(item, lines));
                iterator = page.nextShardIterator();
                more = !page.records().isEmpty();
            }
        }
        return lines;
    }

    private static void addLines(Record item, List<Line> lines) {
        String text = item.data().asString(StandardCharsets.UTF_8);
        if (!text.endsWith("\n")) {
            throw new AssertionError("not ended by a line break: " + text);
        }
        for (String line : text.split("\n", 0)) {
            Matcher id = ID.matcher(line);
            if (!id.find()) {
                throw new AssertionError("a line without id: " + line);
            }
            lines.add(new Line(item.partitionKey(), Long.parseLong(id.group(1)), line));
        }
    }

    /** A record with the partition key it came under. */
    public record Line(String key, long offset, String text) {}

    /** What a consumer has that drops repeats: offsets by key, in the order of their first arrival. */
    static Map<String, List<Long>> withoutRepeats(List<Line> lines) {
        Map<Long, String> seen = new HashMap<>();
        Map<String, List<Long>> byKey = new HashMap<>();
        for (Line line : lines) {
            String before = seen.put(line.offset(), line.text());
            if (before == null) {
                byKey.computeIfAbsent(line.key(), key -> new ArrayList<>()).add(line.offset());
            } else if (!before.equals(line.text())) {
                throw new AssertionError("one id, two records: " + before + line.text());
            }
        }
        return byKey;
    }

    @Override
    public void close() {
        client.close();
    }
}
