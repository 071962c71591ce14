package io.weir.pipeline.bench;

import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.Value;

/** Devices that measure in turn, each so many times a second of event time; a walk of a value, seeded. */
final class Fleet {

    private final DeviceId[] devices;
    private final long perSecond;
    private final java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    private long measured;

    Fleet(int count, int hertz) {
        devices = new DeviceId[count];
        for (int i = 0; i < count; i++) {
            devices[i] = new DeviceId("d" + i);
        }
        perSecond = (long) count * hertz;
    }

    /** The next readings; time goes on from one call to the next. */
    void next(Reading[] into) {
        for (int i = 0; i < into.length; i++) {
            long time = 1_700_000_000_000L + measured * 1_000 / perSecond;
            into[i] = new Reading(
                    devices[(int) (measured % devices.length)],
                    "temperature",
                    time,
                    new Value.Num(20 + random.nextInt(1_000) / 128.0),
                    "Cel",
                    Quality.GOOD,
                    time);
            measured++;
        }
    }
}
