package io.weir.sim.wire;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One input line of a simulated GPIO bank: an edge is a JSON line into the gateway's Unix socket, its answer says that the level was taken
 * over. An edge that happens while nobody listens is gone, as on a real pin. One thread; {@link #close()} from any.
 */
public final class GpioLines implements Transport {
    private static final Logger log = LoggerFactory.getLogger(GpioLines.class);
    private static final Duration RECONNECT_PAUSE = Duration.ofMillis(200);
    private final Path socketFile;
    private final Answers answers;
    private final Queue<Integer> open = new ArrayDeque<>();
    private final ByteBuffer received = ByteBuffer.allocate(8192);
    private volatile @Nullable SocketChannel channel;
    private volatile boolean closed;
    private int connections;

    public GpioLines(Path socketFile, Answers answers) {
        this.socketFile = socketFile;
        this.answers = answers;
    }

    /** The payload is the JSON object of the edge; the topic is of no use here. */
    @Override
    public Offer offer(int entry, String topic, byte[] payload) {
        SocketChannel current = channel;
        if (current == null) {
            return Offer.GONE;
        }
        ByteBuffer line = ByteBuffer.allocate(payload.length + 1);
        line.put(payload).put((byte) '\n').flip();
        open.add(entry);
        try {
            while (line.hasRemaining()) {
                current.write(line);
            }
        } catch (IOException e) {
            drop(current);
        }
        return Offer.TAKEN;
    }

    @Override
    public void work(Duration patience) throws InterruptedException {
        SocketChannel current = channel;
        if (current == null) {
            if (!connect()) {
                Thread.sleep(Math.min(RECONNECT_PAUSE.toMillis(), Math.max(1, patience.toMillis())));
            }
            return;
        }
        if (open.isEmpty()) {
            Thread.sleep(Math.max(1, patience.toMillis()));
            return;
        }
        try {
            // The answer is a matter of microseconds or of a dead gateway, which ends the read.
            if (current.read(received) < 0) {
                throw new IOException("the gateway closed the socket");
            }
            takeAnswers();
        } catch (IOException e) {
            drop(current);
        }
    }

    private boolean connect() {
        if (closed) {
            return false;
        }
        try {
            SocketChannel fresh = SocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                fresh.connect(UnixDomainSocketAddress.of(socketFile));
            } catch (IOException e) {
                fresh.close();
                throw e;
            }
            received.clear();
            connections++;
            channel = fresh;
            return true;
        } catch (IOException e) {
            log.debug("Nobody listens at the GPIO socket: {}", e.getMessage());
            return false;
        }
    }

    private void takeAnswers() {
        received.flip();
        int lineStart = 0;
        for (int i = 0; i < received.limit(); i++) {
            if (received.get(i) == '\n') {
                String line = new String(received.array(), lineStart, i - lineStart, StandardCharsets.UTF_8);
                lineStart = i + 1;
                take(line);
            }
        }
        received.position(lineStart);
        received.compact();
    }

    private void take(String line) {
        Integer entry = open.poll();
        if (entry == null) {
            return;
        }
        if (line.contains("\"ok\"")) {
            answers.accepted(entry);
        } else {
            answers.refused(entry, line);
        }
    }

    private void drop(SocketChannel current) {
        channel = null;
        // What was not answered has an unknown fate and is never sent again: an edge happens once.
        open.clear();
        try {
            current.close();
        } catch (IOException e) {
            log.debug("Could not close the GPIO socket: {}", e.getMessage());
        }
    }

    @Override
    public int unanswered() {
        return open.size();
    }

    @Override
    public int connections() {
        return connections;
    }

    @Override
    public long resent() {
        return 0;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        SocketChannel current = channel;
        if (current != null) {
            current.close();
        }
    }
}
