package io.weir.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.mqtt.LinkConfig.Version;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StrangeBrokersTest {

    private final List<MqttLink> links = new ArrayList<>();

    @AfterEach
    void closeLinks() {
        links.forEach(MqttLink::close);
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(10));
    }

    private MqttLink open(LinkConfig config, Recorder recorder) {
        MqttLink link = MqttLink.open(config, recorder);
        links.add(link);
        return link;
    }

    @Test
    void refusesMorePublishesThanMayBeUnanswered() throws Exception {
        try (RawBroker mute = RawBroker.acceptingMqtt5ThenMute()) {
            MqttLink link = open(
                    LinkConfig.to("writer", mute.uri(), "writer").maxInFlight(3).build(), new Recorder());
            patiently().until(link::isUp);
            for (int i = 0; i < 3; i++) {
                assertThat(link.publish("t", new byte[1], 1, false)).isNotDone();
            }

            CompletableFuture<Void> fourth = link.publish("t", new byte[1], 1, false);

            assertThat(fourth).isCompletedExceptionally();
            assertThat(fourth.handle((done, trouble) -> trouble).get()).isInstanceOf(LinkBusyException.class);
        }
    }

    @Test
    void givesUpOnABrokerThatAcceptsTheSocketButNeverTheConnection() throws Exception {
        try (RawBroker silent = RawBroker.silent()) {
            Recorder own = new Recorder();
            MqttLink link = open(
                    LinkConfig.to("l", silent.uri(), "l")
                            .connectTimeout(Duration.ofMillis(300))
                            .pauses(Duration.ofMillis(10), Duration.ofMillis(20))
                            .build(),
                    own);

            patiently().until(() -> own.downs.size() >= 3);

            assertThat(own.downs.get(0)).contains("did not accept the connection within 300ms");
            patiently().until(() -> silent.openSockets() <= 1);
            link.close();
            patiently().until(() -> silent.openSockets() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void closingCutsAConnectionWhoseHandshakeIsNeverAnswered(Version version) throws Exception {
        try (RawBroker silent = RawBroker.silent()) {
            MqttLink link = open(
                    LinkConfig.to(
                                    "l",
                                    URI.create(
                                            "mqtts://127.0.0.1:" + silent.uri().getPort()),
                                    "l")
                            .version(version)
                            .connectTimeout(Duration.ofMinutes(5))
                            .build(),
                    new Recorder());
            patiently().until(() -> silent.openSockets() == 1);

            link.close();

            patiently().until(() -> silent.openSockets() == 0);
        }
    }

    @Test
    void aBrokerThatKnowsOnly311IsSpokenToIn311() throws Exception {
        for (RawBroker.Old manner : RawBroker.Old.values()) {
            try (RawBroker old = RawBroker.only311(manner)) {
                MqttLink link = open(
                        LinkConfig.to("l", old.uri(), "l")
                                .connectTimeout(Duration.ofSeconds(5))
                                .pauses(Duration.ofMillis(10), Duration.ofMillis(20))
                                .build(),
                        new Recorder());

                patiently()
                        .untilAsserted(() -> assertThat(link.isUp())
                                .as(() -> manner + ": " + link.trouble())
                                .isTrue());
                link.close();
            }
        }
    }

    /** The goodbye cannot leave: it waits behind what the broker does not take. */
    @ParameterizedTest
    @EnumSource(Version.class)
    void aBrokerThatReadsNothingHoldsNoThreadWhenTheLinkIsClosed(Version version) throws Exception {
        try (RawBroker deaf = RawBroker.deaf()) {
            MqttLink link = open(
                    LinkConfig.to("unheard", deaf.uri(), "unheard")
                            .version(version)
                            .build(),
                    new Recorder());
            patiently().until(link::isUp);
            List<CompletableFuture<Void>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(link.publish("t", new byte[1 << 20], 1, false)); // more than the socket's buffers hold
            }

            link.close();

            MqttLinkTest.assertNoThreadsOf("unheard");
            assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
        }
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aBrokerThatClosesTheSocketAtOnceCostsNoThreads(Version version) throws Exception {
        try (RawBroker slamming = RawBroker.slamming()) {
            Recorder own = new Recorder();
            MqttLink link = open(
                    LinkConfig.to("slammed", slamming.uri(), "slammed")
                            .version(version)
                            .pauses(Duration.ofMillis(1), Duration.ofMillis(2))
                            .build(),
                    own);

            patiently().until(() -> own.downs.size() >= 3);
            link.close();

            MqttLinkTest.assertNoThreadsOf("slammed");
        }
    }
}
