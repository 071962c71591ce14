package io.weir.uplink.kafka;

import io.weir.device.config.Settings;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;

/** From our words to the producer's. Secrets are read anew for each producer. */
record ProducerSettings(Settings settings, String clientId) {

    private static final int BATCH_BYTES = 128 << 10;

    /**
     * @throws IOException when the password cannot be read
     */
    Map<String, Object> properties() throws IOException {
        int timeoutMillis = (int) settings.span("timeout").toMillis();
        Map<String, Object> all = new HashMap<>();
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.texts("bootstrap"));
        all.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, settings.text("compression"));
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 5);
        // A producer that gives one batch up sends the next ones nevertheless, which would break the order. So it never
        // gives up by itself: the sink does, by throwing the whole producer away.
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeoutMillis);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, (long) timeoutMillis);
        all.put(ProducerConfig.METRIC_REPORTER_CLASSES_CONFIG, "");
        all.put(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        putSecurity(all);
        return all;
    }

    private void putSecurity(Map<String, Object> all) throws IOException {
        Settings security = settings.section("security");
        boolean sasl = security.has("sasl");
        String protocol = (sasl ? "SASL_" : "") + (security.flag("tls") ? "SSL" : "PLAINTEXT");
        all.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
        if (sasl) {
            String mechanism = security.text("sasl").toUpperCase(Locale.ROOT);
            all.put(SaslConfigs.SASL_MECHANISM, mechanism);
            all.put(SaslConfigs.SASL_JAAS_CONFIG, jaas(mechanism, security));
        }
    }

    private static String jaas(String mechanism, Settings security) throws IOException {
        String module = mechanism.equals("PLAIN")
                ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                : "org.apache.kafka.common.security.scram.ScramLoginModule";
        return module + " required username=" + quoted(security.text("username")) + " password="
                + quoted(security.secret("password").text()) + ";";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
