package io.weir.gateway.core;

import java.util.HashMap;
import java.util.Map;

/** The counters of the adapters, at hand without a look-up by text. Core thread. */
final class AdapterAccounts {

    private final Accounts accounts;
    private final Map<String, Of> byAdapter = new HashMap<>();

    AdapterAccounts(Accounts accounts) {
        this.accounts = accounts;
    }

    Of of(String adapter) {
        return byAdapter.computeIfAbsent(adapter, Of::new);
    }

    void turnedAway(String adapter, long count) {
        Of account = of(adapter);
        account.messages.add(count);
        account.reason("intake-full").add(count);
    }

    /** One adapter's. */
    final class Of {
        private final String path;
        private final Accounts.Counter messages;
        private final Accounts.Counter decoded;
        private final Accounts.Counter readings;
        private final Accounts.Counter unrouted;
        private final Map<String, Accounts.Counter> rejected = new HashMap<>();

        private Of(String adapter) {
            path = "adapters/" + adapter + "/";
            messages = accounts.counter(path + "messages");
            decoded = accounts.counter(path + "decoded");
            readings = accounts.counter(path + "readings");
            unrouted = accounts.counter(path + "unrouted");
        }

        void message() {
            messages.add(1);
        }

        void decoded(int count) {
            decoded.add(1);
            readings.add(count);
        }

        void unrouted() {
            unrouted.add(1);
        }

        void rejected(String reason) {
            reason(reason).add(1);
        }

        private Accounts.Counter reason(String reason) {
            return rejected.computeIfAbsent(reason, word -> accounts.counter(path + "rejected/" + word));
        }
    }
}
