package io.weir.device;

/** The output of a pipeline: a reading that passed, or the result of a window. */
@SuppressWarnings("JavaLangClash") // the vocabulary's word; java.lang.Record is never named in this code
public sealed interface Record permits Reading, WindowResult {

    /** The time that places the record in its stream, epoch milliseconds: of the measurement, or the window's start. */
    long timeMillis();

    /** The device it belongs to, or the empty text for a result that is not grouped by device. */
    String deviceName();

    /** Whose clock gave that time. */
    TimeQuality timeQuality();
}
