package io.weir.gateway.remote;

import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Json;
import io.weir.gateway.config.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words an outcome as {@code config/reported} has it. Holds references where the configuration has secrets. */
final class Report {

    /** More would only hide the first ones, and a document of 256 KiB can hold a great many. */
    private static final int MOST_ERRORS = 100;

    private final Map<String, Object> tree = new LinkedHashMap<>();

    private Report(State state, Revision revision, String hash) {
        tree.put("v", 1);
        if (!revision.equals(Revision.NONE)) {
            tree.put("epoch", revision.epoch());
            tree.put("rev", revision.rev());
        }
        if (!hash.isEmpty()) {
            tree.put("hash", hash);
        }
        tree.put("state", state.word);
    }

    /** What became of a document. */
    enum State {
        APPLIED("applied"),
        REJECTED("rejected"),
        ROLLED_BACK("rolled-back"),
        ROLLBACK_FAILED("rollback-failed");

        final String word;

        State(String word) {
            this.word = word;
        }
    }

    /**
     * Begins a report.
     *
     * @param hash of the configuration that the document makes; empty when it makes none
     */
    static Report of(State state, Revision revision, String hash) {
        return new Report(state, revision, hash);
    }

    Report running(Running running) {
        tree.put("running", running.toTree());
        List<String> layers = new ArrayList<>(List.of("file"));
        if (!running.revision().equals(Revision.NONE)) {
            layers.add("gateway@" + running.revision().rev());
        }
        tree.put("layers", layers);
        return this;
    }

    Report errors(List<Problem> problems) {
        List<Object> errors = new ArrayList<>();
        problems.stream().limit(MOST_ERRORS).map(Problem::toTree).forEach(errors::add);
        if (problems.size() > MOST_ERRORS) {
            String rest = "and " + (problems.size() - MOST_ERRORS) + " more";
            errors.add(Problem.at("", "", "more", rest).toTree());
        }
        tree.put("errors", errors);
        return this;
    }

    Report changed(List<String> changed, List<String> kept) {
        tree.put("changed", changed);
        tree.put("kept", kept);
        return this;
    }

    byte[] bytes(long tookMillis, Instant now) {
        tree.put("took-ms", tookMillis);
        tree.put("ts", now.toString());
        return Json.write(tree).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What runs.
     *
     * @param revision of the layer in it
     */
    record Running(GatewayConfig config, Revision revision) {

        Map<String, Object> toTree() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("rev", revision.rev());
            tree.put("hash", config.hash());
            return tree;
        }
    }
}
