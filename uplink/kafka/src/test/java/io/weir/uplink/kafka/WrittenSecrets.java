package io.weir.uplink.kafka;

import io.weir.device.config.Binder;
import io.weir.device.config.Secret;
import java.nio.charset.StandardCharsets;

/** What a reference names is the secret itself. */
final class WrittenSecrets implements Binder.Secrets {

    @Override
    public Secret env(String name) {
        return new Written(name);
    }

    @Override
    public Secret file(String name) {
        return new Written(name);
    }

    private record Written(String text) implements Secret {
        @Override
        public String reference() {
            return "{env: X}";
        }

        @Override
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }
}
