package io.weir.gateway.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides who may read the page: whoever has the password, or, without one, whoever asks by a loopback address. */
public final class Door {

    /** Reads the password anew each time, so that a rotated one holds at once. */
    @FunctionalInterface
    public interface Password {
        String read() throws IOException;
    }

    enum Answer {
        WELCOME,
        UNKNOWN,
        /** A page of elsewhere reached us by a name of its own (DNS rebinding). */
        WRONG_HOST
    }

    private final boolean anyHost;
    private final @Nullable Password password;

    private Door(boolean anyHost, @Nullable Password password) {
        this.anyHost = anyHost;
        this.password = password;
    }

    /** For a listener on loopback without a password. */
    public static Door loopback() {
        return new Door(false, null);
    }

    /** Said in words by the configuration: anybody may read. */
    public static Door anonymous() {
        return new Door(true, null);
    }

    /** HTTP Basic with any user name, or the password as a bearer token. */
    public static Door withPassword(Password password) {
        return new Door(true, password);
    }

    Answer ask(@Nullable String host, @Nullable String authorization) {
        if (password != null) {
            return matches(password, authorization) ? Answer.WELCOME : Answer.UNKNOWN;
        }
        return anyHost || isLoopback(host) ? Answer.WELCOME : Answer.WRONG_HOST;
    }

    private static boolean isLoopback(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
    }

    private static boolean matches(Password password, @Nullable String authorization) {
        try {
            byte[] wanted = password.read().getBytes(StandardCharsets.UTF_8);
            return wanted.length > 0 && MessageDigest.isEqual(wanted, given(authorization));
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static byte[] given(@Nullable String authorization) {
        if (authorization == null) {
            return new byte[0];
        }
        if (authorization.startsWith("Bearer ")) {
            return authorization.substring(7).getBytes(StandardCharsets.UTF_8);
        }
        if (!authorization.startsWith("Basic ")) {
            return new byte[0];
        }
        try {
            String pair = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
            return pair.substring(pair.indexOf(':') + 1).getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException noBase64) {
            return new byte[0];
        }
    }
}
