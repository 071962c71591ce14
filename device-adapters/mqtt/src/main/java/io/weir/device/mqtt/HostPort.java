package io.weir.device.mqtt;

import java.util.List;

/** Where to listen. The text was checked by the configuration's shape. */
record HostPort(String host, int port) {

    static HostPort of(String text) {
        int colon = text.lastIndexOf(':');
        String host = text.substring(0, colon);
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new HostPort(bare, Integer.parseInt(text.substring(colon + 1)));
    }

    /** Only programs on this machine can reach it. */
    boolean isLoopback() {
        return host.startsWith("127.") || List.of("localhost", "::1").contains(host);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
