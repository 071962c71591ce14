package io.weir.pipeline.window;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.MalformedBytesException;
import io.weir.pipeline.step.Emitter;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions of one key. Each reading is a session of its own as long as the gap; those that overlap or touch are one, as
 * in Flink. A session that has fired and is lengthened by a late reading fires again when the watermark reaches its new end.
 */
final class SessionWindows implements OpenWindows {

    private static final class Session {
        private final Accumulator readings;
        private long firstMillis;
        private long lastMillis;
        private int firings;
        /** Whether it holds what has not been in a result. */
        private boolean due = true;

        Session(long timeMillis, Accumulator readings) {
            this.firstMillis = timeMillis;
            this.lastMillis = timeMillis;
            this.readings = readings;
        }
    }

    private final WindowKey key;
    private final Timeline timeline;
    private final Cut.Session cut;
    private final WindowSpec spec;
    /** By time; they do not overlap. */
    private final List<Session> sessions = new ArrayList<>(2);

    private long nextEndMillis = WindowSpec.AFTER_ALL;

    SessionWindows(WindowKey key, Cut.Session cut, WindowSpec spec) {
        this.key = key;
        this.timeline = key.timeline();
        this.cut = cut;
        this.spec = spec;
    }

    @Override
    public boolean take(long timeMillis, double value, Emitter out) {
        forgetThrough(timeline.droppedMillis());
        int place = place(timeMillis);
        if (place < 0 && !isLate(timeMillis) && isFull()) {
            makeRoom(out);
            place = place(timeMillis);
        }
        if (place < 0 && isLate(timeMillis)) {
            return false;
        }
        Session session = place < 0 ? begin(timeMillis) : sessions.get(place);
        lengthen(session, timeMillis);
        session.readings.add(value, timeMillis);
        if (end(session) <= timeline.completeMillis()) {
            fire(session, out);
        } else {
            session.due = true;
        }
        findNextEnd();
        return true;
    }

    private boolean isLate(long timeMillis) {
        return timeMillis + cut.gapMillis() <= timeline.droppedMillis();
    }

    private boolean isFull() {
        return sessions.size() >= spec.most();
    }

    private long end(Session session) {
        return session.lastMillis + cut.gapMillis();
    }

    /** The index of the first session that this reading belongs to, or -1. */
    private int place(long timeMillis) {
        for (int i = 0; i < sessions.size(); i++) {
            Session session = sessions.get(i);
            if (session.firstMillis <= timeMillis + cut.gapMillis()
                    && end(session) >= timeMillis
                    && fits(session.firstMillis, session.lastMillis, timeMillis)) {
                return i;
            }
        }
        return -1;
    }

    private boolean fits(long firstMillis, long lastMillis, long timeMillis) {
        return Math.max(lastMillis, timeMillis) - Math.min(firstMillis, timeMillis) <= cut.maxMillis();
    }

    private Session begin(long timeMillis) {
        Session fresh = new Session(timeMillis, spec.figures().accumulator());
        int at = sessions.size();
        while (at > 0 && sessions.get(at - 1).firstMillis > timeMillis) {
            at--;
        }
        sessions.add(at, fresh);
        return fresh;
    }

    /** Makes a session reach to this time, and one with the next where they then touch. */
    private void lengthen(Session session, long timeMillis) {
        session.firstMillis = Math.min(session.firstMillis, timeMillis);
        session.lastMillis = Math.max(session.lastMillis, timeMillis);
        int next = sessions.indexOf(session) + 1;
        while (next < sessions.size()) {
            Session other = sessions.get(next);
            if (other.firstMillis > end(session) || !fits(session.firstMillis, session.lastMillis, other.lastMillis)) {
                return;
            }
            session.lastMillis = Math.max(session.lastMillis, other.lastMillis);
            session.firings += other.firings;
            session.readings.merge(other.readings);
            sessions.remove(next);
        }
    }

    /** As for sliding windows: first what is ahead of its time goes, then the watermark moves on. */
    private void makeRoom(Emitter out) {
        closeBehind(timeline.newestMillis(), out);
        while (isFull()) {
            timeline.advance(end(sessions.get(0)) + spec.allowedMillis(), out);
            forgetThrough(timeline.droppedMillis());
        }
    }

    @Override
    public long nextEndMillis() {
        return nextEndMillis;
    }

    private void findNextEnd() {
        nextEndMillis = WindowSpec.AFTER_ALL;
        for (Session session : sessions) {
            if (session.due) {
                nextEndMillis = Math.min(nextEndMillis, end(session));
            }
        }
    }

    @Override
    public void fireNext(Emitter out) {
        for (Session session : sessions) {
            if (session.due && end(session) == nextEndMillis) {
                fire(session, out);
                break;
            }
        }
        findNextEnd();
    }

    private void fire(Session session, Emitter out) {
        int update = spec.allowedMillis() > 0 ? session.firings++ : 0;
        session.due = false;
        emit(session, update, false, out);
    }

    private void emit(Session session, int update, boolean partial, Emitter out) {
        out.result(key.result(session.firstMillis, end(session), session.readings, update, partial));
    }

    @Override
    public boolean isEmpty() {
        return sessions.isEmpty();
    }

    @Override
    public void forgetThrough(long endMillis) {
        sessions.removeIf(session -> end(session) <= endMillis);
    }

    @Override
    public void closeBehind(long timeMillis, Emitter out) {
        closeFrom(timeMillis + 1, out);
    }

    @Override
    public void close(Emitter out) {
        closeFrom(Long.MIN_VALUE, out);
        sessions.clear();
    }

    private void closeFrom(long timeMillis, Emitter out) {
        for (Session session : List.copyOf(sessions)) {
            if (session.due && session.lastMillis >= timeMillis) {
                emit(session, 0, true, out);
                sessions.remove(session);
            }
        }
        findNextEnd();
    }

    @Override
    public void trim() {
        ((ArrayList<Session>) sessions).trimToSize();
    }

    @Override
    public void save(BinaryWriter out) {
        out.varint(sessions.size());
        for (Session session : sessions) {
            out.i64(session.firstMillis)
                    .i64(session.lastMillis)
                    .varint(session.firings)
                    .flag(session.due);
            session.readings.snapshot(out);
        }
    }

    @Override
    public void load(BinaryReader in) {
        for (int i = in.count(); i > 0; i--) {
            Session session = new Session(in.i64(), spec.figures().accumulator());
            session.lastMillis = in.i64();
            session.firings = Math.toIntExact(in.varint());
            session.due = in.flag();
            session.readings.restore(in);
            if (session.lastMillis < session.firstMillis) {
                throw new MalformedBytesException("a session that ends before it begins");
            }
            sessions.add(session);
        }
        findNextEnd();
    }
}
