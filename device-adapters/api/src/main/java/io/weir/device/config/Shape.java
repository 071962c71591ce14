package io.weir.device.config;

import io.weir.device.ByteSize;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What one place of the configuration may hold. Immutable; a tree of shapes describes a whole file. */
public sealed interface Shape
        permits Shape.Scalar,
                Shape.ListOf,
                Shape.MapOf,
                Shape.Table,
                Shape.Typed,
                Shape.OneKey,
                Shape.Brief,
                Shape.NotYet,
                ObjectShape {

    /** Written as one word or number. */
    sealed interface Scalar extends Shape {}

    /**
     * Free text with a rule.
     *
     * @param rule the complaint about a text, or nothing when it is fine
     * @param expects what it should be, for messages and the schema: {@code host:port}
     * @param pattern what the rule accepts, as nearly as an expression can say it, for the schema; empty when it cannot. It
     *     must accept whatever the rule accepts
     */
    record Text(int maxLength, String expects, String pattern, Function<String, Optional<String>> rule)
            implements Scalar {}

    record Whole(long min, long max) implements Scalar {}

    record Decimal(double min, double max) implements Scalar {}

    record Flag() implements Scalar {}

    /** A length of time with its unit: {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h}, {@code 14d}. */
    record Span(Duration min, Duration max) implements Scalar {}

    /** A number of bytes with its unit: {@code 64MiB}. */
    record Size(ByteSize min, ByteSize max) implements Scalar {}

    record Choice(List<String> words) implements Scalar {}

    /** {@code {env: NAME}} or {@code {file: NAME}}; a literal is refused, so that no secret stands in a file. */
    record SecretRef() implements Scalar {}

    /** A list; a single item may stand without brackets. */
    record ListOf(Shape item, int min, int max) implements Shape {}

    /** Named things. */
    record MapOf(Shape item, int max, Names names) implements Shape {}

    /**
     * What the names of a {@link MapOf} may look like.
     *
     * @param words the same for people
     */
    record Names(Pattern pattern, String words) {

        /** Names of our own things: they go into topics, metrics and file names. */
        public static final Names OURS = new Names(
                Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}"), "small letters, digits, - and _, at most 63 characters");

        /** Names that others chose: metrics, headers, tags. */
        public static final Names FREE = new Names(
                Pattern.compile("[^\\p{Cntrl}]{1,256}"), "1 to 256 characters, none of them a control character");
    }

    /**
     * Named rows. Whoever reads the gateway's own file puts them in the place of {@code {file: NAME}}, so that they are
     * always bound as if they had been written there.
     */
    record Table(MapOf rows) implements Shape {}

    /** A section whose key {@code discriminator} ({@code type}, {@code format}) chooses among variants. */
    record Typed(String discriminator, Map<String, ObjectShape> variants) implements Shape {}

    /**
     * A section with exactly one key that says what it is, such as a step {@code {deadband: {abs: 0.2}}}, and perhaps keys
     * beside it, such as {@code id}.
     */
    record OneKey(Map<String, Shape> kinds, ObjectShape beside) implements Shape {}

    /**
     * A section that may be written as a single word when it has only one thing to say: {@code where: value > 5} means
     * {@code where: {expr: value > 5}}. It is always bound as the section.
     *
     * @param key what the single word is the value of
     */
    record Brief(String key, ObjectShape whole) implements Shape {}

    /** A key of the documented model that this version does not have yet: refused with these words, never ignored. */
    record NotYet(String what) implements Shape {}

    static Shape text() {
        return text(1024, "text", text -> Optional.empty());
    }

    static Shape text(int maxLength, String expects, Function<String, Optional<String>> rule) {
        return new Text(maxLength, expects, "", rule);
    }

    /** Text that matches a regular expression as a whole; the dialect must be one that Java and JSON Schema share. */
    static Shape matching(String pattern, String expects) {
        Pattern compiled = Pattern.compile(pattern);
        return new Text(
                1024,
                expects,
                pattern,
                text -> compiled.matcher(text).matches() ? Optional.empty() : Optional.of("does not fit"));
    }

    static Shape whole(long min, long max) {
        return new Whole(min, max);
    }

    static Shape decimal() {
        return new Decimal(-Double.MAX_VALUE, Double.MAX_VALUE);
    }

    static Shape decimal(double min, double max) {
        return new Decimal(min, max);
    }

    static Shape flag() {
        return new Flag();
    }

    static Shape span(Duration min, Duration max) {
        return new Span(min, max);
    }

    static Shape size(ByteSize min, ByteSize max) {
        return new Size(min, max);
    }

    static Shape choice(String... words) {
        return new Choice(List.of(words));
    }

    static Shape secret() {
        return new SecretRef();
    }

    static Shape listOf(Shape item) {
        return new ListOf(item, 1, 1024);
    }

    static Shape mapOf(Shape item) {
        return new MapOf(item, 1024, Names.OURS);
    }

    /** Things under names that others chose, such as metrics or HTTP headers. */
    static Shape mapOfFreeNames(Shape item) {
        return new MapOf(item, 1024, Names.FREE);
    }

    static Shape notYet(String what) {
        return new NotYet(what);
    }

    /** {@code host:port}, {@code [v6]:port}; port 0 means any free one. */
    static Shape address() {
        return new Text(300, "host:port", Texts.ADDRESS.pattern(), Texts::addressComplaint);
    }

    /** A URI with a host and one of these schemes. */
    static Shape uri(String... schemes) {
        String anyOf = String.join("|", schemes);
        return new Text(
                2048,
                String.join(":// or ", schemes) + "://host[:port]/…",
                "(" + anyOf + "):.+",
                text -> Texts.uriComplaint(text, List.of(schemes)));
    }

    /** See {@link io.weir.device.TopicPattern}. */
    static Shape topicPattern() {
        return text(1024, "a topic such as sensors/{device}/{metric}", Texts::topicComplaint);
    }
}
