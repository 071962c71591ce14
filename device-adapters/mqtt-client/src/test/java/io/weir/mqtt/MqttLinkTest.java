package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.mqtt.LinkConfig.Version;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MqttLinkTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private final List<MqttLink> links = new ArrayList<>();
    private Mosquitto broker;

    @BeforeEach
    void startBroker() throws IOException {
        broker = Mosquitto.anonymous(directory);
    }

    @AfterEach
    void stopAll() {
        links.forEach(MqttLink::close);
        broker.close();
    }

    private static ConditionFactory patiently() {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10));
    }

    private LinkConfig.Builder config(String id) {
        return LinkConfig.to(id, broker.uri(), id).pauses(Duration.ofMillis(20), Duration.ofMillis(100));
    }

    private MqttLink open(LinkConfig config, Recorder recorder) {
        MqttLink link = MqttLink.open(config, recorder);
        links.add(link);
        return link;
    }

    private static void publish(MqttLink link, String topic, String text) throws Exception {
        patiently().until(link::isUp);
        link.publish(topic, bytes(text), 1, false).get(60, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void whatIsNotAcknowledgedComesAgainAsADuplicateOnTheNextConnection(Version version) throws Exception {
        Recorder heard = new Recorder();
        MqttLink reader = open(config("reader").version(version).build(), heard);
        reader.subscribe(List.of(new Subscription("a/+", 1)));
        MqttLink writer = open(config("writer").version(version).build(), new Recorder());
        patiently().untilAsserted(() -> {
            publish(writer, "a/b", "probe");
            assertThat(heard.messages).isNotEmpty();
        });
        publish(writer, "a/b", "the last of the probes");
        patiently().untilAsserted(() -> assertThat(heard.texts()).endsWith("the last of the probes"));
        heard.messages.forEach(message -> message.acknowledgement().acknowledge());
        int before = heard.messages.size();

        publish(writer, "a/b", "one");
        publish(writer, "a/b", "two");
        patiently().untilAsserted(() -> assertThat(heard.texts()).endsWith("one", "two"));
        heard.messages.get(before).acknowledgement().acknowledge();
        // behind the acknowledgement on its own connection, so the broker has that too when it answers this
        publish(reader, "sync", "so that the acknowledgement has arrived");
        reader.cycle("test");

        patiently().untilAsserted(() -> assertThat(heard.ups).endsWith(true));
        patiently().untilAsserted(() -> assertThat(heard.texts()).endsWith("two", "two"));
        Inbound repeat = heard.messages.get(heard.messages.size() - 1);
        assertThat(repeat.duplicate()).isTrue();
        assertThat(repeat.packetId()).isEqualTo(heard.messages.get(before + 1).packetId());
    }

    @Test
    void anAcknowledgementOfAnOlderConnectionDoesNothing() throws Exception {
        Recorder heard = new Recorder();
        MqttLink reader = open(config("reader").build(), heard);
        reader.subscribe(List.of(new Subscription("a", 1)));
        MqttLink writer = open(config("writer").build(), new Recorder());
        patiently().untilAsserted(() -> {
            publish(writer, "a", "m");
            assertThat(heard.messages).isNotEmpty();
        });
        Inbound old = heard.messages.get(0);

        reader.cycle("test");
        patiently().until(() -> broughtBy(heard, old).size() == 2);
        old.acknowledgement().acknowledge();
        reader.cycle("test");

        patiently().until(() -> broughtBy(heard, old).size() == 3);
        assertThat(broughtBy(heard, old)).isSorted();
    }

    /** The connections that have brought this message. */
    private static List<Long> broughtBy(Recorder heard, Inbound one) {
        return heard.messages.stream()
                .filter(message -> message.packetId() == one.packetId())
                .map(Inbound::connection)
                .distinct()
                .toList();
    }

    @Test
    void comesBackByItselfWhenTheBrokerWasKilledAndSubscribesAgain() throws Exception {
        Recorder heard = new Recorder();
        MqttLink reader = open(config("reader").build(), heard);
        reader.subscribe(List.of(new Subscription("a", 1)));
        patiently().until(reader::isUp);

        broker.close();
        patiently().until(() -> !reader.isUp());
        assertThat(reader.trouble()).isPresent();
        broker.start();

        MqttLink writer = open(config("writer").build(), new Recorder());
        patiently().untilAsserted(() -> {
            publish(writer, "a", "back");
            assertThat(heard.texts()).contains("back");
        });
        assertThat(reader.trouble()).isEmpty();
    }

    @Test
    void retainedMessagesAreKeptByTheBrokerAndMarked() throws Exception {
        MqttLink writer = open(config("writer").build(), new Recorder());
        patiently().until(writer::isUp);
        writer.publish("state", bytes("on"), 1, true).get(60, TimeUnit.SECONDS);

        Recorder heard = new Recorder();
        open(config("reader").build(), heard).subscribe(List.of(new Subscription("state", 1)));

        patiently().untilAsserted(() -> assertThat(heard.texts()).containsExactly("on"));
        assertThat(heard.messages.get(0).retained()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void theWillIsAskedAnewAtEachConnectAndPublishedOnlyWhenTheConnectionIsLost(Version version) throws Exception {
        Recorder heard = new Recorder();
        MqttLink watcher = open(config("watcher").build(), heard);
        watcher.subscribe(List.of(new Subscription("status", 1)));
        patiently().untilAsserted(() -> {
            publish(watcher, "status", "ready");
            assertThat(heard.texts()).contains("ready");
        });
        AtomicInteger session = new AtomicInteger();
        Recorder own = new Recorder();
        MqttLink link = open(
                config("gateway")
                        .version(version)
                        .will(() -> new Will("status", bytes("lost " + session.incrementAndGet()), 1, false))
                        .build(),
                own);
        patiently().until(link::isUp);

        link.cycle("test");
        patiently().untilAsserted(() -> assertThat(heard.texts()).contains("lost 1"));
        patiently().until(() -> own.ups.size() == 2);
        link.close();
        publish(watcher, "status", "end");

        patiently().untilAsserted(() -> assertThat(heard.texts()).contains("end"));
        assertThat(heard.texts()).doesNotContain("lost 2");
    }

    @Test
    void publishesFailAtOnceWithoutAConnectionAndWhenItIsLostBeforeTheAnswer() throws Exception {
        MqttLink link = open(config("writer").build(), new Recorder());
        patiently().until(link::isUp);
        broker.close();
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(link.publish("t", bytes("x"), 1, false));
        }

        for (CompletableFuture<Void> answer : answers) {
            assertThat(answer).failsWithin(PATIENCE);
        }
        patiently().until(() -> !link.isUp());
        assertThat(link.publish("t", bytes("x"), 1, false)).isCompletedExceptionally();
    }

    @Test
    void leavesNoThreadsBehind() throws Exception {
        // often and at once, because it is the goodbye of a moment ago that a thread may wait for
        for (int i = 0; i < 10; i++) {
            MqttLink link = open(config("leak").build(), new Recorder());
            patiently().pollInterval(Duration.ofMillis(1)).until(link::isUp);
            link.close();
        }

        assertNoThreadsOf("leak");
    }

    static void assertNoThreadsOf(String link) {
        patiently()
                .untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.contains(link)));
    }

    @Test
    void anAbsentBrokerIsNoFailureAndIsNamed() {
        Recorder own = new Recorder();
        MqttLink link = open(
                LinkConfig.to("l", URI.create("mqtt://127.0.0.1:1"), "l")
                        .pauses(Duration.ofMillis(10), Duration.ofMillis(20))
                        .build(),
                own);

        patiently().until(() -> own.downs.size() > 2);

        assertThat(link.trouble())
                .hasValueSatisfying(words ->
                        assertThat(words).contains("mqtt://127.0.0.1:1").contains("cannot be reached"));
    }

    @Test
    void publishingToALostBrokerSaysWhichOne() {
        MqttLink link =
                open(LinkConfig.to("l", URI.create("mqtt://127.0.0.1:1"), "l").build(), new Recorder());

        assertThat(link.publish("t", bytes("x"), 0, false))
                .failsWithin(PATIENCE)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("not connected to mqtt://127.0.0.1:1");
    }
}
