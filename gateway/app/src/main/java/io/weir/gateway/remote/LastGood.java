package io.weir.gateway.remote;

import io.weir.gateway.config.Document;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The gateway layer that was applied last.
 *
 * @param document hash of the bytes it came in
 */
record LastGood(Revision revision, String document, Document layer) {

    Map<String, Object> toTree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("epoch", revision.epoch());
        tree.put("rev", revision.rev());
        tree.put("document", document);
        tree.put("config", layer.tree());
        return tree;
    }
}
