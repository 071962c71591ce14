package io.weir.gateway.dryrun;

import io.weir.device.config.Settings;
import java.util.List;

/**
 * One test of a pipeline, as its users write it.
 *
 * @param given readings and ticks, as JSON lines
 * @param expect for each record what is certain of it; other keys of the record do not matter
 */
public record Case(String name, String pipeline, List<String> given, List<Settings> expect, Settings written) {

    public Case {
        given = List.copyOf(given);
        expect = List.copyOf(expect);
    }
}
