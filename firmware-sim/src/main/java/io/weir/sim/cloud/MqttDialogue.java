package io.weir.sim.cloud;

import io.weir.sim.wire.MqttPacket;
import io.weir.sim.wire.MqttServerSide;
import io.weir.sim.wire.PacketType;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * An MQTT broker without subscribers: takes the records out of every PUBLISH, at any quality of service, and keeps
 * nothing else.
 */
final class MqttDialogue implements Listener.Dialogue {
    private static final int UNAVAILABLE = 3;
    private final Arrivals arrivals;
    private final Supplier<Weather> weather;

    MqttDialogue(Arrivals arrivals, Supplier<Weather> weather) {
        this.arrivals = arrivals;
        this.weather = weather;
    }

    @Override
    public void talk(InputStream in, OutputStream out) throws IOException {
        MqttServerSide peer = new MqttServerSide(in, out);
        if (weather.get() instanceof Weather.Refusing) {
            peer.greet(false, UNAVAILABLE);
            return;
        }
        peer.greet(false, 0);
        while (true) {
            MqttPacket packet = peer.next();
            Weather now = weather.get();
            if (now instanceof Weather.Delayed delayed) {
                SlowStream.nap(delayed.by().toMillis());
            }
            while (weather.get() instanceof Weather.Silent) {
                SlowStream.nap(20);
            }
            if (packet.type() == PacketType.DISCONNECT) {
                return;
            }
            answer(peer, packet, now);
        }
    }

    private void answer(MqttServerSide peer, MqttPacket packet, Weather now) throws IOException {
        switch (packet.type()) {
            case PUBLISH -> {
                MqttServerSide.Publish publish = peer.publish(packet);
                arrivals.take(StandardCharsets.UTF_8
                        .decode(publish.payload())
                        .toString()
                        .lines()
                        .toList());
                if (now instanceof Weather.LosingAnswers) {
                    throw new IOException("told to lose the answer");
                }
                if (publish.qos() > 0) {
                    peer.acknowledge(publish.qos() == 1 ? PacketType.PUBACK : PacketType.PUBREC, publish.packetId());
                }
            }
            case PUBREL -> peer.acknowledge(PacketType.PUBCOMP, packet.packetId());
            case SUBSCRIBE -> peer.acknowledgeSubscription(PacketType.SUBACK, packet.packetId());
            case UNSUBSCRIBE -> peer.acknowledgeSubscription(PacketType.UNSUBACK, packet.packetId());
            case PINGREQ -> peer.send(PacketType.PINGRESP);
            default -> throw new IOException("a client does not send " + packet.type());
        }
    }
}
