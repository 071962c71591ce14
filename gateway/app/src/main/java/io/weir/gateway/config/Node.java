package io.weir.gateway.config;

import java.util.List;

/** A parsed text with its places, before anything is typed. What YAML and JSON have in common. */
sealed interface Node {

    /** Where it begins; its length covers words that stand on one line. */
    Place place();

    /** A scalar as it was written. */
    record Word(Place place, String text) implements Node {}

    /** Nothing, {@code null} or {@code ~}. */
    record Empty(Place place) implements Node {}

    record Items(Place place, List<Node> items) implements Node {}

    /** Its entries have different names: a name that stands twice was reported and left out. */
    record Section(Place place, List<Entry> entries) implements Node {}

    record Entry(String name, Place place, Node value) {}
}
