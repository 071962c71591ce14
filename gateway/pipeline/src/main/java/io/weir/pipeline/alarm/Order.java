package io.weir.pipeline.alarm;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Newest;

/** Tells of the readings of one key which come in the order of their event times, by the rule of {@link Newest}. */
final class Order {

    enum Place {
        NEXT,
        OLDER,
        ANEW
    }

    private final Newest newest = new Newest();

    Place place(Reading reading) {
        if (newest.isOld(reading)) {
            return Place.OLDER;
        }
        boolean anew = newest.isSetBack(reading);
        newest.set(reading);
        return anew ? Place.ANEW : Place.NEXT;
    }

    long newestMillis() {
        return newest.timeMillis();
    }

    long arrivalMillis() {
        return newest.arrivalMillis();
    }

    void save(BinaryWriter out) {
        newest.save(out);
    }

    void load(BinaryReader in) {
        newest.load(in);
    }
}
