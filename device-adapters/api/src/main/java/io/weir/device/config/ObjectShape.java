package io.weir.device.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A section with known keys. Keys that begin with {@code x-} are the user's own and pass unread.
 *
 * @param choices keys of which exactly one must be there, or none; for the schema: whoever describes the section refuses
 *     others in words that tell why
 */
public record ObjectShape(List<Key> keys, List<String> choices) implements Shape {

    public ObjectShape {
        keys = List.copyOf(keys);
        choices = List.copyOf(choices);
        Set<String> seen = new HashSet<>();
        for (Key key : keys) {
            if (!seen.add(key.name())) {
                throw new IllegalArgumentException("the key " + key.name() + " is described twice");
            }
        }
    }

    public static ObjectShape of(Key... keys) {
        return new ObjectShape(List.of(keys), List.of());
    }

    /** This shape with further keys. */
    public ObjectShape and(Key... more) {
        List<Key> all = new ArrayList<>(keys);
        all.addAll(List.of(more));
        return new ObjectShape(all, choices);
    }

    /** This shape, of whose keys exactly one of these must be there. */
    public ObjectShape choosing(String... names) {
        return new ObjectShape(keys, List.of(names));
    }

    public Optional<Key> key(String name) {
        return keys.stream().filter(key -> key.name().equals(name)).findFirst();
    }
}
