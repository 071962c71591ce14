package io.weir.pipeline.step;

import java.util.ArrayList;
import java.util.List;

/**
 * The members of a {@link PerKey} that want to be woken, soonest first: a binary heap in which every member knows its place, so
 * that putting one off allocates nothing. Those due at the same time come by device and metric, whatever happened before, so
 * the order need not be saved.
 */
final class Agenda<S extends PerKey.Member<S>> {

    static final int NOWHERE = -1;

    private final List<S> heap = new ArrayList<>();

    boolean isEmpty() {
        return heap.isEmpty();
    }

    S first() {
        return heap.get(0);
    }

    /** Takes note of what a member wants now. */
    void update(S member) {
        boolean wanted = member.dueMillis() != PerKey.NEVER;
        if (member.place == NOWHERE) {
            if (wanted) {
                heap.add(member);
                up(member, heap.size() - 1);
            }
        } else if (wanted) {
            settle(member, member.place);
        } else {
            remove(member);
        }
    }

    void remove(S member) {
        int place = member.place;
        if (place == NOWHERE) {
            return;
        }
        member.place = NOWHERE;
        S last = heap.remove(heap.size() - 1);
        if (last != member) {
            settle(last, place);
        }
    }

    private void settle(S member, int place) {
        if (place > 0 && before(member, heap.get((place - 1) / 2))) {
            up(member, place);
        } else {
            down(member, place);
        }
    }

    private void up(S member, int from) {
        int place = from;
        while (place > 0 && before(member, heap.get((place - 1) / 2))) {
            put(heap.get((place - 1) / 2), place);
            place = (place - 1) / 2;
        }
        put(member, place);
    }

    private void down(S member, int from) {
        int place = from;
        for (int child = 2 * place + 1; child < heap.size(); child = 2 * place + 1) {
            if (child + 1 < heap.size() && before(heap.get(child + 1), heap.get(child))) {
                child++;
            }
            if (!before(heap.get(child), member)) {
                break;
            }
            put(heap.get(child), place);
            place = child;
        }
        put(member, place);
    }

    private void put(S member, int place) {
        heap.set(place, member);
        member.place = place;
    }

    private static <S extends PerKey.Member<S>> boolean before(S one, S other) {
        int order = Long.compare(one.dueMillis(), other.dueMillis());
        if (order == 0) {
            order = one.device().compareTo(other.device());
        }
        return order < 0 || order == 0 && one.metric().compareTo(other.metric()) < 0;
    }
}
