package io.weir.gateway.time;

/** Trusts a system clock when the test says so. Any thread. */
public final class ToldTrust implements ClockTrust {

    private volatile boolean trusted;
    private volatile boolean byFloor;

    public ToldTrust(boolean trusted) {
        this.trusted = trusted;
    }

    public void trust(boolean now) {
        trusted = now;
    }

    /** From now on nobody can be asked: what is later than the floor is trusted. */
    public void trustByFloor() {
        trusted = false;
        byFloor = true;
    }

    @Override
    public boolean trusts(long systemMillis, long floorMillis) {
        return trusted || byFloor && systemMillis >= floorMillis;
    }

    @Override
    public void doubt() {
        trusted = false;
    }
}
