package io.weir.device;

/**
 * Whose clock gave a record its time, and in which era of the gateway's clock it arrived. Within an era that clock was not
 * set, so that its times can be compared; from one era to the next it was, by an amount that may come out later or never.
 *
 * @param origin whose clock, and how far it could be trusted
 * @param era from 1 on
 */
public record TimeQuality(Origin origin, int era) {

    /** Whose clock, and how far it could be trusted. */
    public enum Origin {
        /** The message said it. */
        DEVICE,
        /** The gateway's clock at the arrival; it was trusted. */
        GATEWAY,
        /** The gateway's clock at the arrival, which was not trusted: true but for a distance that the whole era has in common. */
        PROVISIONAL,
        /** The message said it; the gateway's clock was not trusted then, so that the two cannot be compared. */
        UNCHECKED,
        /** As {@link #PROVISIONAL}, moved by the distance since that is known. Never stored. */
        RESTAMPED
    }

    /** The time came with the message. */
    public static final TimeQuality DEVICE = new TimeQuality(Origin.DEVICE, 1);

    /** The gateway's time at the arrival, until the core says in which era that was. */
    public static final TimeQuality ARRIVAL = new TimeQuality(Origin.GATEWAY, 1);

    private static final int DEVICE_FIRST = 0;
    private static final int GATEWAY = 1;
    private static final int PROVISIONAL = 2;
    private static final int UNCHECKED = 3;
    private static final int DEVICE_LATER = 4;

    public TimeQuality {
        if (era < 1) {
            throw new IllegalArgumentException("eras of a clock count from 1 on: " + era);
        }
    }

    /** Whether the gateway gave the time. */
    public boolean isStamp() {
        return origin != Origin.DEVICE && origin != Origin.UNCHECKED;
    }

    /** Whether the gateway's clock was trusted when the reading arrived. */
    public boolean isClockTrusted() {
        return origin == Origin.DEVICE || origin == Origin.GATEWAY;
    }

    public boolean isProvisional() {
        return origin == Origin.PROVISIONAL;
    }

    /** Whether both are the gateway's times and its clock was set between them, so that their distance says nothing. */
    public boolean isLaterStampThan(TimeQuality other) {
        return era > other.era && isStamp() && other.isStamp();
    }

    /** That of something made of both: the gateway's if it gave either time, and of those the later. */
    public TimeQuality and(TimeQuality other) {
        if (other.isStamp() && (!isStamp() || other.era > era)) {
            return other;
        }
        return this;
    }

    /** The number of the origin in binary forms, 0 to 4; an era follows unless it is 0. */
    int code() {
        return switch (origin) {
            case DEVICE -> era == 1 ? DEVICE_FIRST : DEVICE_LATER;
            case GATEWAY -> GATEWAY;
            case PROVISIONAL -> PROVISIONAL;
            case UNCHECKED -> UNCHECKED;
            case RESTAMPED -> throw new IllegalStateException("a moved time is not stored");
        };
    }

    void writeEra(BinaryWriter out) {
        if (code() != DEVICE_FIRST) {
            out.varint(era);
        }
    }

    static TimeQuality read(int code, BinaryReader in) {
        if (code == DEVICE_FIRST) {
            return DEVICE;
        }
        Origin origin = switch (code) {
            case GATEWAY -> Origin.GATEWAY;
            case PROVISIONAL -> Origin.PROVISIONAL;
            case UNCHECKED -> Origin.UNCHECKED;
            case DEVICE_LATER -> Origin.DEVICE;
            default -> throw new MalformedBytesException("unknown origin of a time " + code);
        };
        long era = in.varint();
        if (era < 1 || era > Integer.MAX_VALUE) {
            throw new MalformedBytesException("there is no era " + era + " of a clock");
        }
        return era == ARRIVAL.era && origin == Origin.GATEWAY ? ARRIVAL : new TimeQuality(origin, (int) era);
    }

    /** {@code u8 origin | [varint era]}. */
    public void write(BinaryWriter out) {
        out.u8(code());
        writeEra(out);
    }

    /**
     * What {@link #write} wrote.
     *
     * @throws MalformedBytesException when that cannot be
     */
    public static TimeQuality read(BinaryReader in) {
        return read(in.u8(), in);
    }
}
