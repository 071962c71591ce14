package io.weir.gateway.config;

import io.weir.device.config.Problems;
import io.weir.pipeline.PipelineSpec;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is allowed but probably not meant. */
final class Warnings {

    private final GatewayConfig config;
    private final Problems warnings;

    Warnings(GatewayConfig config, Problems warnings) {
        this.config = config;
        this.warnings = warnings;
    }

    void check(Map<String, ?> tree, References secrets) {
        if (config.adapters().isEmpty()) {
            warnings.report("adapters", "empty", "there is no adapter: nothing brings messages in");
        }
        Set<String> read = new HashSet<>();
        config.pipelines().forEach(pipeline -> pipeline.from().forEach(from -> read.add(from.split("/")[0])));
        for (String adapter : config.adapters().keySet()) {
            if (!read.contains(adapter)) {
                warnings.report(
                        "adapters." + adapter,
                        "unused",
                        "no pipeline takes readings from `" + adapter + "`: they are dropped");
            }
        }
        Set<String> delivered = new HashSet<>();
        config.uplinks().values().stream()
                .filter(uplink -> uplink.settings().has("streams"))
                .forEach(uplink -> delivered.addAll(uplink.settings().texts("streams")));
        for (PipelineSpec each : config.pipelines()) {
            String pipeline = each.name();
            if (!delivered.contains(pipeline)) {
                warnings.report("pipelines." + pipeline, "unused", "no uplink delivers the stream `" + pipeline + "`");
            }
        }
        checkSecrets(tree, "", secrets);
    }

    private void checkSecrets(Object value, String path, References secrets) {
        if (value instanceof Map<?, ?> map) {
            if (map.size() == 1 && map.get("env") instanceof String name) {
                checkSecret("{env: " + name + "}", path, secrets);
            } else if (map.size() == 1 && map.get("file") instanceof String name) {
                checkSecret("{file: " + name + "}", path, secrets);
            }
            map.forEach((key, inner) -> {
                if (inner != null) {
                    checkSecrets(inner, path.isEmpty() ? key.toString() : path + "." + key, secrets);
                }
            });
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) != null) {
                    checkSecrets(items.get(i), path + "[" + i + "]", secrets);
                }
            }
        }
    }

    private void checkSecret(String reference, String path, References secrets) {
        secrets.made(reference).ifPresent(secret -> {
            try {
                secret.bytes();
            } catch (IOException e) {
                warnings.report(path, "secret", "cannot be read now: " + e.getMessage());
            }
        });
    }
}
