package io.weir.sim.fleet;

import io.weir.sim.wire.Answers;
import io.weir.sim.wire.CoapSender;
import io.weir.sim.wire.GpioLines;
import io.weir.sim.wire.MqttPublisher;
import io.weir.sim.wire.MqttSettings;
import io.weir.sim.wire.MqttVersion;
import io.weir.sim.wire.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Where the devices of a fleet send to: a gateway's listeners, or any MQTT broker and CoAP server. An empty user name means that none is
 * given.
 */
public record Endpoints(
        InetSocketAddress mqtt, InetSocketAddress coap, Path gpioSocket, String username, String password) {
    private static final int JSON = 50;

    public Endpoints(InetSocketAddress mqtt, InetSocketAddress coap, Path gpioSocket) {
        this(mqtt, coap, gpioSocket, "", "");
    }

    Transport connect(DeviceSpec spec, Answers answers, RandomGenerator random) throws IOException {
        return switch (spec.protocol()) {
            case MQTT_3 -> new MqttPublisher(mqttSettings(spec, MqttVersion.V3_1_1), spec.qos(), answers);
            case MQTT_5 -> new MqttPublisher(mqttSettings(spec, MqttVersion.V5), spec.qos(), answers);
            case COAP -> new CoapSender(coap, JSON, answers, random);
            case GPIO -> new GpioLines(gpioSocket, answers);
        };
    }

    private MqttSettings mqttSettings(DeviceSpec spec, MqttVersion version) {
        return new MqttSettings(mqtt, version, spec.name(), username, password, spec.window(), Duration.ofSeconds(30));
    }

    @Override
    public String toString() {
        return "mqtt " + mqtt + ", coap " + coap + ", gpio " + gpioSocket;
    }
}
