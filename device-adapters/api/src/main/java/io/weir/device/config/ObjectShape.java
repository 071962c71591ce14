package io.weir.device.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A section with known keys. Keys that begin with {@code x-} are the user's own and pass unread. */
public record ObjectShape(List<Key> keys) implements Shape {

    public ObjectShape {
        keys = List.copyOf(keys);
        Set<String> seen = new HashSet<>();
        for (Key key : keys) {
            if (!seen.add(key.name())) {
                throw new IllegalArgumentException("the key " + key.name() + " is described twice");
            }
        }
    }

    public static ObjectShape of(Key... keys) {
        return new ObjectShape(List.of(keys));
    }

    /** This shape with further keys. */
    public ObjectShape and(Key... more) {
        List<Key> all = new ArrayList<>(keys);
        all.addAll(List.of(more));
        return new ObjectShape(all);
    }

    public Optional<Key> key(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
}
