package io.weir.buffer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a buffer that is encrypted at rest: one under which blocks are written, and older ones under which they may
 * still be read, so that a key is changed by naming a new one and kept until the last segment under the old one is gone.
 * Immutable, for any thread; never prints a key.
 *
 * <p>AES-256-GCM (NIST SP 800-38D), a random nonce of 96 bits for every block, under a key of its own for every segment,
 * {@code HMAC-SHA256(key, epoch, generation)}: nonces need only be unique among the blocks of one segment. A key is known by
 * its id, four bytes of {@code HMAC-SHA256(key, "weir-buffer key id")}.
 */
public final class Keys {
    /** Nothing is encrypted. */
    public static final Keys NONE = new Keys(Optional.empty(), Map.of(), new SecureRandom());
    /** What a key must have. */
    public static final int KEY_BYTES = 32;
    /** Key id, nonce and tag. */
    static final int OVERHEAD_BYTES = 4 + 12 + 16;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String MAC = "HmacSHA256";

    private final Optional<Integer> current;
    private final Map<Integer, byte[]> secrets;
    private final RandomGenerator nonces;

    private Keys(Optional<Integer> current, Map<Integer, byte[]> secrets, RandomGenerator nonces) {
        this.current = current;
        this.secrets = secrets;
        this.nonces = nonces;
    }

    /**
     * Writes with the one, reads with all.
     *
     * @throws IllegalArgumentException if a key has not {@link #KEY_BYTES} bytes
     */
    public static Keys of(byte[] writing, List<byte[]> older) {
        return of(writing, older, new SecureRandom());
    }

    /** For tests that must run again as they ran: any other source of nonces is a broken cipher. */
    static Keys of(byte[] writing, List<byte[]> older, RandomGenerator nonces) {
        Map<Integer, byte[]> secrets = new HashMap<>();
        older.forEach(key -> secrets.put(id(key), key.clone()));
        secrets.put(id(writing), writing.clone());
        return new Keys(Optional.of(id(writing)), Map.copyOf(secrets), nonces);
    }

    private static int id(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "A key of the buffer has " + key.length + " bytes, it must have " + KEY_BYTES);
        }
        return ByteBuffer.wrap(mac(key, "weir-buffer key id".getBytes(StandardCharsets.US_ASCII)))
                .getInt();
    }

    /** The block, at the beginning of its array, as it is stored: encrypted if there is a key to write with. */
    ByteBuffer seal(ByteBuffer block, Block.Home home) {
        if (current.isEmpty()) {
            return block;
        }
        byte[] nonce = new byte[NONCE_BYTES];
        nonces.nextBytes(nonce);
        ByteBuffer stored = ByteBuffer.allocate(block.limit() + OVERHEAD_BYTES);
        stored.put(block.slice(0, Block.HEADER_BYTES)).putInt(current.get()).put(nonce);
        stored.putShort(6, (short) (stored.getShort(6) | Block.ENCRYPTED)).putInt(8, stored.capacity());
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, current.get(), home, nonce);
            addHeader(cipher, stored.array(), 0);
            cipher.doFinal(block.slice(Block.HEADER_BYTES, block.limit() - Block.HEADER_BYTES), stored);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM as it should", e);
        }
        return stored.putInt(12, Block.checksum(stored.array(), 0, stored.capacity()))
                .flip();
    }

    /** The block as it was before it was stored; empty if it was tampered with, or {@link #lacks} its key. */
    Optional<byte[]> open(byte[] bytes, int at, int length, Block.Home home) {
        if (length < Block.HEADER_BYTES + OVERHEAD_BYTES || lacks(bytes, at)) {
            return Optional.empty();
        }
        ByteBuffer stored = ByteBuffer.wrap(bytes, at, length).slice();
        byte[] nonce = new byte[NONCE_BYTES];
        stored.get(Block.HEADER_BYTES + 4, nonce);
        ByteBuffer block = ByteBuffer.allocate(length - OVERHEAD_BYTES);
        block.put(bytes, at, Block.HEADER_BYTES);
        block.putShort(6, (short) (block.getShort(6) & ~Block.ENCRYPTED)).putInt(8, block.capacity());
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, stored.getInt(Block.HEADER_BYTES), home, nonce);
            addHeader(cipher, bytes, at);
            int from = Block.HEADER_BYTES + 4 + NONCE_BYTES;
            cipher.doFinal(stored.position(from), block);
            return Optional.of(block.array());
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no AES-GCM as it should", e);
        }
    }

    /** Whether a stored block is encrypted under a key that is not among these. */
    boolean lacks(byte[] bytes, int at) {
        ByteBuffer stored = ByteBuffer.wrap(bytes, at, Block.HEADER_BYTES + 4).slice();
        return (stored.getShort(6) & Block.ENCRYPTED) != 0 && !secrets.containsKey(stored.getInt(Block.HEADER_BYTES));
    }

    /** The complaint about a stored block whose key these {@linkplain #lacks lack}. */
    UnknownKeyException missing(byte[] bytes, int at) {
        String wanted =
                hex(ByteBuffer.wrap(bytes, at, Block.HEADER_BYTES + 4).slice().getInt(Block.HEADER_BYTES));
        TreeSet<String> given = new TreeSet<>();
        secrets.keySet().forEach(id -> given.add(hex(id)));
        return new UnknownKeyException("The buffer is encrypted with the key whose id is " + wanted + "; "
                + (given.isEmpty() ? "no key is given" : "the ids of the given keys are " + given));
    }

    private static String hex(int id) {
        return String.format(Locale.ROOT, "%08x", id);
    }

    private Cipher cipher(int mode, int keyId, Block.Home home, byte[] nonce) throws GeneralSecurityException {
        byte[] secret = secrets.getOrDefault(keyId, new byte[0]);
        byte[] segment = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(home.epoch())
                .putLong(home.generation())
                .array();
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(mac(secret, segment), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    /** What is readable of a block cannot be changed either, except its checksum. */
    private static void addHeader(Cipher cipher, byte[] stored, int at) {
        cipher.updateAAD(stored, at, 12);
        cipher.updateAAD(stored, at + 16, Block.HEADER_BYTES - 16);
    }

    private static byte[] mac(byte[] key, byte[] of) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            return mac.doFinal(of);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no HMAC-SHA256 as it should", e);
        }
    }

    @Override
    public String toString() {
        return "Keys"
                + current.map(id -> "[" + hex(id) + " of " + secrets.size() + "]")
                        .orElse("[none]");
    }
}
