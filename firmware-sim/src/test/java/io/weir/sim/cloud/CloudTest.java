package io.weir.sim.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.github.luben.zstd.Zstd;
import io.weir.sim.wire.Answers;
import io.weir.sim.wire.MqttPublisher;
import io.weir.sim.wire.MqttSettings;
import io.weir.sim.wire.MqttVersion;
import io.weir.sim.wire.Offer;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloudTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final List<Arrival> fresh = new ArrayList<>();
    private final Cloud cloud = new Cloud(fresh::add);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() throws IOException {
        cloud.close();
    }

    @Test
    void countsRecordsThatComePlainGzippedOrZstandard() throws Exception {
        URI uri = uri(cloud.openHttp(ANY), "/any/path");

        assertThat(post(uri, "identity", bytes(reading(1)))).isEqualTo(200);
        assertThat(post(uri, "gzip", gzip(bytes(reading(2) + "\n" + reading(3) + "\n"))))
                .isEqualTo(200);
        assertThat(post(uri, "zstd", Zstd.compress(bytes(reading(4))))).isEqualTo(200);

        assertThat(cloud.arrivals().counts().fresh()).isEqualTo(4);
        assertThat(cloud.arrivals().counts().of("raw")).isEqualTo(4);
        assertThat(fresh.get(0)).isEqualTo(new Arrival.Reading("gw/1/1", "raw", "d1", "m", 1_000, 20.5));
    }

    @Test
    void tellsARepeatFromAContradictionAndFromDisorder() throws Exception {
        URI uri = uri(cloud.openHttp(ANY), "/");

        post(uri, "identity", bytes(reading(1) + "\n" + reading(5) + "\n" + reading(1) + "\n" + reading(4)));
        post(uri, "identity", bytes(reading(5).replace("20.5", "21.5") + "\nno record"));

        Counts counts = cloud.arrivals().counts();
        assertThat(counts.fresh()).isEqualTo(3);
        assertThat(counts.repeats()).isEqualTo(1);
        assertThat(counts.contradictions()).isEqualTo(1);
        assertThat(counts.disordered()).isEqualTo(1);
        assertThat(counts.malformed()).isEqualTo(1);
    }

    @Test
    void readsWindows() throws Exception {
        URI uri = uri(cloud.openHttp(ANY), "/");

        post(
                uri,
                "identity",
                bytes(
                        "{\"id\":\"g/1/7\",\"stream\":\"w\",\"device\":\"d\",\"metric\":\"m\","
                                + "\"from\":\"1970-01-01T00:00:01Z\",\"to\":\"1970-01-01T00:00:03.500Z\",\"count\":2,\"mean\":1.5,\"min\":1,\"max\":2}"));

        assertThat(fresh).containsExactly(new Arrival.Window("g/1/7", "w", "d", "m", 1_000, 3_500, 2, 1.5, 1, 2));
    }

    @Test
    void refusesWhenToldTo() throws Exception {
        URI uri = uri(cloud.openHttp(ANY), "/");
        cloud.weather(new Weather.Refusing());

        assertThat(post(uri, "identity", bytes(reading(1)))).isEqualTo(503);

        assertThat(cloud.arrivals().counts().fresh()).isZero();
    }

    @Test
    void countsButDoesNotAnswerWhenItLosesAnswers() throws Exception {
        URI uri = uri(cloud.openHttp(ANY), "/");
        cloud.weather(new Weather.LosingAnswers());

        assertThatThrownBy(() -> post(uri, "identity", bytes(reading(1)))).isInstanceOf(IOException.class);

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(cloud.arrivals().counts().fresh()).isPositive());
    }

    @Test
    void resetsConnectionsWhileCutAndComesBack() throws Exception {
        URI uri = uri(cloud.openHttp(ANY), "/");
        post(uri, "identity", bytes(reading(1)));

        cloud.weather(new Weather.Cut());
        assertThatThrownBy(() -> post(uri, "identity", bytes(reading(2)))).isInstanceOf(IOException.class);
        cloud.weather(new Weather.Fair());

        assertThat(post(uri, "identity", bytes(reading(2)))).isEqualTo(200);
        assertThat(cloud.arrivals().counts().fresh()).isEqualTo(2);
    }

    @Test
    void stillTakesEverythingThroughASlowLine() throws Exception {
        URI uri = uri(cloud.openHttp(ANY), "/");
        cloud.weather(new Weather.Throttled(20_000));

        assertThat(post(uri, "identity", bytes((reading(1) + "\n").repeat(40)))).isEqualTo(200);

        assertThat(cloud.arrivals().counts().repeats()).isEqualTo(39);
    }

    @ParameterizedTest
    @EnumSource(MqttVersion.class)
    void countsWhatIsPublishedByMqtt(MqttVersion version) throws Exception {
        List<Integer> accepted = new ArrayList<>();
        Answers answers = new Answers() {
            @Override
            public void accepted(int entry) {
                accepted.add(entry);
            }

            @Override
            public void refused(int entry, String reason) {
                throw new AssertionError(reason);
            }
        };
        try (MqttPublisher publisher =
                new MqttPublisher(new MqttSettings(cloud.openMqtt(ANY), version, "c"), 1, answers)) {
            while (publisher.offer(7, "records", bytes(reading(1))) != Offer.TAKEN) {
                publisher.work(Duration.ofMillis(50));
            }
            while (publisher.unanswered() > 0) {
                publisher.work(Duration.ofMillis(50));
            }
        }

        assertThat(accepted).containsExactly(7);
        assertThat(cloud.arrivals().counts().fresh()).isEqualTo(1);
    }

    @Test
    void countsLinesOverTcp() throws Exception {
        InetSocketAddress address = cloud.openTcp(ANY);
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes(reading(1) + "\n"));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));

            assertThat(in.readLine()).isEqualTo("ok");
        }

        assertThat(cloud.arrivals().counts().fresh()).isEqualTo(1);
    }

    @Test
    void isSteeredOverHttp() throws Exception {
        InetSocketAddress control = cloud.openControl(ANY);

        assertThat(post(uri(control, "/weather"), "identity", bytes("cut"))).isEqualTo(200);
        assertThat(cloud.weather()).isEqualTo(new Weather.Cut());
        assertThat(post(uri(control, "/weather"), "identity", bytes("throttle 10KiB")))
                .isEqualTo(200);
        assertThat(cloud.weather()).isEqualTo(new Weather.Throttled(10_240));
        assertThat(post(uri(control, "/weather"), "identity", bytes("hail"))).isEqualTo(400);
        assertThat(http.send(
                                HttpRequest.newBuilder(uri(control, "/counts")).build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("\"fresh\":0");
    }

    @Test
    void survivesGarbageOnEveryEndpoint() throws Exception {
        List<InetSocketAddress> endpoints =
                List.of(cloud.openHttp(ANY), cloud.openMqtt(ANY), cloud.openTcp(ANY), cloud.openControl(ANY));
        byte[] garbage = new byte[4_000];
        for (int i = 0; i < garbage.length; i++) {
            garbage[i] = (byte) (i * 31 % 251);
        }
        for (InetSocketAddress endpoint : endpoints) {
            try (Socket socket = new Socket(endpoint.getAddress(), endpoint.getPort())) {
                socket.getOutputStream().write(garbage);
            }
        }

        URI uri = uri(endpoints.get(0), "/");
        assertThat(post(uri, "identity", bytes(reading(1)))).isEqualTo(200);
        assertThat(post(uri, "gzip", bytes("not gzip"))).isEqualTo(400);
    }

    private int post(URI uri, String encoding, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Encoding", encoding)
                .header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static URI uri(InetSocketAddress address, String path) {
        return URI.create("http://127.0.0.1:" + address.getPort() + path);
    }

    private static String reading(int number) {
        return "{\"id\":\"gw/1/" + number + "\",\"stream\":\"raw\",\"device\":\"d1\",\"metric\":\"m\","
                + "\"t\":\"1970-01-01T00:00:01.000Z\",\"v\":20.5,\"u\":\"Cel\"}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }
}
