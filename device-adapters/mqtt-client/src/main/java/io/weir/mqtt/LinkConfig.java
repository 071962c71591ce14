package io.weir.mqtt;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Where and how an {@link MqttLink} connects. Immutable; made by {@link #to}.
 *
 * @param name for threads and the log
 * @param broker {@code mqtt://} or {@code tcp://} in clear, {@code mqtts://} or {@code ssl://} by TLS
 * @param clientId fixed and unique at the broker: two links with one id throw each other out
 * @param login asked anew at each connect, so that a rotated password is seen
 * @param cleanStart false keeps the session at the broker, and with it what was not acknowledged
 * @param sessionExpiry how long the broker keeps the session of an absent link (MQTT 5)
 * @param receiveMaximum most messages the broker may send unacknowledged (MQTT 5; 3.1.1 leaves it to the broker)
 * @param maxInFlight most publishes that may be unanswered
 * @param largestPacketBytes a larger one from the broker ends the connection; an MQTT 5 broker is told and sends none
 * @param connectTimeout how long the broker may take to accept a connection or answer a request
 * @param will asked anew at each connect
 * @param random for the jitter of the pauses between attempts
 */
public record LinkConfig(
        String name,
        URI broker,
        String clientId,
        Version version,
        Optional<Login> login,
        boolean cleanStart,
        Duration sessionExpiry,
        int receiveMaximum,
        int maxInFlight,
        int largestPacketBytes,
        Duration keepAlive,
        Duration connectTimeout,
        Duration shortestPause,
        Duration longestPause,
        Supplier<Optional<Will>> will,
        TlsSource tls,
        RandomGenerator random) {

    /** Which MQTT to speak. */
    public enum Version {
        /** 5, or 3.1.1 where the broker does not know 5. */
        BEST,
        V5,
        V3_1_1
    }

    /** Reads a secret where it lies. */
    @FunctionalInterface
    public interface SecretSource {
        byte[] read() throws IOException;
    }

    /** Makes the trust and keys of a TLS connection, anew at each connect. */
    @FunctionalInterface
    public interface TlsSource {
        javax.net.ssl.SSLContext context() throws IOException;
    }

    public record Login(String username, SecretSource password) {}

    private static final List<String> CLEAR = List.of("mqtt", "tcp");
    private static final List<String> ENCRYPTED = List.of("mqtts", "ssl");

    public LinkConfig {
        if (!CLEAR.contains(broker.getScheme()) && !ENCRYPTED.contains(broker.getScheme())
                || broker.getHost() == null) {
            throw new IllegalArgumentException(
                    "broker (" + broker + ") must be mqtt://host[:port] or mqtts://host[:port]");
        }
        if (receiveMaximum < 1 || receiveMaximum > 65_535) {
            throw new IllegalArgumentException("receiveMaximum (" + receiveMaximum + ") must be 1 to 65535");
        }
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("clientId must not be empty: it names the session at the broker");
        }
    }

    /** A link that keeps its session; everything else by the builder. */
    public static Builder to(String name, URI broker, String clientId) {
        return new Builder(name, broker, clientId);
    }

    boolean isEncrypted() {
        return ENCRYPTED.contains(broker.getScheme());
    }

    /** As Paho is told: it never hears of TLS, which {@link LinkSocket} does. */
    String serverUri() {
        int port = broker.getPort() >= 0 ? broker.getPort() : isEncrypted() ? 8883 : 1883;
        return "tcp://" + broker.getHost() + ":" + port;
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {
        private final String name;
        private final URI broker;
        private final String clientId;
        private Version version = Version.BEST;
        private Optional<Login> login = Optional.empty();
        private boolean cleanStart;
        private Duration sessionExpiry = Duration.ofDays(7);
        private int receiveMaximum = 100;
        private int maxInFlight = 100;
        private int largestPacketBytes = 4 << 20;
        private Duration keepAlive = Duration.ofSeconds(30);
        private Duration connectTimeout = Duration.ofSeconds(15);
        private Duration shortestPause = Duration.ofSeconds(1);
        private Duration longestPause = Duration.ofMinutes(1);
        private Supplier<Optional<Will>> will = Optional::empty;
        private TlsSource tls = Tls.system();
        private RandomGenerator random = new SplittableRandom();

        private Builder(String name, URI broker, String clientId) {
            this.name = name;
            this.broker = broker;
            this.clientId = clientId;
        }

        public Builder version(Version wanted) {
            version = wanted;
            return this;
        }

        public Builder login(String username, SecretSource password) {
            login = Optional.of(new Login(username, password));
            return this;
        }

        public Builder cleanStart(boolean clean) {
            cleanStart = clean;
            return this;
        }

        public Builder sessionExpiry(Duration expiry) {
            sessionExpiry = expiry;
            return this;
        }

        public Builder receiveMaximum(int messages) {
            receiveMaximum = messages;
            return this;
        }

        public Builder maxInFlight(int publishes) {
            maxInFlight = publishes;
            return this;
        }

        public Builder largestPacketBytes(int bytes) {
            largestPacketBytes = bytes;
            return this;
        }

        public Builder keepAlive(Duration interval) {
            keepAlive = interval;
            return this;
        }

        public Builder connectTimeout(Duration timeout) {
            connectTimeout = timeout;
            return this;
        }

        public Builder pauses(Duration shortest, Duration longest) {
            shortestPause = shortest;
            longestPause = longest;
            return this;
        }

        public Builder will(Supplier<Will> source) {
            will = () -> Optional.of(source.get());
            return this;
        }

        public Builder tls(TlsSource source) {
            tls = source;
            return this;
        }

        public Builder random(RandomGenerator source) {
            random = source;
            return this;
        }

        public LinkConfig build() {
            return new LinkConfig(
                    name,
                    broker,
                    clientId,
                    version,
                    login,
                    cleanStart,
                    sessionExpiry,
                    receiveMaximum,
                    maxInFlight,
                    largestPacketBytes,
                    keepAlive,
                    connectTimeout,
                    shortestPause,
                    longestPause,
                    will,
                    tls,
                    random);
        }
    }
}
