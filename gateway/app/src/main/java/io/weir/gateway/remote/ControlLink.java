package io.weir.gateway.remote;

import io.weir.device.config.Secret;
import io.weir.gateway.config.GatewayConfig;
import io.weir.mqtt.LinkConfig;
import io.weir.mqtt.Tls;
import io.weir.mqtt.Will;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** How to connect to the control broker. */
final class ControlLink {

    private ControlLink() {}

    static LinkConfig config(GatewayConfig.Control control, Supplier<Will> will) {
        // A clean session on purpose: subscribing anew at each connection brings the retained document again.
        LinkConfig.Builder builder = LinkConfig.to("control", control.broker(), control.clientId())
                .cleanStart(true)
                .will(will)
                .tls(tls(control.tls()));
        control.username().ifPresent(name -> builder.login(name, password(control.password())));
        return builder.build();
    }

    private static LinkConfig.SecretSource password(Optional<Secret> secret) {
        return secret.<LinkConfig.SecretSource>map(own -> () -> own.text().getBytes(StandardCharsets.UTF_8))
                .orElse(() -> new byte[0]);
    }

    private static LinkConfig.TlsSource tls(GatewayConfig.Tls tls) {
        Optional<LinkConfig.SecretSource> authorities = tls.authorities().map(secret -> secret::bytes);
        if (tls.certificate().isEmpty() || tls.key().isEmpty()) {
            return authorities.map(Tls::trusting).orElseGet(Tls::system);
        }
        LinkConfig.SecretSource chain = tls.certificate().get()::bytes;
        LinkConfig.SecretSource key = tls.key().get()::bytes;
        return authorities
                .map(trusted -> Tls.identified(trusted, chain, key))
                .orElseGet(() -> Tls.identified(chain, key));
    }
}
