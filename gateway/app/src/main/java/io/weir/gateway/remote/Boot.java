package io.weir.gateway.remote;

import io.weir.gateway.config.ConfigReader;
import io.weir.gateway.config.Document;
import io.weir.gateway.config.GatewayConfig;
import io.weir.gateway.config.Layers;
import io.weir.gateway.config.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which configuration a gateway starts with: its file, with the layer over it that was last good. Immutable; reads the data
 * directory, writes nothing.
 *
 * @param folder of the configuration file, where secrets are looked up
 * @param file as it was parsed, for laying documents over it
 * @param fromFile what the file alone says
 * @param running what to start
 * @param revision of the layer in {@code running}; {@link Revision#NONE} for the file alone
 * @param lost why a stored layer is not in {@code running}; empty when there is none, or it is
 */
public record Boot(
        ConfigReader reader,
        Path folder,
        Document file,
        GatewayConfig fromFile,
        GatewayConfig running,
        Revision revision,
        List<Problem> lost) {

    public Boot {
        lost = List.copyOf(lost);
    }

    /**
     * Chooses.
     *
     * @param read the file, free of problems
     */
    public static Boot choose(ConfigReader reader, ConfigReader.Result read) throws IOException {
        GatewayConfig own = read.config()
                .orElseThrow(() -> new IllegalArgumentException("the file has problems: " + read.problems()));
        Boot alone = new Boot(reader, read.folder(), read.document(), own, own, Revision.NONE, List.of());
        if (own.control().isEmpty()) {
            return alone;
        }
        ControlState state = new ControlState(own.gateway().dataDirectory());
        Optional<LastGood> lastGood = state.lastGood();
        if (lastGood.isPresent()) {
            return alone.with(lastGood.get());
        }
        Problem damaged = Problem.at("", "", "last-good", "what was last good is damaged");
        return state.hasLastGood() ? alone.withoutLayer(List.of(damaged)) : alone;
    }

    private Boot with(LastGood good) {
        Layered layered = Layered.over(this, good.layer());
        return layered.config()
                .map(config -> new Boot(reader, folder, file, fromFile, config, good.revision(), List.of()))
                .orElse(new Boot(reader, folder, file, fromFile, fromFile, Revision.NONE, layered.problems()));
    }

    /** True when there is a layer to fall back from. */
    public boolean isLayered() {
        return !revision.equals(Revision.NONE);
    }

    /** The file alone, because its parts failed to start with the layer. */
    public Boot withoutLayer(List<Problem> errors) {
        return new Boot(reader, folder, file, fromFile, fromFile, Revision.NONE, errors);
    }

    /**
     * A layer over the file, checked.
     *
     * @param config there is one exactly when there are no problems
     */
    record Layered(Optional<GatewayConfig> config, List<Problem> problems) {

        static Layered over(Boot boot, Document layer) {
            Document merged = Layers.merge(boot.file(), layer);
            List<Problem> guarded = new Guard(boot.folder()).problems(boot.file(), layer, merged);
            ConfigReader.Result result = boot.reader().check(merged, boot.folder());
            if (guarded.isEmpty()) {
                return new Layered(result.config(), result.problems());
            }
            List<Problem> all = new ArrayList<>(guarded);
            all.addAll(result.problems());
            return new Layered(Optional.empty(), all);
        }
    }
}
