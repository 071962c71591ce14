package io.weir.device.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the decoder and lets whole packets through, nothing while it is held. So the decoder never starts a packet
 * again for want of bytes, a packet above the limit is refused at its header, and what a held connection keeps in memory
 * is one read and one packet at most: the rest stays in the network. Event loop only.
 *
 * <pre>
 * type and flags, 1 byte | remaining length, 1 to 4 bytes of 7 bits, lowest first | that many bytes
 * </pre>
 */
final class FrameGate extends ChannelInboundHandlerAdapter {

    /** What the gate tells its connection. */
    interface Keeper {

        /** Bytes came. */
        void heard();

        /** A packet is larger than allowed; nothing is let through any more. */
        void tooLarge(int packetType, long bytes);

        /** What came is no MQTT; nothing is let through any more. */
        void notMqtt(String why);

        /** What was written has left, more may be written. */
        void writable();
    }

    /** Whole packets go on in pieces of about this size, so that a hold takes effect soon. */
    private static final int PIECE_BYTES = 16 * 1024;

    private static final int CONNECT_HEAD = 0x10;
    private static final int INCOMPLETE = 0;
    private static final int REFUSED = -1;

    private final Keeper keeper;
    private int limitBytes;
    private boolean beforeConnect = true;
    private boolean held;
    private boolean shut;
    private boolean draining;
    private @Nullable ByteBuf kept;
    private @Nullable ChannelHandlerContext context;

    FrameGate(Keeper keeper, int limitBytes) {
        this.keeper = keeper;
        this.limitBytes = limitBytes;
    }

    void limit(int bytes) {
        limitBytes = bytes;
    }

    /** Lets nothing through and stops reading. */
    void hold() {
        held = true;
        autoRead(false);
    }

    /** Lets through what was kept, then reads again. */
    void release() {
        held = false;
        if (context == null) {
            return;
        }
        // While draining, the loop that called us goes on by itself.
        if (!draining) {
            drain(context);
            context.fireChannelReadComplete();
        }
        if (!held) {
            autoRead(true);
        }
    }

    /** Whatever comes from now on is thrown away. */
    void shut() {
        shut = true;
        held = false;
        dropKept();
        autoRead(true);
    }

    private void autoRead(boolean on) {
        if (context != null) {
            context.channel().config().setAutoRead(on);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        dropKept();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        dropKept();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (shut) {
            bytes.release();
            return;
        }
        keeper.heard();
        kept = kept == null ? bytes : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), kept, bytes);
        if (!draining) {
            drain(ctx);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            keeper.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void drain(ChannelHandlerContext ctx) {
        draining = true;
        try {
            while (!held && !shut && kept != null) {
                int whole = wholePackets(kept);
                if (whole <= INCOMPLETE) {
                    break;
                }
                ByteBuf piece = kept.readRetainedSlice(whole);
                if (!kept.isReadable()) {
                    dropKept();
                }
                ctx.fireChannelRead(piece);
            }
        } finally {
            draining = false;
        }
        if (shut) {
            dropKept();
        }
    }

    private void dropKept() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }

    /** How many bytes of whole packets there are, about a piece at most; a CONNECT stands alone. */
    private int wholePackets(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int at = start;
        while (at - start < PIECE_BYTES) {
            int length = packetBytes(bytes, at, at == start);
            if (length <= INCOMPLETE || length > bytes.writerIndex() - at) {
                break;
            }
            at += length;
            if (beforeConnect) {
                beforeConnect = false;
                break;
            }
        }
        return at - start;
    }

    /** The length of the packet that begins there, head included. A refusal waits until the packets before it are through. */
    private int packetBytes(ByteBuf bytes, int at, boolean first) {
        int end = bytes.writerIndex();
        if (at >= end) {
            return INCOMPLETE;
        }
        int head = bytes.getUnsignedByte(at);
        if (beforeConnect && head != CONNECT_HEAD) {
            return refuse(first, () -> keeper.notMqtt("it does not begin with a CONNECT"));
        }
        int remaining = 0;
        for (int i = 0; i < 4; i++) {
            if (at + 1 + i >= end) {
                return INCOMPLETE;
            }
            int next = bytes.getUnsignedByte(at + 1 + i);
            remaining |= (next & 0x7F) << 7 * i;
            if ((next & 0x80) == 0) {
                int total = remaining + 2 + i;
                return total <= limitBytes ? total : refuse(first, () -> keeper.tooLarge(head >>> 4, total));
            }
        }
        return refuse(first, () -> keeper.notMqtt("a length has more than four bytes"));
    }

    private int refuse(boolean first, Runnable words) {
        if (first) {
            shut = true;
            words.run();
        }
        return REFUSED;
    }
}
