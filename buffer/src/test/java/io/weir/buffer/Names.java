package io.weir.buffer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The names on a {@link MemoryDisk}: those that there are, those that are durable, and what was done since. A power cut keeps or
 * drops every unsynced creation, rename and deletion on its own, so that later ones may survive earlier ones; a rename that is
 * half done leaves both names, never none. One thread.
 */
final class Names {
    private final Map<Path, Sectors> files = new TreeMap<>();
    private final Map<Path, Sectors> durable = new TreeMap<>();
    private final List<Change> unsynced = new ArrayList<>();

    /** A name that was given to a file or taken from it; a rename is both, and the second never comes true alone. */
    private record Change(Path name, Sectors file, boolean given, Optional<Change> onlyAfter) {
        void apply(Map<Path, Sectors> names) {
            if (given) {
                names.put(name, file);
            } else if (names.get(name) == file) {
                names.remove(name);
            }
        }
    }

    /** As they are now, in order. */
    Map<Path, Sectors> files() {
        return files;
    }

    boolean has(Path name) {
        return files.containsKey(name);
    }

    Sectors file(Path name) {
        Sectors file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("There is no " + name);
        }
        return file;
    }

    void give(Path name, Sectors file) {
        files.put(name, file);
        unsynced.add(new Change(name, file, true, Optional.empty()));
    }

    void rename(Path from, Path to) throws IOException {
        if (!has(from)) {
            throw new NoSuchFileException(from.toString());
        }
        Sectors file = file(from);
        give(to, file);
        Change given = unsynced.get(unsynced.size() - 1);
        files.remove(from);
        unsynced.add(new Change(from, file, false, Optional.of(given)));
    }

    void take(Path name) {
        unsynced.add(new Change(name, file(name), false, Optional.empty()));
        files.remove(name);
    }

    void sync(Path directory) {
        settle(change -> directory.equals(MemoryDisk.parent(change.name())));
    }

    private void settle(Predicate<Change> which) {
        for (Change change : List.copyOf(unsynced)) {
            if (which.test(change)) {
                change.apply(durable);
                unsynced.remove(change);
            }
        }
    }

    void cutPower(SplittableRandom random) {
        int eagerness = random.nextInt(5); // of 4: how much the file system had written already
        Set<Change> dropped = new HashSet<>();
        for (Change change : unsynced) {
            boolean possible = change.onlyAfter().filter(dropped::contains).isEmpty();
            if (possible && random.nextInt(4) < eagerness) {
                change.apply(durable);
            } else {
                dropped.add(change);
            }
        }
        unsynced.clear();
        files.clear();
        files.putAll(durable);
    }

    /** For good: it happens to what is on the medium. What was to become of this name, and of the file that has it, is done before. */
    void putForGood(Path name, Sectors file) {
        removeForGood(name);
        files.put(name, file);
        durable.put(name, file);
    }

    void removeForGood(Path name) {
        Sectors file = files.get(name);
        settle(change -> change.name().equals(name) || change.file() == file);
        files.remove(name);
        durable.remove(name);
    }

    /** The same names of copies of the files, all of them durable. */
    Names copy() {
        Names copy = new Names();
        files.forEach((name, file) -> copy.files.put(name, file.copy()));
        copy.durable.putAll(copy.files);
        return copy;
    }
}
