package io.weir.uplink.kafka;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;

/** A real Kafka broker (KRaft, combined) in a child JVM that can be killed and started again on the same data. */
public final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** A random UUID in Kafka's spelling; any would do. */
    private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

    private final Path folder;
    private final int port;
    private Optional<Process> running = Optional.empty();

    private Broker(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    public static Broker start(Path folder) throws IOException, InterruptedException {
        int[] ports = freePorts();
        Broker broker = new Broker(folder, ports[0]);
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("server.properties"),
                List.of(
                        "process.roles=broker,controller",
                        "node.id=1",
                        "controller.quorum.voters=1@127.0.0.1:" + ports[1],
                        "listeners=PLAINTEXT://127.0.0.1:" + ports[0] + ",CONTROLLER://127.0.0.1:" + ports[1],
                        "controller.listener.names=CONTROLLER",
                        "log.dirs=" + folder.resolve("data"),
                        "auto.create.topics.enable=false",
                        "offsets.topic.replication.factor=1",
                        "message.max.bytes=300000",
                        "num.partitions=1"));
        Process format = broker.java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", broker.config());
        if (format.waitFor() != 0) {
            throw new IOException("format failed: " + Files.readString(folder.resolve("broker.log")));
        }
        broker.startAgain();
        return broker;
    }

    /** Two ports that are free now; the broker's clients must find it at the same one after a restart. */
    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[] {one.getLocalPort(), two.getLocalPort()};
        }
    }

    private String config() {
        return folder.resolve("server.properties").toString();
    }

    private Process java(String main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("weir.kafka.broker") + "/*",
                main));
        command.addAll(List.of(arguments));
        File log = folder.resolve("broker.log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    void startAgain() throws IOException {
        running = Optional.of(java("kafka.Kafka", config()));
        try (Admin admin = admin()) {
            await().atMost(PATIENCE).until(() -> isUp(admin));
        }
    }

    private static boolean isUp(Admin admin) throws InterruptedException {
        try {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap()));
    }

    public void createTopic(String name, int partitions) {
        try (Admin admin = admin()) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                        .all()
                        .get(20, TimeUnit.SECONDS);
                return true;
            });
        }
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** As a power cut would: SIGKILL. */
    void kill() throws InterruptedException {
        if (running.isPresent()) {
            running.get().destroyForcibly().waitFor();
            running = Optional.empty();
        }
    }

    @Override
    public void close() {
        running.ifPresent(Process::destroyForcibly);
    }
}
