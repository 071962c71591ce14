package io.weir.gateway.decode;

import io.weir.device.UndecodableException;
import java.nio.charset.StandardCharsets;

/** The little of a payload that may stand in a message. */
final class Excerpt {

    private Excerpt() {}

    /** At most {@link UndecodableException#EXCERPT} characters, those that cannot be shown replaced. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < UndecodableException.EXCERPT; i++) {
            char c = text.charAt(i);
            shown.append(c < ' ' || c == 0x7F || c == '\uFFFD' || Character.isSurrogate(c) ? '?' : c);
        }
        return shown.toString();
    }

    /** The bytes around a place, read as text. */
    static String around(byte[] bytes, long place) {
        int from = (int) Math.max(0, Math.min(place - 10, bytes.length));
        int count = Math.min(bytes.length - from, UndecodableException.EXCERPT);
        return of(new String(bytes, from, count, StandardCharsets.UTF_8));
    }
}
