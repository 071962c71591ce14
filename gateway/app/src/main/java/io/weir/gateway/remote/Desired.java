package io.weir.gateway.remote;

import io.weir.device.ByteSize;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.Document;
import io.weir.gateway.config.Json;
import io.weir.gateway.config.Layers;
import io.weir.gateway.config.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A desired document that is well formed and meant for this gateway.
 *
 * @param document hash of its bytes
 * @param base hash of the configuration it was made for; empty when it says none
 * @param layer its {@code config}
 */
record Desired(Revision revision, String document, Optional<Instant> expires, Optional<String> base, Document layer) {

    static final ByteSize LARGEST = ByteSize.ofKibibytes(256);

    private static final long COUNT_LIMIT = 1L << 53;

    private static final ObjectShape APPLY = ObjectShape.of(
            Key.optional(
                    "health-window",
                    Shape.span(Duration.ZERO, Duration.ofDays(1)),
                    "How long a new configuration is on trial."),
            Key.optional("on-failure", Shape.choice("rollback"), "What to do when it fails."),
            Key.optional("confirm", Shape.flag(), "Whether the operator must confirm."));

    private static final ObjectShape ENVELOPE = ObjectShape.of(
            Key.required("v", Shape.whole(1, 1), "the version of this form"),
            Key.required("aud", Shape.text(), "whom it is for, gateway/ID"),
            Key.required("epoch", Shape.whole(0, COUNT_LIMIT), "the epoch of its revision"),
            Key.required("rev", Shape.whole(0, COUNT_LIMIT), "its revision"),
            Key.optional("issued", time(), "when it was made"),
            Key.optional("expires", time(), "when it is no longer to be taken"),
            Key.optional("base", Shape.matching("sha256:[0-9a-f]{64}", "sha256:HEX"), "what it was made for"),
            Key.optional("apply", APPLY, "how to apply it"));

    /** A document, or why there is none. */
    record Parsed(Optional<Desired> desired, Revision revision, List<Problem> problems) {}

    /** Reads the bytes of a message; strict, and with limits before anything is understood. */
    static Parsed parse(byte[] bytes, String gatewayId) {
        ConfigReader.Parsed parsed = ConfigReader.parse(bytes, LARGEST);
        if (parsed.document().isEmpty()) {
            return new Parsed(Optional.empty(), Revision.NONE, parsed.problems());
        }
        Document whole = parsed.document().get();
        ConfigReader.Bound bound = ConfigReader.Bound.of(ENVELOPE, Layers.without(whole, "config"));
        List<Problem> problems = new ArrayList<>(bound.problems());
        Settings own = bound.settings();
        if (!(whole.tree().get("config") instanceof Map)) {
            problems.add(Problem.at("config", "/config", "missing", "the section `config` is missing"));
        }
        if (own.has("aud") && !own.text("aud").equals("gateway/" + gatewayId)) {
            String message = "this is for another gateway; this one is `gateway/" + gatewayId + "`";
            problems.add(Problem.at("aud", "/aud", "audience", message));
        }
        if (own.has("apply")) {
            checkApply(own.section("apply"), problems);
        }
        Revision revision =
                own.has("epoch") && own.has("rev") ? new Revision(own.whole("epoch"), own.whole("rev")) : Revision.NONE;
        if (!problems.isEmpty()) {
            return new Parsed(Optional.empty(), revision, problems);
        }
        return new Parsed(
                Optional.of(new Desired(
                        revision,
                        Json.hash(bytes),
                        own.optionalText("expires").map(Desired::instant),
                        own.optionalText("base"),
                        Layers.section(whole, "config"))),
                revision,
                List.of());
    }

    // What would change how a document is applied must not be ignored as long as it cannot be done.
    private static void checkApply(Settings apply, List<Problem> problems) {
        if (apply.has("health-window") && !apply.span("health-window").isZero()) {
            problems.add(notAvailable("health-window", "a trial (health-window)"));
        }
        if (apply.has("confirm") && apply.flag("confirm")) {
            problems.add(notAvailable("confirm", "a confirmation (confirm)"));
        }
    }

    private static Problem notAvailable(String key, String what) {
        return Problem.at("apply." + key, "/apply/" + key, "not-available", what + " is not available in this version");
    }

    private static Shape time() {
        return Shape.text(64, "a time such as 2026-11-21T10:00:00Z", text -> {
            try {
                instant(text);
                return Optional.empty();
            } catch (DateTimeException e) {
                return Optional.of("is no time");
            }
        });
    }

    private static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
