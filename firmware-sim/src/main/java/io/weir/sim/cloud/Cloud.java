package io.weir.sim.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A far side that counts what it is given, at as many endpoints as are opened, all under the same weather. Opened and
 * closed by one thread; the weather may be changed and the books read by any.
 */
public final class Cloud implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private final Arrivals arrivals;
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Listener> controls = new ArrayList<>();
    private volatile Weather weather = new Weather.Fair();

    /** The listener hears of every record that comes for the first time. */
    public Cloud(Consumer<Arrival> fresh) {
        this.arrivals = new Arrivals(fresh);
    }

    public InetSocketAddress openHttp(InetSocketAddress address) throws IOException {
        return open("http", address, new HttpDialogue(arrivals, this::weather));
    }

    public InetSocketAddress openMqtt(InetSocketAddress address) throws IOException {
        return open("mqtt", address, new MqttDialogue(arrivals, this::weather));
    }

    public InetSocketAddress openTcp(InetSocketAddress address) throws IOException {
        return open("tcp", address, new TcpDialogue(arrivals, this::weather));
    }

    /** The cloud's own steering wheel, which no weather reaches. */
    public InetSocketAddress openControl(InetSocketAddress address) throws IOException {
        Listener listener = new Listener("control", address, Weather.Fair::new, new ControlDialogue(this));
        controls.add(listener);
        return listener.address();
    }

    private InetSocketAddress open(String name, InetSocketAddress address, Listener.Dialogue dialogue)
            throws IOException {
        Listener listener = new Listener(name, address, this::weather, dialogue);
        listeners.add(listener);
        return listener.address();
    }

    public Weather weather() {
        return weather;
    }

    public void weather(Weather next) {
        boolean breaks = next instanceof Weather.Cut || weather instanceof Weather.Silent;
        weather = next;
        if (breaks) {
            listeners.forEach(Listener::breakConnections);
        }
    }

    public String countsAsJson() throws IOException {
        return MAPPER.writeValueAsString(arrivals.counts());
    }

    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    public void close() throws IOException {
        for (Listener listener : listeners) {
            listener.close();
        }
        for (Listener control : controls) {
            control.close();
        }
        arrivals.close();
    }
}
