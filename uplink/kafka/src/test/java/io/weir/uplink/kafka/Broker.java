package io.weir.uplink.kafka;

import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A real Kafka broker (KRaft, combined) in a child JVM that can be killed and started again on the same data. It listens in
 * clear, and on a second port by TLS for one user, by every mechanism that the sink knows.
 */
public final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** A random UUID in Kafka's spelling; any would do. */
    private static final String CLUSTER = "4L6g3nShT-eMCtK--X86sw";

    static final String USER = "gw";
    /** With everything that must be quoted somewhere. */
    static final String PASSWORD = "a \"quoted\" \\ word;";

    static final String STORE_PASSWORD = "changeit";

    private final Path folder;
    private final int port;
    private final int securePort;
    private Optional<Process> running = Optional.empty();

    private Broker(Path folder, int port, int securePort) {
        this.folder = folder;
        this.port = port;
        this.securePort = securePort;
    }

    public static Broker start(Path folder) throws IOException, InterruptedException {
        int[] ports = freePorts();
        Broker broker = new Broker(folder, ports[0], ports[2]);
        Files.createDirectories(folder);
        broker.makeCertificate();
        Files.write(folder.resolve("server.properties"), broker.properties(ports[1]));
        finish(broker.java("kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", broker.config()), broker.log());
        boolean ready = false;
        try {
            broker.startAgain();
            broker.addUser();
            ready = true;
        } finally {
            if (!ready) {
                broker.close();
            }
        }
        return broker;
    }

    private List<String> properties(int controllerPort) {
        String quoted = PASSWORD.replace("\\", "\\\\").replace("\"", "\\\"");
        String plain = "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + USER + "=\"" + quoted
                + "\";";
        String scram = "org.apache.kafka.common.security.scram.ScramLoginModule required;";
        return List.of(
                "process.roles=broker,controller",
                "node.id=1",
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "listeners=PLAINTEXT://127.0.0.1:" + port + ",SASL_SSL://127.0.0.1:" + securePort
                        + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "controller.listener.names=CONTROLLER",
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
                "listener.name.sasl_ssl.plain.sasl.jaas.config=" + plain.replace("\\", "\\\\"),
                "listener.name.sasl_ssl.scram-sha-256.sasl.jaas.config=" + scram,
                "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=" + scram,
                "ssl.keystore.type=PKCS12",
                "ssl.keystore.location=" + keyStore(),
                "ssl.keystore.password=" + STORE_PASSWORD,
                "log.dirs=" + folder.resolve("data"),
                "auto.create.topics.enable=false",
                "offsets.topic.replication.factor=1",
                "message.max.bytes=300000",
                "num.partitions=1");
    }

    /**
     * Ports that are free now; the broker's clients must find it at the same ones after a restart. They lie below the range
     * of outgoing connections: a client that tries a dead broker again must not be given the broker's port as its own.
     */
    private static int[] freePorts() {
        return ThreadLocalRandom.current()
                .ints(15_000, 30_000)
                .distinct()
                .filter(Broker::isFree)
                .limit(3)
                .toArray();
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** A self-made certificate of 127.0.0.1, by the JDK's keytool. */
    private void makeCertificate() throws IOException, InterruptedException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options =
                "-genkeypair -alias own -keyalg EC -groupname secp256r1 -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
                        + " -validity 30 -storetype PKCS12 -storepass " + STORE_PASSWORD;
        List<String> command =
                new ArrayList<>(List.of(keytool, "-keystore", keyStore().toString()));
        command.addAll(List.of(options.split(" ")));
        finish(logged(command), log());
    }

    /** One request each: Kafka takes one change of a user at a time. */
    private void addUser() throws IOException, InterruptedException {
        try (Admin admin = admin()) {
            for (ScramMechanism mechanism : List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
                ScramCredentialInfo info = new ScramCredentialInfo(mechanism, 4096);
                admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(USER, info, PASSWORD)))
                        .all()
                        .get(60, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the broker takes no user", e);
        }
    }

    private static void finish(Process process, Path log) throws IOException, InterruptedException {
        try {
            if (process.waitFor() != 0) {
                throw new IOException("preparing the broker failed: " + Files.readString(log));
            }
        } finally {
            process.destroyForcibly();
        }
    }

    /** Holds the broker's key, and stands for the authority that a client trusts. */
    Path keyStore() {
        return folder.resolve("broker.p12");
    }

    private Path log() {
        return folder.resolve("broker.log");
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
        return logged(command);
    }

    private Process logged(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
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
                // an answer that came too late may have been a success
                if (!admin.listTopics().names().get(20, TimeUnit.SECONDS).contains(name)) {
                    admin.createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                            .all()
                            .get(20, TimeUnit.SECONDS);
                }
                return true;
            });
        }
    }

    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** By TLS and with a password. */
    String secureBootstrap() {
        return "127.0.0.1:" + securePort;
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
