package io.weir.sim.cloud;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.Supplier;

/** A connection's input that is as slow as the weather says. One thread. */
final class SlowStream extends FilterInputStream {
    private final Supplier<Weather> weather;

    SlowStream(InputStream in, Supplier<Weather> weather) {
        super(in);
        this.weather = weather;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (!(weather.get() instanceof Weather.Throttled throttled)) {
            return super.read(to, offset, length);
        }
        int share = Math.max(1, throttled.bytesPerSecond() / 20);
        int count = super.read(to, offset, Math.min(length, share));
        if (count > 0) {
            nap(count * 1000L / throttled.bytesPerSecond());
        }
        return count;
    }

    static void nap(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the line is slow");
        }
    }
}
