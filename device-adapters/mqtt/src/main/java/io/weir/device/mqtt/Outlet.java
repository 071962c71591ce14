package io.weir.device.mqtt;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a client, and ends its socket so that the last packet arrives: a socket closed with unread bytes in it is reset,
 * and the reset takes our last words with it; so our side closes first, and for a moment whatever still comes is read and
 * thrown away. Event loop only.
 */
final class Outlet {

    private static final long LINGER_SECONDS = 2;

    private final ChannelHandlerContext context;
    private final FrameGate gate;

    Outlet(ChannelHandlerContext context, FrameGate gate) {
        this.context = context;
        this.gate = gate;
    }

    /** A packet, or encoded packets; a write that fails ends the connection. */
    void send(Object packet) {
        Future<?> unused = context.writeAndFlush(packet, context.voidPromise());
    }

    /** More can be written without piling up. */
    boolean isFree() {
        return context.channel().isWritable();
    }

    void endSilently() {
        gate.shut();
        close();
    }

    void endWith(MqttMessage last) {
        gate.shut();
        boolean encrypted = context.pipeline().get(SslHandler.class) != null;
        context.writeAndFlush(last).addListener(sent -> {
            if (sent.isSuccess() && !encrypted && context.channel() instanceof DuplexChannel channel) {
                Future<?> unused = channel.shutdownOutput();
            } else {
                close();
            }
        });
        // Also when the client does not take even that.
        Future<?> end = context.executor().schedule(this::close, LINGER_SECONDS, TimeUnit.SECONDS);
        context.channel().closeFuture().addListener(closed -> end.cancel(false));
    }

    private void close() {
        Future<?> unused = context.close();
    }
}
