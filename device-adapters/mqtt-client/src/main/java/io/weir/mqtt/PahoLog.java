package io.weir.mqtt;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Paho reports every cut of a connection with a stack trace of its own, also the cuts that we make; what matters comes
 * through {@link MqttLink.Listener#down}.
 */
final class PahoLog {

    /** Held here, because loggers that nobody holds lose their level. */
    private static final List<Logger> LOGGERS =
            List.of(Logger.getLogger("org.eclipse.paho.mqttv5"), Logger.getLogger("org.eclipse.paho.client.mqttv3"));

    private PahoLog() {}

    static void quiet() {
        LOGGERS.forEach(logger -> logger.setLevel(Level.OFF));
    }
}
