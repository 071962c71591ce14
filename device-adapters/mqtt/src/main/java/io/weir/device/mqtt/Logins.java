package io.weir.device.mqtt;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import io.weir.device.config.Secret;
import io.weir.device.mqtt.UserFile.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords on a thread of its own, because bcrypt takes long on purpose. A password that was right is remembered
 * as a keyed digest, so that a thousand devices that come back after a power cut are let in at once. The users' file is
 * read again when it has changed; a broken one leaves the users as they were and says so. Any thread may ask.
 */
final class Logins implements AutoCloseable {

    private static final Duration READ_AGAIN = Duration.ofSeconds(1);
    private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2A;

    private final Secret source;
    private final Troubles troubles;
    private final Clock clock;
    private final Executor loop;
    private final ExecutorService worker;
    private final SecretKeySpec digestKey;

    // Owned by the worker from here on.
    private byte[] bytes;
    private UserFile users;
    private Instant readAt;
    private final Map<String, byte[]> rightOnes = new HashMap<>();

    /** @throws IOException when the file is not there, is cut off or has a bad line */
    Logins(Secret source, Troubles troubles, Clock clock, Executor loop) throws IOException {
        this.source = source;
        this.troubles = troubles;
        this.clock = clock;
        this.loop = loop;
        this.bytes = source.bytes();
        this.users = UserFile.of(bytes, source.reference());
        this.readAt = clock.instant();
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        this.digestKey = new SecretKeySpec(key, "HmacSHA256");
        this.worker = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "mqtt-logins");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Answers on the event loop: the user's rules, or nothing when the login is wrong. */
    void check(String name, byte[] password, Consumer<Optional<TopicRules>> answer) {
        try {
            worker.execute(() -> {
                Optional<TopicRules> rules = rules(name, password);
                loop.execute(() -> answer.accept(rules));
            });
        } catch (RejectedExecutionException closed) {
            answer.accept(Optional.empty());
        }
    }

    private Optional<TopicRules> rules(String name, byte[] password) {
        readAgain();
        Optional<User> user = users.named(name);
        if (user.isEmpty()) {
            users.anyHash().ifPresent(hash -> matches(hash, password));
            return Optional.empty();
        }
        byte[] digest = digest(name, password);
        byte[] right = rightOnes.get(name);
        if (right != null && MessageDigest.isEqual(right, digest)) {
            return Optional.of(TopicRules.only(user.get().rules()));
        }
        if (!matches(user.get().hash(), password)) {
            return Optional.empty();
        }
        rightOnes.put(name, digest);
        return Optional.of(TopicRules.only(user.get().rules()));
    }

    /** Longer passwords count by their first bytes, as in every bcrypt. */
    private static boolean matches(String hash, byte[] password) {
        return BCrypt.verifyer(VERSION, LongPasswordStrategies.truncate(VERSION))
                .verify(password, hash.getBytes(StandardCharsets.US_ASCII))
                .verified;
    }

    private byte[] digest(String name, byte[] password) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(digestKey);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private void readAgain() {
        Instant now = clock.instant();
        if (now.isBefore(readAt.plus(READ_AGAIN))) {
            return;
        }
        readAt = now;
        try {
            byte[] fresh = source.bytes();
            if (!Arrays.equals(fresh, bytes)) {
                users = UserFile.of(fresh, source.reference());
                bytes = fresh;
                rightOnes.clear();
            }
        } catch (IOException e) {
            troubles.note(Troubles.Kind.USERS_FILE, "the users stay as they were: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
