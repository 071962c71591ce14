package io.weir.sim.demo;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Cloud;
import io.weir.sim.cloud.Weather;
import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Fleet;
import io.weir.sim.fleet.Protocol;
import io.weir.sim.fleet.SignalSpec;
import io.weir.sim.proof.Shape;
import io.weir.sim.proof.Streams;
import io.weir.sim.proof.Verdict;
import io.weir.sim.proof.WindowRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Kills a real gateway many times at seeded moments while devices publish at QoS 1, under changing weather, and judges
 * whether every acknowledged reading was delivered, once and in order. One thread; for tests and the command line.
 */
public final class CrashLoop {
    static final WindowRule NO_WINDOWS =
            new WindowRule(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO, Duration.ofHours(1));
    private static final Duration STUCK = Duration.ofSeconds(30);
    private static final int MOST_ACKNOWLEDGED_MILLIS = 600;
    private final Options options;
    private final Consumer<String> watcher;

    /** How often, how hard, and in which folder, which must be empty and stays afterwards. */
    public record Options(Path gatewayJar, Path folder, int kills, long seed, int devices, Duration every) {
        public Options(Path gatewayJar, Path folder, int kills, long seed) {
            this(gatewayJar, folder, kills, seed, 8, Duration.ofMillis(5));
        }
    }

    /** The watcher hears of every kill. */
    public CrashLoop(Options options, Consumer<String> watcher) {
        this.options = options;
        this.watcher = watcher;
    }

    public Verdict run() throws IOException, InterruptedException {
        Archive archive = new Archive();
        Cloud cloud = new Cloud(archive);
        GatewayFiles files = new GatewayFiles(options.folder(), Ports.pick());
        files.writeSmallest(cloud.openHttp(Ports.local(0)));
        Gateway gateway = new ChildGateway(options.gatewayJar(), files.config(), files.log());
        Fleet fleet = Fleet.of(devices(), files.endpoints(), options.seed(), Clock.systemUTC());
        try (Stage stage =
                new Stage(gateway, fleet, cloud, archive, Shape.SEQ, Streams.raw("raw"), NO_WINDOWS, Stage.STUCK)) {
            return run(stage);
        }
    }

    /** The loop itself, on a stage that is set. */
    Verdict run(Stage stage) throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(options.seed());
        stage.gateway().start();
        stage.fleet().start();
        for (int kill = 1; kill <= options.kills(); kill++) {
            stage.cloud().weather(weather(random));
            awaitWork(stage.fleet(), random.nextInt(1, 400));
            Thread.sleep(random.nextInt(MOST_ACKNOWLEDGED_MILLIS));
            stage.gateway().kill();
            watcher.accept("kill %d of %d after %,d acknowledgements; %s"
                    .formatted(
                            kill,
                            options.kills(),
                            stage.fleet().accepted(),
                            stage.cloud().weather()));
            stage.gateway().start();
        }
        return stage.end().verdict();
    }

    /** Mostly fair, else the gateway would only ever be killed with the same work in hand. */
    private static Weather weather(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> new Weather.Cut();
            case 1 -> new Weather.LosingAnswers();
            case 2 -> new Weather.Refusing();
            default -> new Weather.Fair();
        };
    }

    private static void awaitWork(Fleet fleet, int messages) throws InterruptedException {
        long target = fleet.accepted() + messages;
        long deadline = System.nanoTime() + STUCK.toNanos();
        while (fleet.accepted() < target && System.nanoTime() < deadline) {
            Thread.sleep(5);
        }
    }

    List<DeviceSpec> devices() {
        List<DeviceSpec> devices = new ArrayList<>();
        for (int i = 1; i <= options.devices(); i++) {
            String name = "d" + i;
            Protocol version = i % 2 == 0 ? Protocol.MQTT_5 : Protocol.MQTT_3;
            devices.add(DeviceSpec.mqtt(name, version, 1, "bench/" + name, "seq", "1")
                    .measuring(new SignalSpec.Counter(1, 1))
                    .every(options.every()));
        }
        return devices;
    }
}
