package io.weir.device.coap;

import io.weir.device.AdapterContext;
import io.weir.device.Decoder;
import io.weir.device.TopicPattern;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.californium.core.coap.MediaTypeRegistry;

/** Which path takes readings, and who decodes them. The first pattern that matches wins. Immutable. */
record Routes(List<Route> routes) {

    static final String DEFAULT_PATH = "{device}/{metric}";

    /** The decoder of a content format, or nothing when the format is not supported there. */
    interface ByFormat {
        Optional<Decoder> decoder(int contentFormat);
    }

    record Route(TopicPattern pattern, ByFormat decoders) {}

    record Match(TopicPattern.Captures captures, ByFormat decoders) {}

    static Routes of(Settings settings, AdapterContext context, Shape decode) {
        if (!settings.has("resources")) {
            return new Routes(List.of(new Route(TopicPattern.of(DEFAULT_PATH), standard(context, decode))));
        }
        return new Routes(settings.sections("resources").stream()
                .map(resource -> route(resource, context, decode))
                .toList());
    }

    private static Route route(Settings resource, AdapterContext context, Shape decode) {
        TopicPattern pattern = TopicPattern.of(resource.text("path"));
        if (!resource.has("decode")) {
            return new Route(pattern, standard(context, decode));
        }
        Optional<Decoder> own = Optional.of(context.decoder(resource.section("decode")));
        return new Route(pattern, contentFormat -> own);
    }

    /** JSON, also for a request that names no format, and both forms of SenML. */
    private static ByFormat standard(AdapterContext context, Shape decode) {
        Optional<Decoder> json = Optional.of(context.decoder(defaults("json", decode)));
        Optional<Decoder> senml = Optional.of(context.decoder(defaults("senml", decode)));
        return contentFormat -> switch (contentFormat) {
            case MediaTypeRegistry.UNDEFINED, MediaTypeRegistry.APPLICATION_JSON -> json;
            case MediaTypeRegistry.APPLICATION_SENML_JSON, MediaTypeRegistry.APPLICATION_SENML_CBOR -> senml;
            default -> Optional.empty();
        };
    }

    private static Settings defaults(String format, Shape decode) {
        Binder binder = new Binder(
                (path, code, message, suggestion) -> {
                    throw new IllegalStateException(
                            "decode: {format: " + format + "} does not stand alone: " + message);
                },
                Binder.Secrets.NONE);
        ObjectShape holder = ObjectShape.of(Key.required("decode", decode, "the decoder"));
        return binder.section(holder, Map.of("decode", Map.of("format", format)), "")
                .section("decode");
    }

    Optional<Match> match(String path) {
        for (Route route : routes) {
            Optional<TopicPattern.Captures> captures = route.pattern.match(path);
            if (captures.isPresent()) {
                return Optional.of(new Match(captures.get(), route.decoders));
            }
        }
        return Optional.empty();
    }

    /** What {@code /.well-known/core} says (RFC 6690): where to post, by the part of the path that is fixed. */
    String links() {
        StringBuilder links = new StringBuilder();
        for (Route route : routes) {
            String pattern = route.pattern.toString();
            links.append(links.isEmpty() ? "" : ",").append("</").append(fixedPart(pattern));
            links.append(">;rt=\"weir.intake\";title=\"")
                    .append(pattern.replace("\"", "'"))
                    .append('"');
        }
        return links.toString();
    }

    private static String fixedPart(String pattern) {
        StringBuilder fixed = new StringBuilder();
        for (String level : pattern.split("/", -1)) {
            if (level.startsWith("{") || level.equals("+") || level.equals("#") || !level.matches("[\\w.~-]+")) {
                break;
            }
            fixed.append(fixed.isEmpty() ? "" : "/").append(level);
        }
        return fixed.toString();
    }
}
