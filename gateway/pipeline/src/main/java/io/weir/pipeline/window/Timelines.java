package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Reading;
import io.weir.pipeline.step.Emitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which keys share a watermark, and what moves it. */
sealed interface Timelines {

    /** The timeline of a key of this device; a new one when there is none. */
    Timeline of(String device);

    /** All, in a fixed order. */
    List<Timeline> all();

    /** A timeline's last key was given up. */
    void keyGone(Timeline line, Silence silence);

    /** All keys of a timeline were given up, and what it knew of time holds no more. */
    void restart(Timeline line, Silence silence);

    /** Time has come this far. */
    void passTime(long now, Emitter out);

    /** A reading that counts for the watermark has been taken. */
    void heard(Timeline line, Reading reading, long now, Emitter out);

    long nextDeadline();

    void snapshot(BinaryWriter out);

    void restore(BinaryReader in);

    /** A watermark for each device. */
    final class PerDevice implements Timelines {
        private final WindowSpec spec;
        private final Map<String, Timeline> lines = new LinkedHashMap<>();

        PerDevice(WindowSpec spec) {
            this.spec = spec;
        }

        @Override
        public Timeline of(String device) {
            return lines.computeIfAbsent(device, name -> new Timeline(name, spec));
        }

        @Override
        public List<Timeline> all() {
            return new ArrayList<>(lines.values());
        }

        @Override
        public void keyGone(Timeline line, Silence silence) {
            silence.forget(line);
            lines.remove(line.device());
        }

        @Override
        public void restart(Timeline line, Silence silence) {
            keyGone(line, silence);
        }

        @Override
        public void passTime(long now, Emitter out) {
            // A device's watermark follows that device alone.
        }

        @Override
        public void heard(Timeline line, Reading reading, long now, Emitter out) {
            line.noteNewest(reading.timeMillis());
            line.advance(line.newestMillis() - spec.latenessMillis(), out);
        }

        @Override
        public long nextDeadline() {
            return WindowSpec.AFTER_ALL;
        }

        @Override
        public void snapshot(BinaryWriter out) {
            out.varint(lines.size());
            lines.values().forEach(line -> line.snapshot(out.text(line.device())));
        }

        @Override
        public void restore(BinaryReader in) {
            for (int i = in.count(); i > 0; i--) {
                of(in.text()).restore(in);
            }
        }
    }

    /** One watermark, the smallest of the devices heard within {@code idle}. */
    final class Shared implements Timelines {
        private final WindowSpec spec;
        private final Timeline only;
        private final DeviceClocks clocks;

        Shared(WindowSpec spec) {
            this.spec = spec;
            this.only = new Timeline("", spec);
            this.clocks = new DeviceClocks(spec.idleMillis(), spec.maxKeys());
        }

        @Override
        public Timeline of(String device) {
            return only;
        }

        @Override
        public List<Timeline> all() {
            return List.of(only);
        }

        @Override
        public void keyGone(Timeline line, Silence silence) {
            // The watermark belongs to the devices, not to the keys.
        }

        @Override
        public void restart(Timeline line, Silence silence) {
            silence.forget(only);
            only.restart();
            clocks.clear();
        }

        @Override
        public void passTime(long now, Emitter out) {
            clocks.expire(now);
            follow(out);
        }

        @Override
        public void heard(Timeline line, Reading reading, long now, Emitter out) {
            line.noteNewest(reading.timeMillis());
            clocks.heard(reading.deviceName(), reading.timeMillis(), now);
            follow(out);
        }

        private void follow(Emitter out) {
            if (clocks.anyAwake()) {
                only.advance(clocks.smallestMillis() - spec.latenessMillis(), out);
            }
        }

        @Override
        public long nextDeadline() {
            return clocks.nextDeadline();
        }

        @Override
        public void snapshot(BinaryWriter out) {
            only.snapshot(out);
            clocks.snapshot(out);
        }

        @Override
        public void restore(BinaryReader in) {
            only.restore(in);
            clocks.restore(in);
        }
    }
}
