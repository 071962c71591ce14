package io.weir.mqtt;

import java.io.IOException;

/** As many publishes as the link allows are unanswered; wait for one of them and try again. */
public final class LinkBusyException extends IOException {
    private static final long serialVersionUID = 1L;

    LinkBusyException(String message) {
        super(message);
    }
}
