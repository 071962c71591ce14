package io.weir.gateway.config;

import io.weir.buffer.WhenFull;
import io.weir.device.ByteSize;
import io.weir.device.config.Secret;
import io.weir.device.config.Settings;
import io.weir.gateway.time.MachineTrust;
import io.weir.pipeline.PipelineSpec;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A whole configuration that was checked: every reference leads somewhere, defaults are filled in. Immutable; made by
 * {@link ConfigReader} only. Equal configurations have equal {@link #canonical} texts and hashes, however they were written.
 *
 * @param adapters by name, sorted
 * @param pipelines sorted by name
 * @param uplinks by name, sorted
 * @param settings all of it, as it was bound
 */
public record GatewayConfig(
        Gateway gateway,
        Map<String, Component> adapters,
        List<PipelineSpec> pipelines,
        Buffer buffer,
        Map<String, Component> uplinks,
        Optional<Control> control,
        Settings settings) {

    /**
     * Who the gateway is.
     *
     * @param dataDirectory a relative one is looked up from the working directory
     */
    public record Gateway(
            String id,
            Map<String, String> tags,
            Path dataDirectory,
            Dashboard dashboard,
            boolean simulatedGpio,
            SiteTime time) {}

    /**
     * What to do while the machine does not know the time.
     *
     * @param trust when to believe the system clock
     * @param hold how long records stamped by a clock that is not trusted wait in the uplinks for their right times
     */
    public record SiteTime(MachineTrust.Rule trust, Duration hold) {}

    /**
     * The page and the API.
     *
     * @param listen {@code host:port}
     * @param anonymous true when the page beyond loopback may be seen without a password
     */
    public record Dashboard(String listen, Optional<Secret> password, boolean anonymous) {}

    /** An adapter or an uplink. */
    public record Component(String name, String type, Settings settings) {}

    /** The durable log. */
    public record Buffer(
            ByteSize maxSize,
            Duration maxAge,
            WhenFull whenFull,
            Duration keepDelivered,
            Duration commitEvery,
            Optional<Encryption> encryption) {}

    /** Keys of the durable log: for what is written, and for what older segments may need. */
    public record Encryption(Secret key, List<Secret> oldKeys) {}

    /**
     * Configuration from afar.
     *
     * @param requireSignature true also when only trust keys are configured
     */
    public record Control(
            URI broker,
            Optional<String> username,
            Optional<Secret> password,
            Tls tls,
            String clientId,
            boolean requireSignature) {}

    /**
     * Trust and identity at a broker, PEM.
     *
     * @param authorities to trust; the system's when empty
     * @param certificate to show; there is a key exactly when there is one
     */
    public record Tls(Optional<Secret> authorities, Optional<Secret> certificate, Optional<Secret> key) {}

    static GatewayConfig of(Settings all) {
        Gateway gateway = gateway(all.section("gateway"));
        List<PipelineSpec> pipelines = new ArrayList<>();
        all.named("pipelines").forEach((name, own) -> pipelines.add(PipelineSpec.of(name, own)));
        return new GatewayConfig(
                gateway,
                components(all.named("adapters")),
                List.copyOf(pipelines),
                buffer(all.section("buffer")),
                components(all.named("uplinks")),
                all.has("control") ? Optional.of(control(all.section("control"), gateway.id())) : Optional.empty(),
                all);
    }

    /** One line of JSON with sorted keys, defaults filled in and secrets as references; {@link ConfigReader} reads it back. */
    public String canonical() {
        return Json.canonical(settings.tree());
    }

    /** {@code sha256:…} of {@link #canonical}. */
    public String hash() {
        return Json.hash(canonical());
    }

    private static Gateway gateway(Settings own) {
        Settings page = own.section("dashboard");
        return new Gateway(
                own.text("id"),
                own.named("tags", String.class),
                Path.of(own.text("data-dir")),
                new Dashboard(page.text("listen"), secret(page, "password"), page.flag("anonymous")),
                own.text("gpio").equals("simulated"),
                new SiteTime(
                        MachineTrust.Rule.valueOf(
                                own.section("clock").text("trust").toUpperCase(Locale.ROOT)),
                        own.section("clock").span("hold")));
    }

    private static Map<String, Component> components(Map<String, Settings> all) {
        Map<String, Component> components = new TreeMap<>();
        all.forEach((name, own) -> components.put(name, new Component(name, own.text("type"), own)));
        return Collections.unmodifiableMap(components);
    }

    private static Buffer buffer(Settings own) {
        return new Buffer(
                own.size("max-size"),
                own.span("max-age"),
                WhenFull.valueOf(own.text("when-full").toUpperCase(Locale.ROOT).replace('-', '_')),
                own.span("keep-delivered"),
                own.span("commit-every"),
                own.has("encryption") ? Optional.of(encryption(own.section("encryption"))) : Optional.empty());
    }

    private static Encryption encryption(Settings own) {
        List<Secret> old = own.has("old-keys")
                ? own.sections("old-keys").stream()
                        .map(one -> one.secret("key"))
                        .toList()
                : List.of();
        return new Encryption(own.secret("key"), old);
    }

    private static Control control(Settings own, String id) {
        return new Control(
                URI.create(own.text("broker")),
                own.optionalText("username"),
                secret(own, "password"),
                own.has("tls")
                        ? tls(own.section("tls"))
                        : new Tls(Optional.empty(), Optional.empty(), Optional.empty()),
                own.optionalText("client-id").orElse("weir-" + id),
                own.flag("require-signature") || own.has("trust"));
    }

    private static Tls tls(Settings own) {
        return new Tls(secret(own, "ca"), secret(own, "cert"), secret(own, "key"));
    }

    private static Optional<Secret> secret(Settings own, String key) {
        return own.has(key) ? Optional.of(own.secret(key)) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GatewayConfig that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return settings.hashCode();
    }
}
