package io.weir.gateway.dryrun;

import io.weir.device.Record;
import io.weir.uplink.Format;
import java.nio.charset.StandardCharsets;

/** Records as the lines that an uplink would send, but for their ids: in a dry run there are none. One thread. */
public final class RecordText {

    private static final String NO_ID = "{\"id\":\"\",";

    private final Format format = Format.named("jsonl");

    public String of(String stream, Record item) {
        String line = new String(format.encode("", stream, item), StandardCharsets.UTF_8).strip();
        return "{" + line.substring(NO_ID.length());
    }
}
