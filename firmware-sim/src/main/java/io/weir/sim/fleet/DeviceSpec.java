package io.weir.sim.fleet;

import java.time.Duration;

/**
 * One simulated device. The topic is the MQTT topic or the CoAP path; a GPIO line has a pin instead.
 *
 * @param qos of MQTT; at 0 nothing is acknowledged
 * @param isoTime event time as ISO 8601 text instead of epoch milliseconds
 * @param window how many MQTT messages may be unacknowledged at a time
 */
public record DeviceSpec(
        String name,
        Protocol protocol,
        int qos,
        String topic,
        int pin,
        String metric,
        String unit,
        Duration every,
        boolean isoTime,
        int window,
        SignalSpec signal,
        Faults faults) {

    public DeviceSpec {
        if (name.isEmpty() || metric.isEmpty()) {
            throw new IllegalArgumentException("a device needs a name and a metric");
        }
        if (every.isZero() || every.isNegative()) {
            throw new IllegalArgumentException("every (" + every + ") must be a positive length of time");
        }
    }

    /** True if the gateway promises something for its messages: a PUBACK, a 2.04. */
    public boolean isAcknowledged() {
        return protocol == Protocol.COAP || (protocol.isMqtt() && qos == 1);
    }

    public static DeviceSpec mqtt(String name, Protocol version, int qos, String topic, String metric, String unit) {
        return new DeviceSpec(
                name,
                version,
                qos,
                topic,
                0,
                metric,
                unit,
                Duration.ofMillis(100),
                qos == 1,
                16,
                new SignalSpec.Walk(20, 0.5),
                Faults.NONE);
    }

    public static DeviceSpec coap(String name, String path, String metric, String unit) {
        return new DeviceSpec(
                name,
                Protocol.COAP,
                1,
                path,
                0,
                metric,
                unit,
                Duration.ofMillis(200),
                false,
                1,
                new SignalSpec.Sine(5, 2, 60),
                Faults.NONE);
    }

    /** The gateway knows a line by its adapter's name and the input's, so the simulator has to be told both. */
    public static DeviceSpec gpio(String adapter, String input, int pin) {
        return new DeviceSpec(
                adapter,
                Protocol.GPIO,
                0,
                "",
                pin,
                input,
                "",
                Duration.ofMillis(500),
                false,
                1,
                new SignalSpec.Square(0, 1, 1),
                Faults.NONE);
    }

    public DeviceSpec every(Duration length) {
        return new DeviceSpec(name, protocol, qos, topic, pin, metric, unit, length, isoTime, window, signal, faults);
    }

    public DeviceSpec measuring(SignalSpec other) {
        return new DeviceSpec(name, protocol, qos, topic, pin, metric, unit, every, isoTime, window, other, faults);
    }

    public DeviceSpec suffering(Faults other) {
        return new DeviceSpec(name, protocol, qos, topic, pin, metric, unit, every, isoTime, window, signal, other);
    }
}
