package io.weir.gateway.config;

/** Words for a key that stands twice. */
final class Duplicates {

    private Duplicates() {}

    static Problem problem(String name, Place first, Place second) {
        String message = "the key `" + name + "` stands here a second time; the first is at line " + first.line()
                + ", column " + first.column();
        return Problem.ofText("duplicate-key", message, second);
    }
}
