package io.weir.sim.fleet;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads a fleet file. All mistakes are reported together. */
public final class FleetFile {
    private static final int MOST_DEVICES = 2_000;
    private final String name;
    private final Path folder;
    private final List<String> mistakes = new ArrayList<>();

    private FleetFile(Path file) {
        this.name = file.toString();
        this.folder = file.toAbsolutePath().resolveSibling("");
    }

    public static FleetPlan read(Path file) throws IOException, BadFleetFileException {
        return new FleetFile(file).parse(Files.readString(file));
    }

    private FleetPlan parse(String text) throws BadFleetFileException {
        Optional<Node> root;
        try {
            root = new Compose(LoadSettings.builder().setLabel(name).build()).composeString(text);
        } catch (YamlEngineException e) {
            throw new BadFleetFileException(List.of(name + ": " + e.getMessage()));
        }
        if (root.isEmpty()) {
            throw new BadFleetFileException(List.of(name + ": the file is empty; it needs a gateway and devices"));
        }
        FleetPlan plan = plan(new Section(name, root.get(), mistakes));
        if (!mistakes.isEmpty()) {
            throw new BadFleetFileException(mistakes);
        }
        return plan;
    }

    private FleetPlan plan(Section root) {
        long seed = root.seed("seed", 1);
        Duration length = root.duration("for", Duration.ZERO);
        Endpoints endpoints = root.section("gateway").map(this::endpoints).orElseGet(FleetFile::defaults);
        List<DeviceSpec> devices = new ArrayList<>();
        Optional<Section> section = root.section("devices");
        if (section.isEmpty()) {
            root.mistakeHere("missing key \"devices\"");
        }
        section.ifPresent(all -> all.names()
                .forEach(device -> all.section(device)
                        .ifPresent(one -> devices.addAll(new DeviceReader(folder, device, one).read()))));
        root.finish();
        if (devices.size() > MOST_DEVICES) {
            root.mistakeAt("devices", devices.size() + " devices; one process simulates at most " + MOST_DEVICES);
        }
        return new FleetPlan(endpoints, seed, length, devices);
    }

    private Endpoints endpoints(Section section) {
        Endpoints endpoints = new Endpoints(
                section.value("mqtt", defaults().mqtt(), FleetFile::address),
                section.value("coap", defaults().coap(), FleetFile::address),
                folder.resolve(section.text("gpio", "data/gpio.sock")),
                section.text("username", ""),
                password(section));
        section.finish();
        return endpoints;
    }

    /** Never in the file itself: the file names an environment variable or another file. */
    private String password(Section section) {
        Optional<Section> reference = section.section("password");
        if (reference.isEmpty()) {
            return "";
        }
        Section from = reference.get();
        String value = from.value("env", "", variable -> {
            String found = System.getenv(variable);
            if (found == null) {
                throw new IllegalArgumentException("the environment has no " + variable);
            }
            return found;
        });
        String content = from.value("file", value, path -> {
            try {
                return Files.readString(folder.resolve(path)).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException("cannot read " + path + ": " + e.getMessage(), e);
            }
        });
        from.finish();
        return content;
    }

    private static Endpoints defaults() {
        return new Endpoints(address("127.0.0.1:1883"), address("127.0.0.1:5683"), Path.of("data/gpio.sock"));
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("expected host:port, got \"" + text + "\"");
        }
        String host = text.substring(0, colon).replace("[", "").replace("]", "");
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(text.substring(colon + 1)));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("unknown host \"" + host + "\"");
        }
        return address;
    }
}
