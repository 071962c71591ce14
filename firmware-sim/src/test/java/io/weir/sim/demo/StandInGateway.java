package io.weir.sim.demo;

import io.weir.sim.fleet.DeviceSpec;
import io.weir.sim.wire.CoapMessage;
import io.weir.sim.wire.MqttPacket;
import io.weir.sim.wire.MqttServerSide;
import io.weir.sim.wire.PacketType;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway within the test: takes MQTT, CoAP and GPIO, keeps, acknowledges, and forwards to the cloud by HTTP. A kill
 * breaks its sockets and stops its threads; its store stays. It can be told to misbehave.
 */
final class StandInGateway implements Gateway {
    private static final Logger log = LoggerFactory.getLogger(StandInGateway.class);
    private final Flaw flaw;
    private final StandInStore store;
    private final Ports ports;
    private final Path gpioSocket;
    private final URI cloud;
    private final Map<Integer, String> inputs = new HashMap<>();
    private final List<Closeable> open = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = new ArrayList<>();
    private final Path out;
    private boolean lostInFile;
    private volatile boolean alive;

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    StandInGateway(Flaw flaw, GatewayFiles files, InetSocketAddress cloud, List<DeviceSpec> devices) {
        this.flaw = flaw;
        this.store = new StandInStore(flaw);
        this.ports = files.ports();
        this.out = GatewayFiles.fileUplink(files.folder()).folder();
        this.gpioSocket = files.folder().resolve("data/gpio.sock");
        this.cloud = URI.create("http://127.0.0.1:" + cloud.getPort() + "/records");
        devices.forEach(device -> inputs.put(device.pin(), device.metric()));
    }

    @Override
    public void start() throws IOException {
        alive = true;
        Files.createDirectories(gpioSocket.resolveSibling(""));
        Files.deleteIfExists(gpioSocket);
        ServerSocket mqtt = new ServerSocket();
        mqtt.setReuseAddress(true);
        mqtt.bind(Ports.local(ports.mqtt()));
        DatagramSocket coap = new DatagramSocket(Ports.local(ports.coap()));
        ServerSocketChannel gpio = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        gpio.bind(UnixDomainSocketAddress.of(gpioSocket));
        open.addAll(List.of(mqtt, coap, gpio));
        run("mqtt", () -> acceptMqtt(mqtt));
        run("coap", () -> serveCoap(coap));
        run("gpio", () -> acceptGpio(gpio));
        run("uplink", this::forward);
    }

    private void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (alive) {
                            work.run();
                        }
                    } catch (IOException e) {
                        log.debug("A socket broke, as it does at a kill: {}", e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "stand-in-" + name);
        thread.setDaemon(true);
        synchronized (threads) {
            threads.add(thread);
        }
        thread.start();
    }

    private void acceptMqtt(ServerSocket server) throws IOException {
        Socket socket = server.accept();
        open.add(socket);
        MqttServerSide peer = new MqttServerSide(socket.getInputStream(), socket.getOutputStream());
        run("mqtt-client", () -> {
            peer.awaitConnect();
            peer.greet(store.openSession(peer.clientId()), 0);
            while (alive) {
                serveMqtt(peer, peer.next());
            }
        });
    }

    private void serveMqtt(MqttServerSide peer, MqttPacket packet) throws IOException {
        if (packet.type() != PacketType.PUBLISH) {
            return;
        }
        MqttServerSide.Publish publish = peer.publish(packet);
        String[] topic = publish.topic().split("/", -1);
        String metric = topic.length > 2 ? topic[2] : "seq";
        String payload = StandardCharsets.UTF_8.decode(publish.payload()).toString();
        String key = peer.clientId() + "/" + (publish.qos() == 0 ? System.nanoTime() : publish.packetId());
        store.take(key, publish.again(), topic[1], metric, payload);
        if (publish.qos() > 0 && alive) {
            peer.acknowledge(PacketType.PUBACK, publish.packetId());
        }
    }

    private void serveCoap(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        socket.receive(packet);
        CoapMessage request = CoapMessage.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        List<String> path = request.options().stream()
                .filter(option -> option.number() == 11)
                .map(option -> StandardCharsets.UTF_8
                        .decode(option.value().duplicate())
                        .toString())
                .toList();
        String payload =
                StandardCharsets.UTF_8.decode(request.payload().duplicate()).toString();
        String key = packet.getSocketAddress() + "/" + request.messageId() + request.token();
        store.take(key, true, path.get(1), path.get(2), payload);
        CoapMessage answer = new CoapMessage(
                CoapMessage.Type.ACKNOWLEDGEMENT,
                CoapMessage.CHANGED,
                request.messageId(),
                request.token(),
                List.of(),
                ByteBuffer.allocate(0));
        byte[] bytes = answer.encoded();
        socket.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
    }

    private void acceptGpio(ServerSocketChannel server) throws IOException {
        SocketChannel channel = server.accept();
        open.add(channel);
        Map<Integer, Integer> levels = new HashMap<>();
        BufferedReader lines = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        run("gpio-client", () -> {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("the client closed the socket");
            }
            int pin = Integer.parseInt(line.replaceAll(".*\"pin\":(\\d+).*", "$1"));
            int level = Integer.parseInt(line.replaceAll(".*\"level\":(\\d+).*", "$1"));
            Integer before = levels.put(pin, level);
            if ((before == null ? 0 : before) != level) {
                store.takeEdge(DemoFleet.GPIO_ADAPTER, inputs.getOrDefault(pin, "?"), level);
            }
            channel.write(ByteBuffer.wrap("{\"ok\":true}\n".getBytes(StandardCharsets.UTF_8)));
        });
    }

    private void forward() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        boolean contradicted = false;
        while (alive) {
            List<String> batch = store.undelivered(200);
            if (batch.isEmpty() || !post(http, String.join("\n", batch))) {
                store.delivered(0);
                Thread.sleep(20);
            } else {
                write(batch);
                store.delivered(batch.size());
                if (flaw == Flaw.CONTRADICTS && !contradicted) {
                    contradicted = post(http, batch.get(0).replace("\"device\":\"", "\"device\":\"not-"));
                }
            }
        }
    }

    /** The second uplink: one file for all streams. */
    private void write(List<String> batch) throws IOException {
        if (Files.isDirectory(out)) {
            List<String> lines = new ArrayList<>(batch);
            if (flaw == Flaw.LOSES_IN_FILE && !lostInFile) {
                lostInFile = lines.removeIf(line -> line.contains("\"stream\":\"raw\",\"device\":\"press-1\""));
            }
            Files.write(out.resolve("all.jsonl"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private boolean post(HttpClient http, String lines) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(cloud)
                .timeout(Duration.ofSeconds(5))
                .POST(HttpRequest.BodyPublishers.ofString(lines))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void kill() throws InterruptedException {
        close();
        store.losePower();
    }

    @Override
    public int stop() throws InterruptedException {
        close();
        return flaw == Flaw.FAILS_AT_STOP ? 1 : 0;
    }

    @Override
    public void close() {
        alive = false;
        List<Closeable> sockets;
        synchronized (open) {
            sockets = List.copyOf(open);
            open.clear();
        }
        for (Closeable socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new IllegalStateException("the stand-in could not hang up", e);
            }
        }
        List<Thread> ended;
        synchronized (threads) {
            ended = List.copyOf(threads);
            threads.clear();
        }
        try {
            for (Thread thread : ended) {
                thread.interrupt();
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String page() {
        return "http://127.0.0.1:" + ports.http() + "/";
    }

    @Override
    public Optional<String> ledger() {
        return Optional.of("{\"uplinks\":{\"cloud\":{\"pending\":" + store.pending() + "}},\"balanced\":"
                + (flaw != Flaw.UNBALANCED) + "}");
    }
}
