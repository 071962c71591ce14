package io.weir.sim.demo;

import io.weir.sim.cloud.Archive;
import io.weir.sim.cloud.Cloud;
import io.weir.sim.cloud.Counts;
import io.weir.sim.cloud.Weather;
import io.weir.sim.demo.Schedule.Action;
import io.weir.sim.demo.Schedule.Step;
import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.fleet.Fleet;
import io.weir.sim.proof.Shape;
import io.weir.sim.proof.Streams;
import io.weir.sim.proof.WindowRule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * The play that a stranger sees first: a fleet on three protocols, a gateway that is killed, a network that is cut, and
 * at the end the proof that nothing was lost. One thread.
 */
final class Demo {
    static final WindowRule RULE =
            new WindowRule(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofHours(1));
    static final Streams STREAMS = new Streams("raw", "filtered", "windows");
    /** A kill shall hit a gateway that is at work, so it waits for this many acknowledgements since the last start. */
    private static final int WORKING = 50;

    private static final int START_ATTEMPTS = 3;

    private static final Duration TICK = Duration.ofMillis(100);
    private final Stage stage;
    private final FileUplink files;
    private final Show show;
    private final Clock clock;
    private final Queue<Step> steps;
    private String page = "";
    private long acceptedAtStart;
    private long kills;
    private long cuts;

    Demo(Stage stage, FileUplink files, Schedule schedule, Show show, Clock clock) {
        this.stage = stage;
        this.files = files;
        this.show = show;
        this.clock = clock;
        this.steps = new ArrayDeque<>(schedule.steps());
    }

    /** A stage with a real gateway that runs; a port that somebody else took in the meantime is no reason to give up. */
    static Stage open(Path jar, Path folder, long seed, Clock clock) throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            Stage stage = stage(jar, folder, seed, clock);
            try {
                stage.gateway().start();
                return stage;
            } catch (ChildGateway.StartFailedException e) {
                stage.close();
                if (e.status() != ChildGateway.TAKEN || attempt == START_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Stage stage(Path jar, Path folder, long seed, Clock clock) throws IOException {
        Archive archive = new Archive();
        Cloud cloud = new Cloud(archive);
        GatewayFiles files = new GatewayFiles(folder, Ports.pick());
        List<DeviceSpec> devices = DemoFleet.devices();
        files.writeDemo(cloud.openHttp(Ports.local(0)), devices, RULE);
        Fleet fleet = Fleet.of(devices, files.endpoints(), seed, clock);
        Gateway gateway = new ChildGateway(jar, files.config(), files.log());
        return new Stage(gateway, fleet, cloud, archive, Shape.VALUE_AND_SEQ, STREAMS, RULE, Stage.STUCK);
    }

    /** Plays for so long, or until the audience has had enough. */
    Stage.Ending play(Duration length) throws IOException, InterruptedException {
        page = stage.gateway().page();
        show.event("the gateway is ready; its page is " + page);
        stage.fleet().start();
        long begin = clock.millis();
        boolean enough = false;
        while (!enough && (clock.millis() - begin < length.toMillis() || !steps.isEmpty())) {
            step(Duration.ofMillis(clock.millis() - begin));
            enough = obey(show.key());
            show.numbers(numbers());
            Thread.sleep(TICK.toMillis());
        }
        show.event("the devices finish, the cloud catches up");
        show.numbers(numbers());
        Stage.Ending ending = stage.end();
        return new Stage.Ending(files.judge(stage.judge(), ending.verdict()), ending.ledger());
    }

    private void step(Duration now) throws IOException, InterruptedException {
        Step next = steps.peek();
        if (next == null || next.at().compareTo(now) > 0) {
            return;
        }
        if (next.action() == Action.KILL && stage.fleet().accepted() < acceptedAtStart + WORKING) {
            return;
        }
        steps.remove();
        switch (next.action()) {
            case CUT -> cut();
            case MEND -> mend();
            case KILL -> kill();
        }
    }

    /** Returns true if the audience wants to leave. */
    private boolean obey(char key) throws IOException, InterruptedException {
        if (key == 'p') {
            if (stage.cloud().weather() instanceof Weather.Cut) {
                mend();
            } else {
                cut();
            }
        } else if (key == 'k') {
            kill();
        }
        return key == 'q';
    }

    private void cut() {
        cuts++;
        stage.cloud().weather(new Weather.Cut());
        show.event("the cloud is cut off");
    }

    private void mend() {
        stage.cloud().weather(new Weather.Fair());
        show.event("the cloud is back");
    }

    private void kill() throws IOException, InterruptedException {
        kills++;
        stage.gateway().kill();
        show.event("kill -9 of the gateway, after %,d acknowledgements"
                .formatted(stage.fleet().accepted()));
        show.numbers(numbers());
        restart();
    }

    private void restart() throws IOException, InterruptedException {
        long begin = clock.millis();
        stage.gateway().start();
        page = stage.gateway().page();
        acceptedAtStart = stage.fleet().accepted();
        show.event("the gateway is ready again after %.1f s".formatted((clock.millis() - begin) / 1000.0));
    }

    private Show.Numbers numbers() {
        Counts counts = stage.cloud().arrivals().counts();
        Fleet fleet = stage.fleet();
        String weather = stage.cloud().weather() instanceof Weather.Cut ? "CUT OFF" : "online";
        return new Show.Numbers(
                page,
                weather,
                fleet.devices().size(),
                fleet.sent(),
                fleet.accepted(),
                fleet.resent(),
                counts.fresh(),
                counts.repeats(),
                counts.of(STREAMS.windows()),
                kills,
                cuts);
    }

    long kills() {
        return kills;
    }

    long cuts() {
        return cuts;
    }
}
