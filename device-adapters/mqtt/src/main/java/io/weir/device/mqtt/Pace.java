package io.weir.device.mqtt;

import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Hands a connection its packets, unless something holds it: then nothing is read from its socket, what was decoded already
 * waits, and the keep-alive clock stands still. Event loop only.
 */
final class Pace {

    /** Why nothing is read. */
    enum Hold {
        /** Its login is checked, or its session is on its way to the disk. */
        ADMISSION,
        /** The intake is full. */
        INTAKE,
        /** As much is unacknowledged as is allowed. */
        UNACKNOWLEDGED,
        /** It does not take our answers. */
        UNSENT
    }

    private final FrameGate gate;
    private final KeepAlive keepAlive;
    private final Consumer<MqttMessage> handler;
    private final Deque<MqttMessage> waiting = new ArrayDeque<>();
    private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
    private boolean stopped;

    /** @param handler owns the packet and releases it */
    Pace(FrameGate gate, KeepAlive keepAlive, Consumer<MqttMessage> handler) {
        this.gate = gate;
        this.keepAlive = keepAlive;
        this.handler = handler;
    }

    void packet(MqttMessage packet) {
        if (stopped) {
            ReferenceCountUtil.release(packet);
        } else if (holds.isEmpty() && waiting.isEmpty()) {
            handler.accept(packet);
        } else {
            waiting.addLast(packet);
        }
    }

    void hold(Hold hold) {
        if (stopped) {
            return;
        }
        if (holds.isEmpty()) {
            gate.hold();
            keepAlive.pause();
        }
        holds.add(hold);
    }

    void release(Hold hold) {
        if (!holds.remove(hold)) {
            return;
        }
        while (holds.isEmpty() && !stopped) {
            MqttMessage next = waiting.pollFirst();
            if (next == null) {
                keepAlive.resume();
                gate.release();
                return;
            }
            handler.accept(next);
        }
    }

    /** For good; what waits is given up. */
    void stop() {
        stopped = true;
        keepAlive.stop();
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
    }
}
