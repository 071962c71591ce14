package io.weir.gateway.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole way at full load: publishers at QoS 1 into the smallest useful configuration, durable, out to an HTTP endpoint
 * that counts. Prints messages a second, the gateway's CPU a message, syncs, and the ratio to a loop that only appends and
 * syncs groups of the same size to the same disk in the same run. JDK only, so it starts from its source:
 *
 * <pre>
 * java gateway/app/src/test/java/io/weir/gateway/bench/MacroBench.java [MESSAGES [CONNECTIONS [WINDOW]]]
 * </pre>
 */
final class MacroBench {

    private static final int PAYLOAD_BYTES = 200;
    private static final Duration LIMIT_RUN = Duration.ofSeconds(3);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final PrintStream OUT = System.out;

    private final int messages;
    private final int connections;
    private final int window;
    private final AtomicLong delivered = new AtomicLong();

    private MacroBench(int messages, int connections, int window) {
        this.messages = messages;
        this.connections = connections;
        this.window = window;
    }

    public static void main(String[] arguments) throws Exception {
        int messages = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000;
        int connections = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 50;
        int window = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
        new MacroBench(messages, connections, window).run(Path.of("gateway/app/target/weir.jar"));
    }

    private void run(Path jar) throws Exception {
        if (!Files.exists(jar)) {
            throw new IOException(
                    "there is no " + jar + "; first: mvn -q -DskipTests package, and start from the top folder");
        }
        Path folder = Files.createTempDirectory(Path.of("gateway/app/target"), "bench");
        HttpServer cloud = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.createContext("/", this::count);
        cloud.start();
        Process gateway = start(jar, folder, cloud.getAddress().getPort());
        try {
            String ready = awaitReady(gateway);
            int mqtt = port(ready, "\"field\":\"127.0.0.1:(\\d+)\"");
            int http = port(ready, "\"http\":\"127.0.0.1:(\\d+)\"");
            publish(mqtt, messages / 4); // the JVM warms up
            awaitDelivered(messages / 4);
            measure(gateway, mqtt, http, folder);
        } finally {
            gateway.destroy();
            gateway.waitFor();
            cloud.stop(0);
        }
    }

    private void measure(Process gateway, int mqtt, int http, Path folder) throws Exception {
        long before = delivered.get();
        long syncs = syncs(http);
        Duration cpu = gateway.info().totalCpuDuration().orElse(Duration.ZERO);
        long begun = System.nanoTime();
        int sent = publish(mqtt, messages);
        double ackSeconds = (System.nanoTime() - begun) / 1e9;
        awaitDelivered(before + sent);
        double endSeconds = (System.nanoTime() - begun) / 1e9;
        Duration used = gateway.info().totalCpuDuration().orElse(Duration.ZERO).minus(cpu);
        long synced = syncs(http) - syncs;
        int perGroup = (int) Math.max(1, sent / Math.max(1, synced));
        double limit = appendAndSync(folder.resolve("limit"), perGroup);
        OUT.printf(
                Locale.ROOT,
                "messages                 %,d of %d B, %d connections, %d in flight each%n",
                sent,
                PAYLOAD_BYTES,
                connections,
                window);
        OUT.printf(Locale.ROOT, "acknowledged (durable)   %,.0f messages/s%n", sent / ackSeconds);
        OUT.printf(Locale.ROOT, "delivered end to end     %,.0f messages/s%n", sent / endSeconds);
        OUT.printf(Locale.ROOT, "gateway CPU              %.1f us/message%n", used.toNanos() / 1e3 / sent);
        OUT.printf(Locale.ROOT, "syncs                    %,d, %,d messages each%n", synced, perGroup);
        OUT.printf(Locale.ROOT, "append + fdatasync alone %,.0f messages/s at the same group size%n", limit);
        OUT.printf(Locale.ROOT, "ratio                    %.3f of that limit%n", sent / ackSeconds / limit);
    }

    private static Process start(Path jar, Path folder, int cloud) throws IOException {
        Path config = folder.resolve("gateway.yaml");
        Files.writeString(config, """
                gateway: {id: gw-1, data-dir: %s, dashboard: {listen: "127.0.0.1:0"}}
                adapters:
                  field: {type: mqtt, listen: "127.0.0.1:0", topics: [{topic: "bench/{device}", decode: {format: json, metric: seq, value: $.seq}}]}
                pipelines:
                  raw: {from: field, steps: []}
                uplinks:
                  sink: {type: http, url: "http://127.0.0.1:%d/", streams: [raw], format: jsonl, compression: none, batch: {max-records: 5000, max-wait: 200ms}}
                """.formatted(folder.resolve("data"), cloud));
        return new ProcessBuilder(
                        "java", "-Xmx256m", "-XX:+UseSerialGC", "-jar", jar.toString(), "run", config.toString())
                .redirectError(folder.resolve("gateway.log").toFile())
                .start();
    }

    private static String awaitReady(Process gateway) throws IOException {
        BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.startsWith("ready ")) {
            throw new IOException("the gateway did not start: " + line);
        }
        return line;
    }

    private static int port(String ready, String pattern) throws IOException {
        Matcher found = Pattern.compile(pattern).matcher(ready);
        if (!found.find()) {
            throw new IOException("no port in: " + ready);
        }
        return Integer.parseInt(found.group(1));
    }

    private void count(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        long lines = 0;
        for (byte b : body) {
            lines += b == '\n' ? 1 : 0;
        }
        if (body.length > 0 && body[body.length - 1] != '\n') {
            lines++;
        }
        delivered.addAndGet(lines);
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    private void awaitDelivered(long wanted) throws InterruptedException, IOException {
        long end = System.nanoTime() + START_LIMIT.toNanos() * 5;
        while (delivered.get() < wanted) {
            if (System.nanoTime() > end) {
                throw new IOException("only " + delivered.get() + " of " + wanted + " arrived");
            }
            Thread.sleep(5);
        }
    }

    private int publish(int port, int count) throws InterruptedException {
        List<Thread> publishers = new ArrayList<>();
        int each = Math.max(1, count / connections);
        for (int i = 0; i < connections; i++) {
            int device = i;
            Thread publisher = new Thread(() -> new Publisher(port, device, window).send(each));
            publishers.add(publisher);
            publisher.start();
        }
        for (Thread publisher : publishers) {
            publisher.join();
        }
        return each * connections;
    }

    private static long syncs(int http) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/api/v1/status"))
                .timeout(Duration.ofSeconds(10))
                .build();
        String status = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher found = Pattern.compile("\"commits\":(\\d+)").matcher(status);
        return found.find() ? Long.parseLong(found.group(1)) : 0;
    }

    /** Messages a second of a loop that appends a group and syncs it, the least that durability costs on this disk. */
    private static double appendAndSync(Path file, int perGroup) throws IOException {
        ByteBuffer group = ByteBuffer.allocateDirect(perGroup * PAYLOAD_BYTES);
        long written = 0;
        long begun = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (System.nanoTime() - begun < LIMIT_RUN.toNanos()) {
                group.rewind();
                while (group.hasRemaining()) {
                    channel.write(group);
                }
                channel.force(false);
                written += perGroup;
            }
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        Files.delete(file);
        return written / seconds;
    }

    /** One device: MQTT 3.1.1, QoS 1, at most a window of messages unacknowledged. */
    private record Publisher(int port, int device, int window) {

        void send(int count) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                DataInputStream in =
                        new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream(), 4096));
                OutputStream out = socket.getOutputStream();
                connect(out, in);
                int sent = 0;
                int acked = 0;
                while (acked < count) {
                    int room = Math.min(count - sent, window - (sent - acked));
                    if (room > 0) {
                        out.write(publishes(sent, room));
                        sent += room;
                    }
                    acked += readAcks(in);
                }
            } catch (IOException e) {
                throw new IllegalStateException("device " + device + " failed: " + e.getMessage(), e);
            }
        }

        private void connect(OutputStream out, DataInputStream in) throws IOException {
            byte[] id = ("bench-" + device).getBytes(StandardCharsets.UTF_8);
            ByteBuffer packet = ByteBuffer.allocate(14 + id.length);
            packet.put((byte) 0x10).put((byte) (12 + id.length));
            packet.putShort((short) 4)
                    .put("MQTT".getBytes(StandardCharsets.UTF_8))
                    .put((byte) 4)
                    .put((byte) 2);
            packet.putShort((short) 0).putShort((short) id.length).put(id);
            out.write(packet.array());
            byte[] answer = new byte[4];
            in.readFully(answer);
            if (answer[3] != 0) {
                throw new IOException("refused with " + answer[3]);
            }
        }

        private byte[] publishes(int first, int count) {
            byte[] topic = ("bench/d" + device).getBytes(StandardCharsets.UTF_8);
            int rest = 2 + topic.length + 2 + PAYLOAD_BYTES;
            ByteBuffer packets = ByteBuffer.allocate(count * (3 + rest));
            for (int i = first; i < first + count; i++) {
                packets.put((byte) 0x32).put((byte) (rest & 0x7F | 0x80)).put((byte) (rest >> 7));
                packets.putShort((short) topic.length).put(topic).putShort((short) (1 + i % 65_535));
                packets.put(payload(i));
            }
            return packets.array();
        }

        private byte[] payload(int seq) {
            String head = "{\"dev\":\"d" + device + "\",\"seq\":" + seq + ",\"val\":21.42,\"pad\":\"";
            return (head + "x".repeat(PAYLOAD_BYTES - head.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
        }

        private static int readAcks(InputStream in) throws IOException {
            byte[] ack = new byte[4];
            int acks = 0;
            do {
                if (in.readNBytes(ack, 0, 4) < 4 || (ack[0] & 0xF0) != 0x40) {
                    throw new IOException("no PUBACK but 0x" + Integer.toHexString(ack[0] & 0xFF));
                }
                acks++;
            } while (in.available() >= 4);
            return acks;
        }
    }
}
