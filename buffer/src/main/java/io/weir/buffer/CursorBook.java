package io.weir.buffer;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All cursors by name, open or not. Changed under the log's upkeep lock; {@link #accounts} may be asked by anyone. */
final class CursorBook {
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Set<String> open = new HashSet<>();

    CursorBook(List<CursorState> known) {
        known.forEach(cursor -> accounts.put(cursor.name(), new Account(cursor)));
    }

    Collection<Account> accounts() {
        return accounts.values();
    }

    /** How a change becomes durable. */
    @FunctionalInterface
    interface Saving {
        void saveState() throws IOException;
    }

    /** Durable at once: where a cursor begins must not depend on what happens next. */
    Account open(String name, Set<Integer> streams, Start start, Locator locator, Saving saving) throws IOException {
        if (open.contains(name)) {
            throw new IllegalStateException("A cursor named " + name + " is open already");
        }
        Account known = accounts.get(name);
        Account account = known == null ? begin(name, streams, locator.find(start), saving) : known;
        if (!account.streams().equals(streams)) {
            account.subscribe(streams, locator.at(account.position()));
            saving.saveState();
        }
        open.add(name);
        return account;
    }

    private Account begin(String name, Set<Integer> streams, Locator.Place place, Saving saving) throws IOException {
        Account fresh = new Account(CursorState.begin(name, place, streams));
        accounts.put(name, fresh);
        try {
            saving.saveState();
            return fresh;
        } catch (IOException e) {
            accounts.remove(name);
            throw e;
        }
    }

    void closed(Account account) {
        open.remove(account.name());
    }

    /** False if there was none. */
    boolean forget(String name) {
        if (open.contains(name)) {
            throw new IllegalStateException("The cursor " + name + " must be closed before it is forgotten");
        }
        return accounts.remove(name) != null;
    }

    boolean isChanged() {
        return accounts.values().stream().anyMatch(Account::isChanged);
    }

    List<CursorState> save() {
        return accounts.values().stream().map(Account::save).toList();
    }
}
