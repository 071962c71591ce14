package io.weir.mqtt;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A broker of a few bytes that misbehaves on purpose. */
final class RawBroker implements AutoCloseable {

    /** How brokers without MQTT 5 turn it away. */
    enum Old {
        SAY_SO,
        CUT
    }

    private interface Manner {
        /** The socket is closed when this returns. */
        void serve(Socket socket) throws IOException;
    }

    private interface Answer {
        void answer(int version, Socket socket) throws IOException;
    }

    private static final byte[] ACCEPTED_3 = {0x20, 2, 0, 0};
    private static final byte[] ACCEPTED_5 = {0x20, 3, 0, 0, 0};
    private static final byte[] UNKNOWN_VERSION = {0x20, 2, 0, 1};

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private final CountDownLatch over;

    private RawBroker(Manner manner) throws IOException {
        this(new CountDownLatch(1), manner);
    }

    private RawBroker(CountDownLatch over, Manner manner) throws IOException {
        this.over = over;
        Thread accepting = new Thread(() -> accept(manner), "raw-broker");
        accepting.setDaemon(true);
        accepting.start();
    }

    /** Answers the CONNECT in its way, then swallows whatever comes. */
    private static RawBroker answering(Answer answer) throws IOException {
        return new RawBroker(socket -> {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = in.readNBytes(9);
            if (head.length < 9) {
                throw new EOFException("no CONNECT");
            }
            answer.answer(head[8], socket);
            in.transferTo(OutputStream.nullOutputStream());
        });
    }

    static RawBroker silent() throws IOException {
        return answering((version, socket) -> {});
    }

    /** As a load balancer with nobody behind it: it takes the socket and closes it, before a word was said. */
    static RawBroker slamming() throws IOException {
        return new RawBroker(socket -> {});
    }

    static RawBroker acceptingMqtt5ThenMute() throws IOException {
        return answering((version, socket) -> socket.getOutputStream().write(ACCEPTED_5));
    }

    /** Accepts the connection and reads nothing behind the CONNECT, until the socket is closed from here. */
    static RawBroker deaf() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        return new RawBroker(over, socket -> {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] head = in.readNBytes(9);
            in.readNBytes(head[1] + 2 - head.length);
            socket.getOutputStream().write(head[8] == 5 ? ACCEPTED_5 : ACCEPTED_3);
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static RawBroker only311(Old manner) throws IOException {
        return answering((version, socket) -> {
            OutputStream out = socket.getOutputStream();
            if (version == 4) {
                out.write(ACCEPTED_3);
                return;
            }
            if (manner == Old.SAY_SO) {
                out.write(UNKNOWN_VERSION);
            }
            socket.close();
        });
    }

    URI uri() {
        return URI.create("mqtt://127.0.0.1:" + server.getLocalPort());
    }

    int openSockets() {
        return open.size();
    }

    private void accept(Manner manner) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread serving = new Thread(() -> serve(manner, socket), "raw-broker-connection");
                serving.setDaemon(true);
                serving.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Manner manner, Socket socket) {
        try (socket) {
            manner.serve(socket);
        } catch (IOException ended) {
            // As connections do.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        over.countDown();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
