package io.weir.sim.wire;

import java.util.ArrayList;
import java.util.List;

/** Remembers what was answered. */
final class RecordingAnswers implements Answers {
    final List<Integer> accepted = new ArrayList<>();
    final List<String> refused = new ArrayList<>();

    @Override
    public void accepted(int entry) {
        accepted.add(entry);
    }

    @Override
    public void refused(int entry, String reason) {
        refused.add(entry + " " + reason);
    }
}
