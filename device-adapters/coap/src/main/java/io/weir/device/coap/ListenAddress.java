package io.weir.device.coap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Locale;

/** {@code host:port} as it stands in the configuration. */
record ListenAddress(String host, int port) {

    /** The address a checked text writes down. */
    static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        return new ListenAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Judged by the word alone, so that a check of the configuration asks no name server. */
    boolean isLoopback() {
        String word = bare().toLowerCase(Locale.ROOT);
        return word.equals("localhost") || word.matches("127(\\.\\d{1,3}){3}") || word.equals("::1");
    }

    InetSocketAddress resolve() throws IOException {
        InetSocketAddress address = new InetSocketAddress(bare(), port);
        if (address.isUnresolved()) {
            throw new IOException("the host of listen: " + this + " is unknown here");
        }
        return address;
    }

    ListenAddress withPort(int bound) {
        return new ListenAddress(host, bound);
    }

    private String bare() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
