package io.weir.device.coap;

import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.AdapterProvider;
import io.weir.device.ByteSize;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Problems;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.util.List;

/** Adapters of {@code type: coap}. Any thread. */
public final class CoapAdapterProvider implements AdapterProvider {

    /**
     * Resources without {@code decode} are decoded by content format, with the defaults of the decoders' own shape. It is
     * the same for the whole program, but ServiceLoader makes an instance at every look-up, and the one that is asked for
     * the shape need not be the one that creates.
     */
    private static volatile Shape decodeShape = Shape.notYet("a decoder before the shape was asked for");

    @Override
    public String type() {
        return "coap";
    }

    @Override
    public ObjectShape shape(Shape decode) {
        decodeShape = decode;
        ObjectShape resource = ObjectShape.of(
                Key.required("path", Shape.topicPattern(), "the request path, such as s/{device}/{metric}"),
                Key.optional("decode", decode, "how to read the payload; without it the content format decides"));
        return ObjectShape.of(
                Key.defaulted("listen", Shape.address(), "127.0.0.1:5683", "where to listen for CoAP over UDP"),
                Key.defaulted("anonymous", Shape.flag(), "false", "says that anyone who reaches the port may post"),
                Key.optional(
                        "resources", Shape.listOf(resource), "paths that take readings; {device}/{metric} if absent"),
                Key.defaulted(
                        "max-payload",
                        Shape.size(new ByteSize(16), ByteSize.ofMebibytes(1)),
                        "64KiB",
                        "longest payload, whole or in blocks"),
                Key.defaulted(
                        "max-peers",
                        Shape.whole(16, 100_000),
                        "2000",
                        "devices whose last requests are remembered to recognise a retransmission"),
                Key.optional("dtls", Shape.notYet("DTLS"), "an encrypted listener"),
                Key.optional("observe", Shape.notYet("observing CoAP servers"), "servers to observe"));
    }

    @Override
    public void check(Settings settings, Problems problems) {
        if (settings.has("listen")
                && !ListenAddress.parse(settings.text("listen")).isLoopback()
                && !(settings.has("anonymous") && settings.flag("anonymous"))) {
            problems.report(
                    settings.path("listen"),
                    "conflict",
                    settings.text("listen") + " is reachable from other machines, and plain CoAP knows no passwords:"
                            + " say anonymous: true, or listen on loopback",
                    "anonymous: true");
        }
        List<Settings> resources = settings.has("resources") ? settings.sections("resources") : List.of();
        for (Settings resource : resources) {
            if (resource.has("path") && resource.text("path").startsWith("/")) {
                problems.report(
                        resource.path("path"),
                        "type",
                        "\"" + resource.text("path") + "\": a path is written without a slash in front",
                        resource.text("path").substring(1));
            }
        }
    }

    @Override
    public Adapter create(Settings settings, AdapterContext context) {
        return new CoapAdapter(settings, Routes.of(settings, context, decodeShape), context, System::nanoTime);
    }
}
