package io.weir.mqtt;

import io.weir.mqtt.ConnectRefusedException.Verdict;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntFunction;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Puts the brokers' and Paho's numbers into words for the operator. */
final class Refusals {

    /** Paho's own number for a connection that ended, the same in both of its versions. */
    private static final int CONNECTION_LOST = 32_109;

    private static final Map<Integer, String> CODES_5 = Map.ofEntries(
            Map.entry(0x80, "unspecified error"),
            Map.entry(0x81, "malformed packet"),
            Map.entry(0x82, "protocol error"),
            Map.entry(0x85, "client id not allowed"),
            Map.entry(0x86, "wrong user name or password"),
            Map.entry(0x87, "not authorized"),
            Map.entry(0x88, "server unavailable"),
            Map.entry(0x89, "server busy"),
            Map.entry(0x8A, "banned"),
            Map.entry(0x8B, "server shutting down"),
            Map.entry(0x8D, "keep-alive timeout"),
            Map.entry(0x8E, "another client took over this client id"),
            Map.entry(0x8F, "topic filter not allowed"),
            Map.entry(0x90, "topic name not allowed"),
            Map.entry(0x93, "receive maximum exceeded"),
            Map.entry(0x95, "packet too large"),
            Map.entry(0x97, "quota exceeded"),
            Map.entry(0x9A, "retained messages not supported"),
            Map.entry(0x9B, "QoS not supported"));

    private static final Map<Integer, String> CODES_3 = Map.of(
            2, "client id not allowed",
            3, "server unavailable",
            4, "wrong user name or password",
            5, "not authorized",
            128, "refused");

    static final IntFunction<String> V5 = code -> CODES_5.getOrDefault(code, "reason code " + code);
    static final IntFunction<String> V3 = code -> CODES_3.getOrDefault(code, "return code " + code);

    private Refusals() {}

    /** Why a connection did not come about. */
    static ConnectRefusedException of(String where, int code, Exception trouble, IntFunction<String> names) {
        if (code > 0 && code < 256) {
            return new ConnectRefusedException(Verdict.OTHER, where + "refused: " + names.apply(code), trouble);
        }
        Verdict verdict = code == CONNECTION_LOST ? Verdict.CUT : Verdict.OTHER;
        return new ConnectRefusedException(verdict, where + words(trouble), trouble);
    }

    /** As people write it: {@code 10s}. */
    static String span(Duration length) {
        long millis = length.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** The innermost trouble in words. */
    static String words(Throwable trouble) {
        Throwable root = trouble;
        for (@Nullable Throwable deeper = trouble.getCause(); deeper != null; deeper = deeper.getCause()) {
            root = deeper;
        }
        if (root instanceof UnknownHostException) {
            return "is not known by name: " + root.getMessage();
        }
        if (root instanceof ConnectException) {
            return "cannot be reached: " + root.getMessage();
        }
        if (root instanceof SSLException || root instanceof java.security.GeneralSecurityException) {
            return "cannot be trusted: " + root.getMessage();
        }
        if (root instanceof IOException) {
            return "ended the connection (" + root.getClass().getSimpleName()
                    + (root.getMessage() == null ? "" : ": " + root.getMessage()) + ")";
        }
        return "failed: " + root.getMessage();
    }
}
