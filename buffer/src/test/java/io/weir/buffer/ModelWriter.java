package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Gives a log and its model the same groups. */
final class ModelWriter {
    private final SplittableRandom random;
    private final Model model;
    private final ModelOwner owner;
    private final Climate climate;
    private final Clock clock;
    private final Consumer<String> story;

    ModelWriter(
            SplittableRandom random,
            Model model,
            ModelOwner owner,
            Climate climate,
            Clock clock,
            Consumer<String> story) {
        this.random = random;
        this.model = model;
        this.owner = owner;
        this.climate = climate;
        this.clock = clock;
        this.story = story;
    }

    void append(DiskLog log) throws IOException {
        List<Given> group = new ArrayList<>();
        int size = 1 + random.nextInt(6);
        for (int i = 0; i < size; i++) {
            long time = random.nextLong() >> random.nextInt(64);
            int stream = 1 + random.nextInt(ModelOwner.STREAM);
            group.add(new Given(model.next() + i, stream, time, ByteBuffer.wrap(bytes(mostBytes()))));
        }
        story.accept("append " + size + "@" + model.next());
        append(log, group);
    }

    private void append(DiskLog log, List<Given> group) throws IOException {
        try {
            long offset = log.append(Given.group(group)).value();
            assertThat(offset).isEqualTo(group.get(0).offset());
            model.append(group, clock.millis());
        } catch (LogFullException e) {
            assertThat(climate.tight()).isTrue();
            owner.needNothing();
        }
    }

    private int mostBytes() {
        if (climate.tight()) {
            return 300_000;
        }
        int most = climate.served() ? 3000 : 300;
        return random.nextInt(25) == 0 ? 150_000 : most;
    }

    /** Mostly random, and quick. */
    private byte[] bytes(int most) {
        byte[] bytes = new byte[random.nextInt(most)];
        for (int i = 0; i < bytes.length; i += 1 + i / 16) {
            bytes[i] = (byte) random.nextInt();
        }
        return bytes;
    }

    void commit(DiskLog log) throws IOException {
        story.accept("commit");
        log.commit();
        model.commit();
    }

    /** After a failure nothing of what was not committed counts; some of it is given again. */
    void reopen(DiskLog log) throws IOException {
        story.accept("reopen");
        assertThat(log.reopen().value()).isEqualTo(model.end());
        List<Model.Pending> again = model.pending();
        model.forgetPending();
        for (Model.Pending pending : again) {
            if (pending.group().get(0).offset() == model.next() && random.nextInt(3) > 0) {
                append(log, pending.group());
            }
        }
    }

    void saveCheckpoint(DiskLog log) throws IOException {
        boolean large = !climate.tight() && random.nextInt(40) == 0;
        byte[] state = bytes(large ? 3_000_000 : 1000);
        story.accept("checkpoint " + state.length);
        owner.save(log, state);
    }
}
