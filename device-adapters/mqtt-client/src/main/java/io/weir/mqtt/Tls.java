package io.weir.mqtt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS material from PEM files. The broker's host name is always checked against its certificate. Stateless; every call of
 * a source reads its files again, so that a renewed certificate is seen at the next connect.
 */
public final class Tls {

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final char[] NO_PASSWORD = new char[0];

    private Tls() {}

    /** Trusts the authorities that the Java runtime trusts. */
    public static LinkConfig.TlsSource system() {
        return () -> context(Optional.empty(), Optional.empty());
    }

    /** Trusts only the certificates of this PEM file. */
    public static LinkConfig.TlsSource trusting(LinkConfig.SecretSource authorities) {
        return () -> context(Optional.of(authorities.read()), Optional.empty());
    }

    /** Shows a certificate of its own, trusts the runtime's authorities. */
    public static LinkConfig.TlsSource identified(LinkConfig.SecretSource chain, LinkConfig.SecretSource key) {
        return () -> context(Optional.empty(), Optional.of(new Identity(chain.read(), key.read())));
    }

    /** Shows a certificate of its own, trusts only the given authorities. */
    public static LinkConfig.TlsSource identified(
            LinkConfig.SecretSource authorities, LinkConfig.SecretSource chain, LinkConfig.SecretSource key) {
        return () -> context(Optional.of(authorities.read()), Optional.of(new Identity(chain.read(), key.read())));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Identity(byte[] chain, byte[] key) {}

    private static SSLContext context(Optional<byte[]> authorities, Optional<Identity> identity) throws IOException {
        try {
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities.isPresent() ? trustStore(authorities.get()) : null);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity.isPresent() ? keyStore(identity.get()) : null, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the TLS certificate or key cannot be used: " + e.getMessage(), e);
        }
    }

    private static KeyStore trustStore(byte[] pem) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        int count = 0;
        for (Certificate certificate : certificates(pem)) {
            store.setCertificateEntry("ca-" + count++, certificate);
        }
        return store;
    }

    private static KeyStore keyStore(Identity identity) throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        Certificate[] chain = certificates(identity.chain()).toArray(Certificate[]::new);
        store.setKeyEntry("own", privateKey(identity.key()), NO_PASSWORD, chain);
        return store;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static Collection<? extends Certificate> certificates(byte[] pem)
            throws IOException, GeneralSecurityException {
        Collection<? extends Certificate> all =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        if (all.isEmpty()) {
            throw new IOException("there is no certificate in the PEM file");
        }
        return all;
    }

    private static PrivateKey privateKey(byte[] pem) throws IOException, GeneralSecurityException {
        Matcher block = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
        if (!block.find()) {
            throw new IOException("the key file must hold an unencrypted PKCS#8 \"BEGIN PRIVATE KEY\";"
                    + " openssl pkcs8 -topk8 -nodes makes one of other kinds");
        }
        PKCS8EncodedKeySpec spec =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (InvalidKeySpecException otherKind) {
                // One of the others, then.
            }
        }
        throw new IOException("the private key is neither RSA, EC nor Ed25519");
    }
}
