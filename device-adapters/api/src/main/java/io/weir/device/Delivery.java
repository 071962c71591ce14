package io.weir.device;

/** How a message can come again, which decides how a repeat is recognised. */
public sealed interface Delivery {

    /** The sender never repeats it: MQTT QoS 0, a GPIO edge, a client without a durable session. */
    record Once() implements Delivery {}

    /**
     * The sender repeats it until it is acknowledged.
     *
     * @param peer the sender's lasting name, unique within the adapter: MQTT client id, CoAP address
     * @param fingerprint tells this message from the peer's other recent ones: packet id and checksum, say
     * @param suspect true when it may be a repeat (MQTT's DUP flag; any CoAP message). A suspect whose fingerprint is
     *     among the peer's last {@code memory} committed ones is acknowledged and not processed
     * @param memory how many fingerprints of this peer are kept, 1 to 65,535
     */
    record Repeatable(String peer, long fingerprint, boolean suspect, int memory) implements Delivery {
        public Repeatable {
            if (memory < 1 || memory > 65_535) {
                throw new IllegalArgumentException("memory is 1 to 65535 fingerprints, not " + memory);
            }
        }
    }
}
