package io.weir.uplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.time.Duration;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class HttpTroubleTest {

    private final HttpTrouble trouble = new HttpTrouble(Duration.ofSeconds(10), Duration.ofSeconds(30));

    @Test
    void aServerThatTakesNoConnectionIsNamedWithTheTimeThatWasWaited() {
        assertThat(trouble.words(new HttpConnectTimeoutException("HTTP connect timed out")))
                .isEqualTo("no connection within 10s");
    }

    @Test
    void whatTheSystemSaysIsPassedOn() {
        assertThat(trouble.words(new ConnectException("Network is unreachable")))
                .isEqualTo("network is unreachable");
        assertThat(trouble.words(new IOException("Connection reset"))).isEqualTo("connection reset");
    }

    @Test
    void aCertificateOfAnUnknownAuthorityIsSaidInWords() {
        IOException untrusted = new SSLHandshakeException("PKIX path building failed: sun…");
        untrusted.initCause(new CertPathBuilderException("unable to find valid certification path"));

        assertThat(trouble.words(untrusted)).isEqualTo("TLS: the server's certificate is not trusted here");
    }

    @Test
    void troubleWithoutAnyWordIsNamedByItsKind() {
        assertThat(trouble.words(new IOException())).isEqualTo("IOException");
    }
}
