package io.weir.gateway.ledger;

import java.util.Map;

/** An uplink's accounts since the offset at which it began, all of one moment. */
public record UplinkAccount(long appended, long delivered, long pending, long deadLettered, Map<String, Long> expired) {

    boolean isBalanced() {
        long gone = expired.values().stream().mapToLong(Long::longValue).sum();
        return appended == delivered + pending + deadLettered + gone;
    }
}
