package io.weir.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The owner of a log: what it needs of a stream of its own, and its checkpoints, of which the newest must be there. */
final class ModelOwner implements Retain {
    static final int STREAM = 3;

    private final Model model;
    private long needed;
    private Optional<Checkpoint> checkpoint = Optional.empty();
    /** What may be the newest: one in whose saving the world ended may be there, or in the page cache only. */
    private final List<Optional<Checkpoint>> possible = new ArrayList<>(List.of(Optional.empty()));

    ModelOwner(Model model) {
        this.model = model;
    }

    @Override
    public Offset needed(int stream) {
        return stream == STREAM ? new Offset(needed) : Offset.BEYOND;
    }

    boolean needs(long offset) {
        return model.stream(offset) == STREAM && offset >= needed;
    }

    /** Of what there is; as after a checkpoint that it was asked for. */
    void needNothing() {
        needed = model.end();
    }

    void save(DiskLog log, byte[] state) throws IOException {
        Checkpoint next = new Checkpoint(new Offset(model.end()), ByteBuffer.wrap(state));
        possible.add(Optional.of(next));
        log.checkpoints().save(next.at(), next.state());
        checkpoint = Optional.of(next);
        possible.clear();
        possible.add(checkpoint);
        needed = Math.max(needed, log.checkpoints().oldestKept().orElseThrow().value());
    }

    /** The log was opened again. */
    void reopen(DiskLog log) throws IOException {
        checkpoint = log.checkpoints().newest();
        assertThat(possible).contains(checkpoint);
    }

    void check(DiskLog log) throws IOException {
        assertThat(log.checkpoints().newest()).isEqualTo(checkpoint);
    }
}
