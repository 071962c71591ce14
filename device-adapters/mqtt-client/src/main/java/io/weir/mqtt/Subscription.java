package io.weir.mqtt;

/**
 * A topic filter and the highest quality of service at which the broker may deliver.
 *
 * @param qos 0 or 1; 2 is not offered, because Paho acknowledges QoS 2 before it hands a message over
 */
public record Subscription(String filter, int qos) {
    public Subscription {
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("a topic filter must not be empty");
        }
        if (qos < 0 || qos > 1) {
            throw new IllegalArgumentException("qos (" + qos + ") of " + filter + " must be 0 or 1");
        }
    }
}
