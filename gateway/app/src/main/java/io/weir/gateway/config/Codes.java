package io.weir.gateway.config;

import java.util.Set;

/** What the codes of problems mean for showing them. */
final class Codes {

    private static final Set<String> AT_KEY =
            Set.of("unknown-key", "unknown-step", "missing", "name", "not-available", "conflict", "protected");

    private Codes() {}

    /** True when the key is what is wrong, not its value. */
    static boolean pointAtKey(String code) {
        return AT_KEY.contains(code);
    }

    /** True when the suggestion is another word for the one that stands there. */
    static boolean isMisspelling(String code) {
        return code.startsWith("unknown-") || code.equals("reference");
    }
}
