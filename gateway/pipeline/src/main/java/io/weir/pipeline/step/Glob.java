package io.weir.pipeline.step;

import java.util.List;

/** A pattern in which {@code *} stands for any characters, also none. It never goes back: no text makes it slow. */
public final class Glob {

    private final List<String> parts;

    public Glob(String pattern) {
        this.parts = List.of(pattern.split("\\*", -1));
    }

    public boolean matches(String text) {
        String prefix = parts.get(0);
        if (parts.size() == 1) {
            return text.equals(prefix);
        }
        String suffix = parts.get(parts.size() - 1);
        int end = text.length() - suffix.length();
        if (end < prefix.length() || !text.startsWith(prefix) || !text.endsWith(suffix)) {
            return false;
        }
        int at = prefix.length();
        for (int i = 1; i < parts.size() - 1; i++) {
            String part = parts.get(i);
            // The first place is as good as any: it leaves the most for what follows.
            int found = text.indexOf(part, at);
            if (found < 0) {
                return false;
            }
            at = found + part.length();
        }
        return at <= end;
    }
}
