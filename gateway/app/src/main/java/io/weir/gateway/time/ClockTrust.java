package io.weir.gateway.time;

/** Whether what the system clock shows is the time. Asked by one thread; quick. */
public interface ClockTrust {

    /** It is, whatever it shows. */
    ClockTrust ALWAYS = new ClockTrust() {
        @Override
        public boolean trusts(long systemMillis, long floorMillis) {
            return true;
        }

        @Override
        public void doubt() {
            // nothing shakes it
        }
    };

    /**
     * The answer for a clock that shows this now.
     *
     * @param floorMillis it is later than this for certain
     */
    boolean trusts(long systemMillis, long floorMillis);

    /** The clock was set: what was known of it before holds no more. */
    void doubt();
}
