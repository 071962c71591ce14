package io.weir.gateway.time;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock by its milliseconds. In another zone it shows the same moments. */
abstract class UtcClock extends Clock {

    @Override
    public abstract long millis();

    @Override
    public final Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public final Clock withZone(ZoneId zone) {
        UtcClock same = this;
        return new UtcClock() {
            @Override
            public long millis() {
                return same.millis();
            }

            @Override
            public ZoneId getZone() {
                return zone;
            }
        };
    }
}
