package io.weir.mqtt;

import io.weir.mqtt.ConnectRefusedException.Verdict;
import io.weir.mqtt.LinkConfig.Version;

/**
 * Which MQTT to try next. A broker that does not know 5 says so, or only cuts the connection; then 3.1.1 is tried, and so on by
 * turns until one was accepted. A version that has worked is left only when the broker says in words that it does not know
 * it. One thread.
 */
final class VersionChoice {

    private final boolean free;
    private Version now;
    private boolean worked;

    VersionChoice(Version wanted) {
        free = wanted == Version.BEST;
        now = wanted == Version.V3_1_1 ? Version.V3_1_1 : Version.V5;
    }

    Version now() {
        return now;
    }

    void accepted() {
        worked = true;
    }

    void refused(Verdict verdict) {
        if (free && (verdict == Verdict.WRONG_VERSION || verdict == Verdict.CUT && !worked)) {
            now = now == Version.V5 ? Version.V3_1_1 : Version.V5;
        }
    }
}
