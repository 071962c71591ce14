package io.weir.mqtt;

import java.io.BufferedInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * The socket under one Paho client, in clear or by TLS; Paho takes it for a clear one either way. It reads in blocks, where
 * Paho alone asks the kernel for single bytes, and is watched on the way in. Nothing is read before
 * something was written, see {@link FirstWords}. The broker's certificate must be for the
 * host that was asked for. {@link #close} may be called by any thread; the rest is Paho's.
 */
final class LinkSocket extends Socket {

    private static final int READ_BYTES = 16 * 1024;

    private final Socket raw = new Socket();
    private final Optional<SSLContext> tls;
    private final String host;
    private final int largestPacketBytes;
    private final FirstWords firstWords = new FirstWords();
    private volatile boolean leaving;
    private volatile Socket active = raw;
    private Optional<InboundWatch> watch = Optional.empty();

    LinkSocket(Optional<SSLContext> tls, String host, int largestPacketBytes) {
        this.tls = tls;
        this.host = host;
        this.largestPacketBytes = largestPacketBytes;
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMillis) throws IOException {
        raw.connect(endpoint, timeoutMillis);
        raw.setTcpNoDelay(true);
        raw.setSoTimeout(timeoutMillis);
        if (tls.isPresent()) {
            SSLSocket secure = (SSLSocket) tls.get().getSocketFactory().createSocket(raw, host, raw.getPort(), true);
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.startHandshake();
            active = secure;
        }
        synchronized (this) {
            if (raw.isClosed()) {
                throw new SocketException("given up while connecting");
            }
            watch = Optional.of(new InboundWatch(
                    firstWords.behind(new BufferedInputStream(active.getInputStream(), READ_BYTES)),
                    largestPacketBytes));
        }
    }

    synchronized boolean wasDuplicate(int packetId) {
        return watch.isPresent() && watch.get().wasDuplicate(packetId);
    }

    @Override
    public synchronized InputStream getInputStream() throws IOException {
        return watch.orElseThrow(() -> new SocketException("not connected"));
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new LastWords(firstWords.noticing(active.getOutputStream()));
    }

    /**
     * What is written behind a cut goodbye goes nowhere and is no failure: Paho's thread for the goodbye waits for the
     * sender, for ever, and no interrupt ends that; a sender that has failed leaves it behind.
     */
    private final class LastWords extends FilterOutputStream {
        LastWords(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                if (!leaving) {
                    throw e;
                }
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                out.flush();
            } catch (IOException e) {
                if (!leaving) {
                    throw e;
                }
            }
        }
    }

    @Override
    public synchronized void setSoTimeout(int timeoutMillis) throws SocketException {
        active.setSoTimeout(timeoutMillis);
    }

    @Override
    public synchronized int getSoTimeout() throws SocketException {
        return active.getSoTimeout();
    }

    @Override
    public void shutdownInput() throws IOException {
        raw.shutdownInput();
    }

    /** Ends it from outside; one on which Paho is about to speak, as soon as it has. */
    void cut() throws IOException {
        boolean connected;
        synchronized (this) {
            connected = watch.isPresent();
            if (!connected) {
                raw.close();
            }
        }
        if (connected) {
            firstWords.await();
            close();
        }
    }

    /** Ends it under a goodbye that does not get through. {@link #close} follows. */
    void cutGoodbye() throws IOException {
        leaving = true; // before a write fails for it
        raw.close();
    }

    /** At once: a TLS goodbye could wait for a broker that does not read. */
    @Override
    public synchronized void close() throws IOException {
        firstWords.said();
        raw.close();
    }

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }
}
