package io.weir.sim.wire;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A device that posts confirmable CoAP requests, one at a time. Without an answer it repeats the same message, under the same message id and
 * token and from the same port, until there is one: that is what lets the gateway recognise the repeat across a crash. A
 * 5.03 is waited out for its Max-Age and then asked anew. One thread; {@link #close()} from any.
 */
public final class CoapSender implements Transport {
    private static final Logger log = LoggerFactory.getLogger(CoapSender.class);
    private static final Duration FIRST_PATIENCE = Duration.ofMillis(600);
    private static final Duration LONGEST_PATIENCE = Duration.ofMillis(2_400);
    /** After an empty acknowledgement the answer comes by itself, unless the server died over it. */
    private static final Duration SEPARATE_PATIENCE = Duration.ofSeconds(3);

    private final DatagramSocket socket;
    private final int contentFormat;
    private final Answers answers;
    private final RandomGenerator random;
    private final byte[] buffer = new byte[2048];
    private @Nullable Exchange exchange;
    private int lastMessageId;
    private long resent;

    /** The one request that is under way; it asks again at {@code askAgainNanos}. */
    private static final class Exchange {
        private final int entry;
        private final String path;
        private final byte[] payload;
        private CoapMessage request;
        private Duration patience = FIRST_PATIENCE;
        private long askAgainNanos;

        Exchange(int entry, String path, byte[] payload, CoapMessage request) {
            this.entry = entry;
            this.path = path;
            this.payload = payload;
            this.request = request;
        }
    }

    public CoapSender(InetSocketAddress server, int contentFormat, Answers answers, RandomGenerator random)
            throws IOException {
        this.socket = new DatagramSocket();
        this.socket.connect(server);
        this.contentFormat = contentFormat;
        this.answers = answers;
        this.random = random;
        this.lastMessageId = random.nextInt(0x10000);
    }

    @Override
    public Offer offer(int entry, String topic, byte[] payload) {
        if (exchange != null) {
            return Offer.LATER;
        }
        Exchange fresh = new Exchange(entry, topic, payload, request(topic, payload));
        exchange = fresh;
        send(fresh);
        return Offer.TAKEN;
    }

    private CoapMessage request(String path, byte[] payload) {
        List<CoapMessage.Option> options = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            options.add(new CoapMessage.Option(
                    CoapMessage.URI_PATH, ByteBuffer.wrap(segment.getBytes(StandardCharsets.UTF_8))));
        }
        options.add(CoapMessage.Option.number(CoapMessage.CONTENT_FORMAT, contentFormat));
        lastMessageId = (lastMessageId + 1) & 0xffff;
        ByteBuffer token = ByteBuffer.allocate(8).putLong(random.nextLong()).flip();
        return new CoapMessage(
                CoapMessage.Type.CONFIRMABLE,
                CoapMessage.POST,
                lastMessageId,
                token,
                options,
                ByteBuffer.wrap(payload));
    }

    private void send(Exchange current) {
        transmit(current.request);
        double jitter = 1 + random.nextDouble() / 2;
        current.askAgainNanos = System.nanoTime() + (long) (current.patience.toNanos() * jitter);
        Duration doubled = current.patience.multipliedBy(2);
        current.patience = doubled.compareTo(LONGEST_PATIENCE) < 0 ? doubled : LONGEST_PATIENCE;
    }

    private void transmit(CoapMessage message) {
        byte[] bytes = message.encoded();
        try {
            socket.send(new DatagramPacket(bytes, bytes.length));
        } catch (IOException e) {
            // A datagram may always get lost; the retransmission covers this one too.
            log.debug("Datagram not sent: {}", e.getMessage());
        }
    }

    @Override
    public void work(Duration patience) throws InterruptedException {
        Exchange current = exchange;
        long now = System.nanoTime();
        if (current != null && current.askAgainNanos - now <= 0) {
            send(current);
            resent++;
        }
        long waitNanos =
                current == null ? patience.toNanos() : Math.min(patience.toNanos(), current.askAgainNanos - now);
        try {
            socket.setSoTimeout((int) Math.max(1, waitNanos / 1_000_000));
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            socket.receive(packet);
            receive(CoapMessage.decode(ByteBuffer.wrap(buffer.clone(), packet.getOffset(), packet.getLength())));
        } catch (SocketTimeoutException e) {
            log.trace("No datagram in time");
        } catch (PortUnreachableException e) {
            // The gateway is down. Its silence would not cost time, this answer would make us spin.
            Thread.sleep(Math.min(50, patience.toMillis()));
        } catch (IOException e) {
            log.debug("Datagram not understood: {}", e.getMessage());
        }
    }

    private void receive(CoapMessage message) {
        if (message.type() == CoapMessage.Type.CONFIRMABLE) {
            transmit(CoapMessage.empty(CoapMessage.Type.ACKNOWLEDGEMENT, message.messageId()));
        }
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        boolean sameId = message.messageId() == current.request.messageId();
        if (message.code() == CoapMessage.EMPTY) {
            if (sameId && message.type() == CoapMessage.Type.ACKNOWLEDGEMENT) {
                current.askAgainNanos = System.nanoTime() + SEPARATE_PATIENCE.toNanos();
            } else if (sameId && message.type() == CoapMessage.Type.RESET) {
                finish(current, "reset");
            }
        } else if (message.token().equals(current.request.token())) {
            answer(current, message);
        }
    }

    private void answer(Exchange current, CoapMessage message) {
        if (message.code() == CoapMessage.SERVICE_UNAVAILABLE) {
            // Not taken, says the server: asking again is a new request, or it would repeat this answer from its
            // memory.
            current.request = request(current.path, current.payload);
            current.patience = FIRST_PATIENCE;
            current.askAgainNanos = System.nanoTime()
                    + Duration.ofSeconds(Math.max(1, message.number(CoapMessage.MAX_AGE, 60)))
                            .toNanos();
        } else if (message.isSuccess()) {
            exchange = null;
            answers.accepted(current.entry);
        } else {
            finish(current, message.codeText());
        }
    }

    private void finish(Exchange current, String reason) {
        exchange = null;
        answers.refused(current.entry, reason);
    }

    @Override
    public int unanswered() {
        return exchange == null ? 0 : 1;
    }

    @Override
    public int connections() {
        return 1;
    }

    @Override
    public long resent() {
        return resent;
    }

    @Override
    public void close() {
        socket.close();
    }
}
