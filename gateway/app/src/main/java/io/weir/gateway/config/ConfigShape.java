package io.weir.gateway.config;

import io.weir.device.ByteSize;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Shape;
import io.weir.pipeline.PipelineSpec;
import java.time.Duration;
import java.util.Optional;

/** The shape of a whole configuration. Key by key it is what {@code weir schema} and the reference show. */
final class ConfigShape {

    private static final String ID = "[a-z0-9][a-z0-9-]{0,62}";

    private static final ObjectShape DASHBOARD = ObjectShape.of(
            Key.defaulted(
                    "listen", Shape.address(), "127.0.0.1:8080", "Where the page, the API and the metrics are served."),
            Key.optional("password", Shape.secret(), "Asked for beyond loopback."),
            Key.defaulted(
                    "anonymous",
                    Shape.flag(),
                    "false",
                    "Said in words when anyone who reaches the address may see the page without a password."));

    private static final ObjectShape CLOCK = ObjectShape.of(
            Key.defaulted(
                    "trust",
                    Shape.choice("auto", "ntp", "floor", "always"),
                    "auto",
                    "When the system clock is believed. `auto`: when NTP has synchronised it; where NTP cannot be asked or a"
                            + " hardware clock set it, when it is past the last time known. `ntp`: only then. `floor`: when"
                            + " it is past the last time known. `always`: whatever it shows."),
            Key.defaulted(
                    "hold",
                    Shape.span(Duration.ZERO, Duration.ofDays(365)),
                    "10m",
                    "How long uplinks keep back what was stamped by a clock not believed yet, so that it leaves with its"
                            + " right time."));

    private static final ObjectShape GATEWAY = ObjectShape.of(
            Key.required(
                    "id",
                    Shape.matching(ID, "small letters, digits and -, at most 63, such as pump-house-3"),
                    "Names this gateway in topics, metrics, record ids and the page."),
            Key.defaulted("tags", Shape.mapOfFreeNames(Shape.text()), "", "Words of your own about this gateway."),
            Key.required(
                    "data-dir",
                    Shape.text(4096, "a folder", ConfigShape::folderComplaint),
                    "The folder of everything that must survive; a relative one is looked up from the working directory."),
            Key.defaulted("dashboard", DASHBOARD, "", "The page, the API and the metrics."),
            Key.defaulted(
                    "gpio",
                    Shape.choice("real", "simulated"),
                    "real",
                    "`simulated` replaces every bank and bus by one that is driven over the socket gpio.sock in the data directory."),
            Key.defaulted("clock", CLOCK, "", "What to do while this machine does not know the time."),
            Key.optional("group", Shape.notYet("the fleet layer"), "The fleet this gateway belongs to."));

    private static final ObjectShape ENCRYPTION = ObjectShape.of(
            Key.required(
                    "key",
                    Shape.secret(),
                    "What is written from now on is encrypted with it: 64 hex digits or base64."),
            Key.optional(
                    "old-keys",
                    Shape.listOf(ObjectShape.of(Key.required("key", Shape.secret(), "A key of before."))),
                    "Keys under which older segments may still be, until keep-delivered and max-age are over."));

    private static final ObjectShape BUFFER = ObjectShape.of(
            Key.optional("encryption", ENCRYPTION, "Encrypts the buffer on the disk with AES-256-GCM."),
            Key.defaulted(
                    "max-size",
                    Shape.size(ByteSize.ofMebibytes(64), new ByteSize(1L << 44)),
                    "2GiB",
                    "The most the buffer may take on the disk."),
            Key.defaulted(
                    "max-age",
                    Shape.span(Duration.ofMinutes(1), Duration.ofDays(3650)),
                    "14d",
                    "Records older than this are given up, delivered or not."),
            Key.defaulted(
                    "when-full",
                    Shape.choice("drop-oldest", "thin", "reject"),
                    "drop-oldest",
                    "`drop-oldest` gives up the oldest records of the lowest priority; `thin` first condenses the oldest to roll-ups of growing width; `reject` turns new messages away."),
            Key.defaulted(
                    "keep-delivered",
                    Shape.span(Duration.ZERO, Duration.ofDays(3650)),
                    "24h",
                    "How long delivered records stay for a replay."),
            Key.defaulted(
                    "commit-every",
                    Shape.span(Duration.ZERO, Duration.ofSeconds(10)),
                    "0ms",
                    "The longest that a message waits for others to share its fsync; 0ms never waits."));

    private static final ObjectShape TRUST = ObjectShape.of(
            Key.required("key-id", Shape.text(), "The `kid` of documents that this key signs."),
            Key.required("ed25519", Shape.secret(), "The public key."));

    private static final ObjectShape BROKER_TLS = ObjectShape.of(
            Key.optional("ca", Shape.secret(), "PEM certificates to trust for the broker, instead of the system's."),
            Key.optional("cert", Shape.secret(), "PEM certificate chain to show to the broker."),
            Key.optional("key", Shape.secret(), "PEM private key of it, PKCS#8."));

    private static final ObjectShape CONTROL = ObjectShape.of(
            Key.required("broker", Shape.uri("mqtt", "mqtts"), "The broker over which this gateway is configured."),
            Key.optional("username", Shape.text(), "For the broker."),
            Key.optional("password", Shape.secret(), "For the broker."),
            Key.optional(
                    "tls", BROKER_TLS, "How to trust the broker, and who to be, where that differs from the system."),
            Key.optional(
                    "client-id", Shape.text(), "At the broker; `weir-` and the gateway's id unless said otherwise."),
            Key.optional("trust", Shape.listOf(TRUST), "Keys whose signature a desired document needs."),
            Key.defaulted(
                    "require-signature",
                    Shape.flag(),
                    "false",
                    "Refuses unsigned documents; implied as soon as a trust key is configured."));

    private ConfigShape() {}

    static ObjectShape of(Components components) {
        return ObjectShape.of(
                Key.required("gateway", GATEWAY, "Who this gateway is."),
                Key.defaulted(
                        "adapters",
                        Shape.mapOf(new Shape.Typed("type", Components.shapes(components.adapters()))),
                        "",
                        "What brings messages in, by name."),
                Key.defaulted(
                        "pipelines",
                        Shape.mapOf(PipelineSpec.shape()),
                        "",
                        "What becomes of readings, by name; a pipeline writes the stream of its own name."),
                Key.defaulted("buffer", BUFFER, "", "The durable log."),
                Key.defaulted(
                        "uplinks",
                        Shape.mapOf(new Shape.Typed("type", Components.shapes(components.uplinks()))),
                        "",
                        "Where streams are delivered, by name."),
                Key.optional("control", CONTROL, "Configuration from afar."));
    }

    private static Optional<String> folderComplaint(String text) {
        return text.isBlank() || text.indexOf('\0') >= 0 ? Optional.of("names no folder") : Optional.empty();
    }
}
