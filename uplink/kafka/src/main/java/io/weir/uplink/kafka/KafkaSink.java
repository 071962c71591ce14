package io.weir.uplink.kafka;

import io.weir.uplink.Batch;
import io.weir.uplink.Outgoing;
import io.weir.uplink.SendResult;
import io.weir.uplink.Sink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends each record under its device as key, so that a device's records stay in one partition and in order. The producer is
 * idempotent and waits for all replicas. After any trouble it is thrown away and made anew: what it has written of a
 * partition by then is a gapless beginning of what it was given, and the rest comes again in order, with the same ids.
 */
final class KafkaSink implements Sink {

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Topic topic;
    private final ProducerSettings settings;
    private final Duration timeout;
    private Optional<KafkaProducer<byte[], byte[]>> open = Optional.empty();

    KafkaSink(Topic topic, ProducerSettings settings, Duration timeout) {
        this.topic = topic;
        this.settings = settings;
        this.timeout = timeout;
    }

    @Override
    public SendResult send(Batch batch) throws InterruptedException {
        Answers answers = new Answers(batch.size());
        try {
            offer(batch.records(), answers);
            answers.await(timeout);
        } catch (InterruptException e) {
            // Kafka restores the flag; the uplink wants the exception alone
            boolean flag = Thread.interrupted();
            abandon();
            throw new InterruptedException("while sending to Kafka, flag=" + flag);
        } catch (InterruptedException e) {
            abandon();
            throw e;
        } catch (IOException e) {
            return SendResult.retry("password: " + e.getMessage());
        } catch (KafkaException | IllegalStateException e) {
            answers.stop(e);
        }
        SendResult result = answers.result();
        if (!answers.isComplete()) {
            abandon();
        }
        return result;
    }

    /** Hands records over until one fails: later ones of its partition must not go before it. */
    private void offer(List<Outgoing> records, Answers answers) throws IOException {
        KafkaProducer<byte[], byte[]> producer = producer();
        for (int i = 0; i < records.size() && answers.maySendMore(); i++) {
            Outgoing item = records.get(i);
            byte[] key = item.device().getBytes(StandardCharsets.UTF_8);
            int index = answers.expectOne();
            var unused = producer.send(
                    new ProducerRecord<>(topic.of(item.stream()), key, item.bytes()),
                    (place, trouble) -> answers.answered(index, Optional.ofNullable(trouble)));
        }
    }

    /** Made at the first batch: its constructor already wants the brokers' names to resolve. */
    private KafkaProducer<byte[], byte[]> producer() throws IOException {
        if (open.isPresent()) {
            return open.get();
        }
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings.properties(), new ByteArraySerializer(), new ByteArraySerializer());
        open = Optional.of(producer);
        return producer;
    }

    private void abandon() {
        close(Duration.ZERO);
    }

    @Override
    public void close() {
        close(LAST_WORDS);
    }

    private void close(Duration patience) {
        if (open.isPresent()) {
            KafkaProducer<byte[], byte[]> closing = open.get();
            open = Optional.empty();
            closing.close(patience);
        }
    }
}
