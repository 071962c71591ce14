package io.weir.pipeline.step;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.device.Reading;
import java.util.function.BiFunction;

/**
 * An operator that treats every metric of every device by itself. The rule is in its {@link Member}; this class keeps at most
 * {@code maxKeys} of them, wakes them and saves them.
 *
 * <pre>
 * state   clock | varint n | n x (text device, text metric, flag due [i64 dueMillis], member)   least recently used first
 * </pre>
 */
public final class PerKey<S extends PerKey.Member<S>> implements Operator {

    static final long NEVER = Long.MAX_VALUE;

    /**
     * One metric of one device: its state and what is done to its readings. Times to wake at are steady ones, see
     * {@link ArrivalClock}.
     */
    public abstract static class Member<S extends Member<S>> extends KeyTable.State<S> {
        int place = Agenda.NOWHERE;
        private long dueMillis = NEVER;

        protected Member(String device, String metric) {
            super(device, metric);
        }

        /** Answers a reading, now or when it is released. */
        protected abstract void take(Reading reading, long nowMillis, Emitter out);

        /** Answers what is held: it was time, or the key or the step goes away. */
        protected void release(Emitter out) {}

        /** Readings taken and not answered yet. */
        protected int held() {
            return 0;
        }

        /** What is remembered beside the key. */
        protected abstract void write(BinaryWriter out);

        /**
         * Fills this fresh member with what {@link #write} wrote.
         *
         * @throws MalformedBytesException when that cannot be
         */
        protected abstract void read(BinaryReader in);

        /** Asks for {@link #release} at this steady time, unless asked for something else meanwhile. */
        protected final void releaseAt(long steadyMillis) {
            dueMillis = steadyMillis;
        }

        /** Asks for nothing any more. */
        protected final void releaseNever() {
            dueMillis = NEVER;
        }

        /** Whether a release was asked for and did not come yet. */
        protected final boolean isScheduled() {
            return dueMillis != NEVER;
        }

        final long dueMillis() {
            return dueMillis;
        }

        @Override
        protected final void save(BinaryWriter out) {
            out.flag(dueMillis != NEVER);
            if (dueMillis != NEVER) {
                out.i64(dueMillis);
            }
            write(out);
        }

        @Override
        protected final void load(BinaryReader in) {
            dueMillis = in.flag() ? in.i64() : NEVER;
            read(in);
        }
    }

    private final ArrivalClock clock = new ArrivalClock();
    private final Agenda<S> agenda = new Agenda<>();
    private final KeyTable<S> table;
    private long held;

    /**
     * An operator without state.
     *
     * @param maker makes the member of a device and a metric
     */
    public PerKey(int maxKeys, BiFunction<String, String, S> maker) {
        this.table = new KeyTable<>(maxKeys, maker, this::giveUp);
    }

    @Override
    public void onReading(Reading reading, Emitter out) {
        long now = clock.observe(out.steadyMillis());
        S member = table.use(reading.device().value(), reading.metric(), reading.timeQuality(), out);
        long due = member.dueMillis();
        held -= member.held();
        member.take(reading, now, out);
        held += member.held();
        if (member.dueMillis() != due) {
            agenda.update(member);
        }
    }

    private void release(S member, Emitter out) {
        held -= member.held();
        member.releaseNever();
        member.release(out);
        held += member.held();
    }

    private void giveUp(S member, Emitter out) {
        agenda.remove(member);
        release(member, out);
    }

    @Override
    public long nextDeadlineMillis() {
        return agenda.isEmpty() ? NO_DEADLINE : clock.stampAt(agenda.first().dueMillis());
    }

    @Override
    public void onTick(long steadyMillis, Emitter out) {
        long now = clock.observe(steadyMillis);
        while (!agenda.isEmpty() && agenda.first().dueMillis() <= now) {
            S member = agenda.first();
            release(member, out);
            agenda.update(member);
        }
    }

    @Override
    public void close(Emitter out) {
        table.forEach(member -> release(member, out));
    }

    @Override
    public long held() {
        return held;
    }

    @Override
    public int keys() {
        return table.size();
    }

    @Override
    public void snapshot(BinaryWriter out) {
        clock.snapshot(out);
        table.snapshot(out);
    }

    @Override
    public void restore(BinaryReader in) {
        clock.restore(in);
        table.restore(in);
        if (in.remaining() > 0) {
            throw new MalformedBytesException(in.remaining() + " bytes too many in the state of a step");
        }
        table.forEach(member -> {
            held += member.held();
            agenda.update(member);
        });
    }
}
