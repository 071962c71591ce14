package io.weir.sim.proof;

/** The names of the streams to look at; an empty name means that there is none of that kind. */
public record Streams(String raw, String filtered, String windows) {

    /** Only a stream that passes everything through. */
    public static Streams raw(String name) {
        return new Streams(name, "", "");
    }
}
