package io.weir.sim.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Takes JSON lines over plain TCP and answers each with {@code ok}. */
final class TcpDialogue implements Listener.Dialogue {
    private final Arrivals arrivals;
    private final Supplier<Weather> weather;

    TcpDialogue(Arrivals arrivals, Supplier<Weather> weather) {
        this.arrivals = arrivals;
        this.weather = weather;
    }

    @Override
    public void talk(InputStream in, OutputStream out) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Weather now = weather.get();
            if (now instanceof Weather.Refusing) {
                throw new IOException("told to refuse");
            }
            if (now instanceof Weather.Delayed delayed) {
                SlowStream.nap(delayed.by().toMillis());
            }
            while (weather.get() instanceof Weather.Silent) {
                SlowStream.nap(20);
            }
            arrivals.take(List.of(line));
            if (now instanceof Weather.LosingAnswers) {
                throw new IOException("told to lose the answer");
            }
            out.write("ok\n".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
