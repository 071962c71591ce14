package io.weir.device.mqtt;

import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.AdapterProvider;
import io.weir.device.ByteSize;
import io.weir.device.TopicPattern;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import io.weir.mqtt.Subscription;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The type {@code mqtt}: with {@code listen} an endpoint for devices, with {@code broker} a subscription at a broker. Stateless.
 */
public final class MqttAdapterProvider implements AdapterProvider {

    /** Keys that only one of the two kinds understands. */
    private static final List<String> ENDPOINT_ONLY =
            List.of("listen", "users", "anonymous", "max-connections", "max-sessions");

    private static final List<String> BROKER_ONLY = List.of("broker", "username", "password", "client-id", "version");

    private static final int ENDPOINT_RECEIVE_MAXIMUM = 1024;
    private static final int BROKER_RECEIVE_MAXIMUM = 100;
    private static final long MAX_CONNECTIONS = 1_000;

    /** The core remembers the repeats of so many peers of an adapter, and not of more. */
    private static final long MAX_SESSIONS = 10_000;

    @Override
    public String type() {
        return "mqtt";
    }

    @Override
    public ObjectShape shape(Shape decode) {
        ObjectShape topic = ObjectShape.of(
                Key.required(
                        "topic", Shape.topicPattern(), "the topics it takes; {device} and {metric} capture a level"),
                Key.required("decode", decode, "how a payload becomes readings"),
                Key.defaulted("qos", Shape.whole(0, 1), "1", "at a broker: the QoS to subscribe with"));
        ObjectShape tls = ObjectShape.of(
                Key.optional("listen", Shape.address(), "where devices connect by TLS"),
                Key.optional("cert", Shape.secret(), "PEM certificate chain to show"),
                Key.optional("key", Shape.secret(), "PEM private key, PKCS#8"),
                Key.optional("ca", Shape.secret(), "PEM authorities that may have signed the broker's certificate"));
        return ObjectShape.of(
                Key.optional("listen", Shape.address(), "where devices connect in clear"),
                Key.optional("tls", tls, "the encrypted listener, or how to trust the broker"),
                Key.optional("users", Shape.secret(), "file of name:bcrypt[:topic-filter,…] lines"),
                Key.optional("anonymous", Shape.flag(), "true lets everybody publish who reaches the listener"),
                Key.optional("broker", Shape.uri("mqtt", "mqtts"), "the broker to subscribe at"),
                Key.optional("username", Shape.text(), "for the broker"),
                Key.optional("password", Shape.secret(), "for the broker"),
                Key.optional("client-id", Shape.text(), "at the broker; default GATEWAY-ADAPTER"),
                Key.optional(
                        "version",
                        Shape.choice("3.1.1", "5"),
                        "MQTT version at the broker; default 5, or 3.1.1 where the broker knows no 5"),
                Key.optional(
                        "receive-maximum",
                        Shape.whole(1, 65_535),
                        "unacknowledged messages; default 1024 of a client, 100 of a broker"),
                Key.defaulted(
                        "max-packet",
                        Shape.size(ByteSize.ofKibibytes(1), ByteSize.ofMebibytes(64)),
                        "256KiB",
                        "largest packet that is taken"),
                Key.optional("max-connections", Shape.whole(1, 100_000), "clients at once; default 1000"),
                Key.optional(
                        "max-sessions", Shape.whole(1, MAX_SESSIONS), "durable sessions that are kept; default 10000"),
                Key.required("topics", Shape.listOf(topic), "what to take; the first match decodes"));
    }

    @Override
    public void check(Settings settings, Problems problems) {
        boolean endpoint = isEndpoint(settings);
        if (endpoint == settings.has("broker")) {
            problems.report(
                    settings.path(),
                    "conflict",
                    "either listen (devices connect here) or broker (connect there) must be given, and not both");
            return;
        }
        for (String key : endpoint ? BROKER_ONLY : ENDPOINT_ONLY) {
            if (settings.has(key)) {
                problems.report(
                        settings.path(key),
                        "conflict",
                        key + " goes with " + (endpoint ? "broker" : "listen") + ", which is not given");
            }
        }
        if (endpoint) {
            checkEndpoint(settings, problems);
        } else {
            checkBroker(settings, problems);
        }
    }

    private static boolean isEndpoint(Settings settings) {
        return settings.has("listen")
                || settings.has("tls") && settings.section("tls").has("listen");
    }

    private static void checkEndpoint(Settings settings, Problems problems) {
        boolean anonymous = settings.has("anonymous") && settings.flag("anonymous");
        if (anonymous && settings.has("users")) {
            problems.report(settings.path("anonymous"), "conflict", "with users nobody is anonymous; leave one out");
        }
        checkExposure(settings, anonymous, problems);
        if (!settings.has("tls")) {
            return;
        }
        Settings tls = settings.section("tls");
        for (String key : List.of("listen", "cert", "key")) {
            if (!tls.has(key)) {
                problems.report(tls.path(), "missing", "the key " + key + " is missing: a TLS listener needs it");
            }
        }
        if (tls.has("ca")) {
            problems.report(
                    tls.path("ca"), "not-available", "certificates of devices are not available in this version");
        }
        checkExposure(tls, anonymous || settings.has("users"), problems);
    }

    private static void checkExposure(Settings section, boolean agreed, Problems problems) {
        if (!agreed
                && !section.has("users")
                && section.has("listen")
                && !HostPort.of(section.text("listen")).isLoopback()) {
            problems.report(
                    section.path("listen"),
                    "conflict",
                    section.text("listen") + " can be reached from outside: give users, or say anonymous: true",
                    "anonymous: true");
        }
    }

    private static void checkBroker(Settings settings, Problems problems) {
        if (settings.has("password") && !settings.has("username")) {
            problems.report(settings.path("password"), "conflict", "a password needs a username");
        }
        if (settings.has("tls")) {
            Settings tls = settings.section("tls");
            if (!settings.text("broker").startsWith("mqtts:")) {
                problems.report(tls.path(), "conflict", "TLS needs a broker that begins with mqtts://");
            }
            if (tls.has("cert") != tls.has("key")) {
                problems.report(tls.path(), "conflict", "cert and key go together");
            }
        }
    }

    @Override
    public Adapter create(Settings settings, AdapterContext context) throws IOException {
        List<Routes.Rule> rules = new ArrayList<>();
        for (Settings topic : settings.sections("topics")) {
            rules.add(new Routes.Rule(TopicPattern.of(topic.text("topic")), context.decoder(topic.section("decode"))));
        }
        return isEndpoint(settings)
                ? new Endpoint(endpoint(settings, rules), context)
                : new BrokerSubscription(broker(settings, context, rules), context);
    }

    private static Endpoint.Config endpoint(Settings settings, List<Routes.Rule> rules) {
        Optional<Endpoint.Tls> tls = Optional.empty();
        if (settings.has("tls")) {
            Settings section = settings.section("tls");
            tls = Optional.of(new Endpoint.Tls(
                    HostPort.of(section.text("listen")), section.secret("cert"), section.secret("key")));
        }
        return new Endpoint.Config(
                settings.path(),
                settings.optionalText("listen").map(HostPort::of),
                tls,
                settings.has("users") ? Optional.of(settings.secret("users")) : Optional.empty(),
                rules,
                new Limits(
                        (int) settings.size("max-packet").bytes(),
                        (int) whole(settings, "receive-maximum", ENDPOINT_RECEIVE_MAXIMUM),
                        (int) whole(settings, "max-connections", MAX_CONNECTIONS),
                        (int) whole(settings, "max-sessions", MAX_SESSIONS),
                        Limits.CONNECT_TIMEOUT));
    }

    private static BrokerSubscription.Config broker(
            Settings settings, AdapterContext context, List<Routes.Rule> rules) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (Settings topic : settings.sections("topics")) {
            subscriptions.add(
                    new Subscription(TopicPattern.of(topic.text("topic")).filter(), (int) topic.whole("qos")));
        }
        return new BrokerSubscription.Config(
                URI.create(settings.text("broker")),
                settings.optionalText("client-id").orElse(context.gatewayId() + "-" + context.name()),
                settings.optionalText("version"),
                settings.optionalText("username"),
                settings.has("password") ? Optional.of(settings.secret("password")) : Optional.empty(),
                settings.has("tls") ? Optional.of(settings.section("tls")) : Optional.empty(),
                (int) whole(settings, "receive-maximum", BROKER_RECEIVE_MAXIMUM),
                (int) settings.size("max-packet").bytes(),
                subscriptions,
                rules);
    }

    private static long whole(Settings settings, String key, long otherwise) {
        return settings.has(key) ? settings.whole(key) : otherwise;
    }
}
