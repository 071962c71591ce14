package io.weir.device.mqtt;

import io.weir.device.TopicPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may connect. Immutable.
 *
 * <pre>
 * # one user a line:
 * name:bcrypt hash[:topic filter[,topic filter …]]
 * pump-3:$2y$10$…                        may publish everything
 * pump-4:$2b$10$…:sensors/{user}/#       only below its own name
 * </pre>
 *
 * Every line of a file ends with a line break, the last one too: without it the file counts as cut off.
 */
final class UserFile {

    /** @param rules none means every topic */
    record User(String name, String hash, List<TopicPattern> rules) {}

    private static final Pattern NAME = Pattern.compile("[^:/+#\\s\\p{Cntrl}]{1,128}");
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    /** How a reference to a file begins; a variable of the environment mostly ends without a line break. */
    private static final String FILE = "{file:";

    private static final int LOWEST_COST = 4;

    /** One more doubles the time; at this cost a Raspberry Pi already takes seconds for each login. */
    private static final int HIGHEST_COST = 15;

    private final Map<String, User> users;

    private UserFile(Map<String, User> users) {
        this.users = users;
    }

    /** @throws IOException when it looks cut off, or naming the line that cannot be understood; never its hash */
    static UserFile of(byte[] bytes, String source) throws IOException {
        Map<String, User> users = new HashMap<>();
        int number = 0;
        String all = new String(bytes, StandardCharsets.UTF_8);
        for (String line : all.split("\n", -1)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            try {
                User user = user(text);
                if (users.put(user.name(), user) != null) {
                    throw new IllegalArgumentException("the user " + user.name() + " stands there twice");
                }
            } catch (IllegalArgumentException e) {
                throw new IOException("users " + source + ", line " + number + ": " + e.getMessage(), e);
            }
        }
        requireWhole(users, all, source);
        return new UserFile(Map.copyOf(users));
    }

    /** What is left of a line may say something else: without its filters a user may publish everything. */
    private static void requireWhole(Map<String, User> users, String all, String source) throws IOException {
        if (users.isEmpty()) {
            throw new IOException("users " + source + " names no user, so that nobody could log in; was it cut off?");
        }
        if (source.startsWith(FILE) && !all.endsWith("\n")) {
            throw new IOException("users " + source
                    + " may be cut off in its last line, which has no line break; if it is whole, add the line break");
        }
    }

    private static User user(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("expected name:bcrypt[:topic-filter,…]");
        }
        if (!NAME.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException("a name has 1 to 128 characters, without spaces and without : / + #");
        }
        Matcher hash = HASH.matcher(parts[1]);
        if (!hash.matches()) {
            throw new IllegalArgumentException("after the name " + parts[0]
                    + " a bcrypt hash ($2a$, $2b$ or $2y$) is expected; htpasswd -nB NAME makes one");
        }
        int cost = Integer.parseInt(hash.group(1));
        if (cost < LOWEST_COST || cost > HIGHEST_COST) {
            throw new IllegalArgumentException("the bcrypt cost of " + parts[0] + " is " + cost + "; allowed are "
                    + LOWEST_COST + " to " + HIGHEST_COST);
        }
        return new User(parts[0], parts[1], parts.length < 3 ? List.of() : rules(parts[0], parts[2]));
    }

    private static List<TopicPattern> rules(String name, String filters) {
        List<TopicPattern> rules = new ArrayList<>();
        for (String filter : filters.split(",", -1)) {
            rules.add(TopicPattern.of(filter.strip().replace("{user}", name)));
        }
        return rules;
    }

    Optional<User> named(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /** Any hash of the file, to spend the same time on an unknown name as on a known one. */
    Optional<String> anyHash() {
        return users.values().stream().map(User::hash).findFirst();
    }
}
