package io.weir.sim.demo;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Cloud;
import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Journal;
import io.weir.sim.fleet.Message;
import io.weir.sim.fleet.Protocol;
import io.weir.sim.proof.Finding;
import io.weir.sim.proof.Judge;
import io.weir.sim.proof.Shape;
import io.weir.sim.proof.Streams;
import io.weir.sim.proof.Track;
import io.weir.sim.proof.Verdict;
import io.weir.sim.wire.MqttPublisher;
import io.weir.sim.wire.MqttSettings;
import io.weir.sim.wire.MqttVersion;
import io.weir.sim.wire.Offer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A device whose acknowledgements are cut off by a kill sends again with DUP and must be counted once; a device that publishes the
 * same message twice on purpose must be counted twice. One thread; for tests and the command line.
 */
public final class Redelivery {
    private static final int ROUND = 10;
    private final Gateway gateway;
    private final Cloud cloud;
    private final Archive archive;
    private final GatewayFiles files;
    private final Clock clock;
    private final Duration stuck;

    Redelivery(Gateway gateway, Cloud cloud, Archive archive, GatewayFiles files, Clock clock, Duration stuck) {
        this.gateway = gateway;
        this.cloud = cloud;
        this.archive = archive;
        this.files = files;
        this.clock = clock;
        this.stuck = stuck;
    }

    /** One device of each MQTT version against a real gateway; the folder must be empty and stays afterwards. */
    public static Verdict run(Path gatewayJar, Path folder) throws IOException, InterruptedException {
        Archive archive = new Archive();
        GatewayFiles files = new GatewayFiles(folder, Ports.pick());
        try (Cloud cloud = new Cloud(archive);
                Gateway gateway = new ChildGateway(gatewayJar, files.config(), files.log())) {
            files.writeSmallest(cloud.openHttp(Ports.local(0)));
            return new Redelivery(gateway, cloud, archive, files, Clock.systemUTC(), Stage.STUCK).run();
        }
    }

    /** A device that is driven by hand. */
    private static final class Hand {
        private final DeviceSpec spec;
        private final Journal journal = new Journal();
        private final MqttPublisher publisher;
        private long seq;

        Hand(String name, Protocol protocol, MqttSettings settings) {
            this.spec = DeviceSpec.mqtt(name, protocol, 1, "bench/" + name, "seq", "1");
            this.publisher = new MqttPublisher(settings, 1, journal);
        }
    }

    Verdict run() throws IOException, InterruptedException {
        gateway.start();
        Hand old = new Hand("old", Protocol.MQTT_3, settings("old", MqttVersion.V3_1_1));
        Hand young = new Hand("young", Protocol.MQTT_5, settings("young", MqttVersion.V5));
        List<Hand> hands = List.of(old, young);
        try {
            return play(hands);
        } finally {
            for (Hand hand : hands) {
                hand.publisher.close();
            }
        }
    }

    private MqttSettings settings(String name, MqttVersion version) {
        return new MqttSettings(files.endpoints().mqtt(), version, name);
    }

    private Verdict play(List<Hand> hands) throws IOException, InterruptedException {
        for (Hand hand : hands) {
            publish(hand, ROUND);
            answerAll(hand);
            hand.publisher.turnDeaf();
            publish(hand, ROUND);
        }
        // What the cloud has is committed: from here on the only thing missing is the acknowledgement.
        await(() -> cloud.arrivals().counts().fresh() >= 2L * ROUND * hands.size());
        gateway.kill();
        hands.forEach(hand -> hand.publisher.breakConnection());
        gateway.start();
        for (Hand hand : hands) {
            answerAll(hand);
            twice(hand);
            answerAll(hand);
        }
        Judge judge = new Judge(
                hands.stream()
                        .map(hand -> new Track(
                                hand.spec,
                                Shape.SEQ,
                                hand.journal.entries(),
                                hand.publisher.resent(),
                                hand.publisher.forgottenSessions()))
                        .toList(),
                Streams.raw("raw"),
                CrashLoop.NO_WINDOWS);
        await(() -> judge.judge(archive, cloud.arrivals().counts()).holds());
        LedgerCheck ledger = LedgerCheck.of(gateway, stuck);
        int status = gateway.stop();
        Verdict verdict = judge.judge(archive, cloud.arrivals().counts());
        if (status != 0) {
            verdict = verdict.with(new Finding(Finding.Kind.PROCESS, "exit status " + status + " after SIGTERM"));
        }
        for (Finding finding : ledger.findings()) {
            verdict = verdict.with(finding);
        }
        return repeats(hands, verdict);
    }

    private static Verdict repeats(List<Hand> hands, Verdict verdict) {
        Verdict result = verdict;
        for (Hand hand : hands) {
            if (hand.publisher.resent() != ROUND) {
                result = result.with(new Finding(
                        Finding.Kind.PROCESS,
                        hand.spec.name() + " sent " + hand.publisher.resent() + " messages again, not " + ROUND));
            }
        }
        return result;
    }

    private void publish(Hand hand, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            hand.seq++;
            offer(hand, new Message(hand.seq, clock.millis() + hand.seq, hand.seq, Message.Kind.READING));
        }
    }

    private void twice(Hand hand) throws InterruptedException {
        hand.seq++;
        long time = clock.millis() + hand.seq;
        offer(hand, new Message(hand.seq, time, hand.seq, Message.Kind.READING));
        offer(hand, new Message(hand.seq, time, hand.seq, Message.Kind.AGAIN));
    }

    private void offer(Hand hand, Message message) throws InterruptedException {
        byte[] payload = "{\"seq\":%d,\"t\":%d,\"v\":%d,\"u\":\"1\"}"
                .formatted(message.seq(), message.timeMillis(), message.seq())
                .getBytes(StandardCharsets.UTF_8);
        int entry = hand.journal.next();
        hand.journal.sent(message, hand.publisher.connections());
        long deadline = System.nanoTime() + stuck.toNanos();
        while (hand.publisher.offer(entry, hand.spec.topic(), payload) != Offer.TAKEN && System.nanoTime() < deadline) {
            hand.publisher.work(Duration.ofMillis(50));
        }
    }

    private void answerAll(Hand hand) throws InterruptedException {
        long deadline = System.nanoTime() + stuck.toNanos();
        while (hand.publisher.unanswered() > 0 && System.nanoTime() < deadline) {
            hand.publisher.work(Duration.ofMillis(50));
        }
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + stuck.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }
}
