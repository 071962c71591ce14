package io.weir.device;

import java.util.Optional;

/** How far a reading can be trusted, in OPC UA's three coarse grades. */
public enum Quality {
    GOOD(0),
    UNCERTAIN(1),
    BAD(2);

    private final int code;

    Quality(int code) {
        this.code = code;
    }

    /** The number that stands for it in binary forms; never changes. */
    int code() {
        return code;
    }

    static Optional<Quality> ofCode(int code) {
        return switch (code) {
            case 0 -> Optional.of(GOOD);
            case 1 -> Optional.of(UNCERTAIN);
            case 2 -> Optional.of(BAD);
            default -> Optional.empty();
        };
    }
}
