package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Adapter;
import io.weir.device.AdapterContext;
import io.weir.device.Decoder;
import io.weir.device.DeviceId;
import io.weir.device.Quality;
import io.weir.device.Reading;
import io.weir.device.UndecodableException;
import io.weir.device.Value;
import io.weir.device.config.Binder;
import io.weir.device.config.Key;
import io.weir.device.config.ObjectShape;
import io.weir.device.config.Secret;
import io.weir.device.config.Settings;
import io.weir.device.config.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An adapter with all around it faked: settings from a map, files from a folder, payloads that are numbers. */
final class Rig implements AdapterContext, AutoCloseable {

    static final Map<String, Object> TOPIC =
            Map.of("topic", "s/{device}/{metric}", "decode", Map.of("format", "number"));

    final FakeIntake intake;
    final Set<String> sessions = new HashSet<>();
    private final Path directory;
    private final List<Adapter> adapters = new ArrayList<>();

    Rig(Path directory, FakeIntake intake) {
        this.directory = directory;
        this.intake = intake;
    }

    /** {@code path code} of everything that is wrong. */
    List<String> problems(Map<String, ?> settings) {
        List<String> problems = new ArrayList<>();
        Settings bound = bind(settings, problems);
        if (problems.isEmpty()) {
            new MqttAdapterProvider()
                    .check(bound, (path, code, message, guess) -> problems.add(path + " " + code + " " + message));
        }
        return problems;
    }

    private Settings bind(Map<String, ?> settings, List<String> problems) {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("topics", TOPIC);
        ObjectShape decode = ObjectShape.of(Key.required("format", Shape.choice("number"), "a number"));
        return new Binder((path, code, message, guess) -> problems.add(path + " " + code + " " + message), secrets())
                .section(new MqttAdapterProvider().shape(decode), all, "adapters.field");
    }

    Adapter start(Map<String, ?> settings) throws IOException {
        assertThat(problems(settings)).isEmpty();
        Adapter adapter = new MqttAdapterProvider().create(bind(settings, new ArrayList<>()), this);
        adapters.add(adapter);
        adapter.start();
        return adapter;
    }

    /** The port of a new endpoint with these settings. */
    int endpoint(Map<String, ?> settings) throws IOException {
        Map<String, Object> all = new HashMap<>(settings);
        all.putIfAbsent("listen", "127.0.0.1:0");
        return port(start(all), "");
    }

    static int port(Adapter adapter, String kind) {
        String address = Optional.ofNullable(adapter.listening().get(kind)).orElseThrow();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private Binder.Secrets secrets() {
        return new Binder.Secrets() {
            @Override
            public Secret env(String name) {
                return new FileSecret(directory.resolve(name));
            }

            @Override
            public Secret file(String name) {
                return new FileSecret(directory.resolve(name));
            }
        };
    }

    private record FileSecret(Path file) implements Secret {
        @Override
        public String reference() {
            return "{file: " + file.getFileName() + "}";
        }

        @Override
        public byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }

        @Override
        public String text() throws IOException {
            return Files.readString(file).stripTrailing();
        }
    }

    @Override
    public String gatewayId() {
        return "gw-1";
    }

    @Override
    public String name() {
        return "field";
    }

    @Override
    public FakeIntake intake() {
        return intake;
    }

    @Override
    public Decoder decoder(Settings decode) {
        return (payload, captures, arrivalMillis) -> {
            String text = StandardCharsets.UTF_8.decode(payload).toString();
            if (text.equals("bug")) {
                throw new IllegalStateException("a decoder with a fault");
            }
            try {
                Value value = new Value.Num(Double.parseDouble(text));
                return List.of(new Reading(
                        new DeviceId(captures.device()),
                        captures.metric(),
                        arrivalMillis,
                        value,
                        "",
                        Quality.GOOD,
                        arrivalMillis));
            } catch (NumberFormatException e) {
                throw new UndecodableException("no number");
            }
        };
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Path dataDirectory() {
        return directory;
    }

    @Override
    public Set<String> sessions() {
        return Set.copyOf(sessions);
    }

    @Override
    public boolean simulatedGpio() {
        return false;
    }

    @Override
    public void close() {
        adapters.forEach(Adapter::close);
    }
}
