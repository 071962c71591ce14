package io.weir.uplink;

import io.weir.device.config.SpanText;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says in words why a request had no answer: the JDK's client mostly knows only classes, deep in the causes. */
record HttpTrouble(Duration connectTimeout, Duration timeout) {

    String words(Throwable trouble) {
        List<Throwable> chain = new ArrayList<>();
        for (@Nullable Throwable deeper = trouble; deeper != null; deeper = deeper.getCause()) {
            chain.add(deeper);
        }
        if (has(chain, UnresolvedAddressException.class) || has(chain, UnknownHostException.class)) {
            return "unknown host";
        }
        if (has(chain, HttpConnectTimeoutException.class)) {
            return "no connection within " + SpanText.of(connectTimeout);
        }
        if (has(chain, HttpTimeoutException.class)) {
            return incomplete();
        }
        if (has(chain, CertPathBuilderException.class)) {
            return "TLS: the server's certificate is not trusted here";
        }
        if (has(chain, SSLException.class)) {
            return "TLS: " + said(chain).orElse("the handshake failed");
        }
        if (has(chain, ConnectException.class)) {
            // unreachable networks have the system's words; the client of Java 17 loses only those of a refusal
            return said(chain).map(HttpTrouble::lowered).orElse("connection refused");
        }
        if (has(chain, EOFException.class)) {
            return "closed the connection without an answer";
        }
        return said(chain)
                .map(HttpTrouble::lowered)
                .orElseGet(() -> trouble.getClass().getSimpleName());
    }

    String incomplete() {
        return "no complete answer within " + SpanText.of(timeout);
    }

    private static boolean has(List<Throwable> chain, Class<? extends Throwable> kind) {
        return chain.stream().anyMatch(kind::isInstance);
    }

    /** The innermost message that is more than a class's name. */
    private static Optional<String> said(List<Throwable> chain) {
        return chain.stream()
                .map(Throwable::getMessage)
                .filter(text -> text != null && !text.isBlank() && !text.matches("[\\w.$]+Exception(: .*)?"))
                .reduce((outer, inner) -> inner);
    }

    private static String lowered(String text) {
        return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
    }
}
