package io.weir.uplink;

import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.util.List;

/** Makes sinks of type {@code file}. */
public final class FileSinkProvider implements SinkProvider {

    @Override
    public String type() {
        return "file";
    }

    @Override
    public ObjectShape shape() {
        return ObjectShape.of(
                Key.required("path", Shape.text(), "The folder; made when it is not there."),
                Key.defaulted(
                        "compression", Choices.of(List.of("none"), List.of("gzip", "zstd")), "none", "Of the files."));
    }

    @Override
    public Sink create(Settings settings, SinkContext context) {
        return new FileSink(context.baseDirectory().resolve(settings.text("path")), context.clock());
    }
}
