package io.weir.gateway;

import java.util.Optional;

/** The version of this program, from its jar. */
public final class Version {

    public static final String TEXT = Optional.ofNullable(
                    Version.class.getPackage().getImplementationVersion())
            .orElse("development");

    private Version() {}
}
