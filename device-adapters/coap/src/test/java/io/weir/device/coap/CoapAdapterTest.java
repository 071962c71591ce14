package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.device.Arrival;
import io.weir.device.Delivery;
import io.weir.device.Reading;
import io.weir.device.Value;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.MediaTypeRegistry;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.config.SystemConfig;
import org.eclipse.californium.elements.config.UdpConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter against Californium's own client. */
class CoapAdapterTest {

    private final Gateway gateway = new Gateway();
    private final CoapEndpoint client = CoapEndpoint.builder()
            .setConfiguration(new Configuration(CoapConfig.DEFINITIONS, UdpConfig.DEFINITIONS, SystemConfig.DEFINITIONS)
                    .set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 1 << 20)
                    .set(CoapConfig.BLOCKWISE_ENTITY_TOO_LARGE_AUTO_FAILOVER, false))
            .build();
    private CoapAdapter adapter = gateway.adapter(Map.of());

    @BeforeEach
    void start() throws IOException {
        client.start();
        adapter.start();
    }

    @AfterEach
    void stop() {
        adapter.close();
        client.destroy();
    }

    private void restartedWith(Map<String, ?> keys) throws IOException {
        adapter.close();
        adapter = gateway.adapter(keys);
        adapter.start();
    }

    private Request request(Code code, String path, String payload) {
        Request request = new Request(code);
        request.setURI("coap://" + adapter.listening().get("") + "/" + path);
        if (code != Code.GET && code != Code.DELETE) {
            request.setPayload(payload);
        }
        return request;
    }

    private Response answer(Request request) throws InterruptedException {
        client.sendRequest(request);
        Response response = request.waitForResponse(60_000);
        assertThat(response).as("answer to %s", request).isNotNull();
        return response;
    }

    private Response answer(Code code, String path, String payload) throws InterruptedException {
        return answer(request(code, path, payload));
    }

    private List<Arrival.Content> contents() {
        return gateway.arrivals.stream().map(Arrival.Message::content).toList();
    }

    @Test
    void changedIsAnsweredOnlyAfterTheCommit() throws InterruptedException {
        Request request = request(Code.POST, "d042/temperature", "21.5");

        client.sendRequest(request);
        await().atMost(Duration.ofMinutes(1)).until(() -> gateway.arrivals.size() == 1);
        Response early = request.getResponse();
        gateway.commitAll();

        assertThat(early).isNull();
        assertThat(request.waitForResponse(60_000).getCode()).isEqualTo(ResponseCode.CHANGED);
    }

    @Test
    void aReadingCarriesTheCapturesOfThePathAndTheArrivalTime() throws InterruptedException {
        gateway.commitsAtOnce = true;

        answer(Code.PUT, "d042/temperature", "21.5");

        Arrival.Message message = gateway.arrivals.get(0);
        Reading reading =
                ((Arrival.Content.Decoded) message.content()).readings().get(0);
        assertThat(reading.deviceName()).isEqualTo("d042");
        assertThat(reading.metric()).isEqualTo("temperature");
        assertThat(reading.value()).isEqualTo(new Value.Num(21.5));
        assertThat(reading.arrivalMillis()).isEqualTo(Gateway.NOW.toEpochMilli());
        assertThat(message.adapter()).isEqualTo("meters");
        assertThat(message.sizeBytes()).isPositive();
    }

    @Test
    void aConfirmableRequestMayComeAgainAndSaysFromWhom() throws InterruptedException {
        gateway.commitsAtOnce = true;

        answer(Code.POST, "d042/temperature", "21.5");

        Delivery.Repeatable delivery =
                (Delivery.Repeatable) gateway.arrivals.get(0).delivery();
        assertThat(delivery.peer()).isEqualTo("127.0.0.1:" + client.getAddress().getPort());
        assertThat(delivery.suspect()).isTrue();
    }

    @Test
    void aFullIntakeIsAnsweredWithTheTimeToWait() throws InterruptedException {
        gateway.full = true;

        Response response = answer(Code.POST, "d042/temperature", "21.5");

        assertThat(response.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(response.getOptions().getMaxAge()).isEqualTo(5);
        assertThat(gateway.turnedAway).hasValue(0);
        assertThat(adapter.inFlight().size()).isZero();
    }

    @Test
    void aNonConfirmableMessageThatFindsNoRoomIsCountedBecauseItWillNotComeAgain() throws InterruptedException {
        gateway.full = true;
        Request request = request(Code.POST, "d042/temperature", "21.5");
        request.setConfirmable(false);

        Response response = answer(request);

        assertThat(response.getCode()).isEqualTo(ResponseCode.SERVICE_UNAVAILABLE);
        assertThat(gateway.turnedAway).hasValue(1);
    }

    @Test
    void aNonConfirmableMessageIsAnsweredAfterItsCommitToo() throws InterruptedException {
        gateway.commitsAtOnce = true;
        Request request = request(Code.POST, "d042/temperature", "21.5");
        request.setConfirmable(false);

        Response response = answer(request);

        assertThat(response.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(gateway.arrivals.get(0).delivery()).isEqualTo(new Delivery.Once());
    }

    @Test
    void anUndecodablePayloadIsCountedDurablyBeforeItIsRefused() throws InterruptedException {
        Request request = request(Code.POST, "d042/temperature", "warm");

        client.sendRequest(request);
        await().atMost(Duration.ofMinutes(1)).until(() -> gateway.arrivals.size() == 1);
        Response early = request.getResponse();
        gateway.commitAll();
        Response response = request.waitForResponse(60_000);

        assertThat(early).isNull();
        assertThat(response.getCode()).isEqualTo(ResponseCode.BAD_REQUEST);
        assertThat(response.getPayloadString()).isEqualTo("expected a number, found \"warm\"");
        assertThat(contents())
                .containsExactly(new Arrival.Content.Rejected(
                        "undecodable", "/d042/temperature: expected a number, found \"warm\""));
    }

    @Test
    void whatNoResourceTakesIsRefusedAndCounted() throws InterruptedException {
        gateway.commitsAtOnce = true;

        Response response = answer(Code.POST, "only-one-level", "1");

        assertThat(response.getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(contents())
                .containsExactly(
                        new Arrival.Content.Rejected("no-topic", "/only-one-level: no resource of this gateway"));
    }

    @Test
    void aSlashInsideAPathSegmentDoesNotMakeALevel() throws InterruptedException {
        gateway.commitsAtOnce = true;

        Request request = request(Code.POST, "", "1");
        request.getOptions().clearUriPath().addUriPath("d042/temperature");

        Response response = answer(request);

        assertThat(response.getCode()).isEqualTo(ResponseCode.NOT_FOUND);
    }

    @Test
    void aPathCannotMakeLinesInTheLog() throws InterruptedException {
        gateway.commitsAtOnce = true;
        Request request = request(Code.POST, "", "1");
        request.getOptions().clearUriPath().addUriPath("x\nERROR all is lost");

        answer(request);

        assertThat(((Arrival.Content.Rejected) contents().get(0)).detail()).startsWith("/x?ERROR all is lost: ");
    }

    @Test
    void otherMethodsBringNothingAndAreRefusedAtOnce() throws InterruptedException {
        assertThat(answer(Code.GET, "d042/temperature", "").getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
        assertThat(answer(Code.DELETE, "d042/temperature", "").getCode()).isEqualTo(ResponseCode.METHOD_NOT_ALLOWED);
        assertThat(answer(Code.GET, "elsewhere", "").getCode()).isEqualTo(ResponseCode.NOT_FOUND);
        assertThat(gateway.arrivals).isEmpty();
    }

    @Test
    void theContentFormatChoosesTheDecoderWhereTheResourceNamesNone() throws InterruptedException {
        gateway.commitsAtOnce = true;
        List<Integer> formats = List.of(
                MediaTypeRegistry.UNDEFINED,
                MediaTypeRegistry.APPLICATION_JSON,
                MediaTypeRegistry.APPLICATION_SENML_JSON,
                MediaTypeRegistry.APPLICATION_SENML_CBOR);

        for (int format : formats) {
            Request request = request(Code.POST, "d042/temperature", "1");
            request.getOptions().setContentFormat(format);
            assertThat(answer(request).getCode()).isEqualTo(ResponseCode.CHANGED);
        }

        assertThat(contents())
                .extracting(content ->
                        ((Arrival.Content.Decoded) content).readings().get(0).unit())
                .containsExactly("json", "json", "senml", "senml");
    }

    @Test
    void aContentFormatThatNobodyReadsIsRefusedAndCounted() throws InterruptedException {
        gateway.commitsAtOnce = true;
        Request request = request(Code.POST, "d042/temperature", "<v>1</v>");
        request.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_XML);

        Response response = answer(request);

        assertThat(response.getCode()).isEqualTo(ResponseCode.UNSUPPORTED_CONTENT_FORMAT);
        assertThat(((Arrival.Content.Rejected) contents().get(0)).reason()).isEqualTo("content-format");
    }

    @Test
    void theDecoderOfAResourceWinsOverTheContentFormat() throws Exception {
        restartedWith(Map.of(
                "resources", List.of(Map.of("path", "s/{device}/{metric}", "decode", Map.of("format", "text")))));
        gateway.commitsAtOnce = true;
        Request request = request(Code.POST, "s/d042/temperature", "1");
        request.getOptions().setContentFormat(MediaTypeRegistry.APPLICATION_SENML_JSON);

        assertThat(answer(request).getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(((Arrival.Content.Decoded) contents().get(0))
                        .readings()
                        .get(0)
                        .unit())
                .isEqualTo("text");
    }

    @Test
    void aLongPayloadComesInBlocksAndArrivesWhole() throws InterruptedException {
        gateway.commitsAtOnce = true;

        Response response = answer(Code.POST, "d042/temperature", " ".repeat(60_000) + "7");

        assertThat(response.getCode()).isEqualTo(ResponseCode.CHANGED);
        assertThat(contents()).hasSize(1);
        assertThat(((Arrival.Content.Decoded) contents().get(0))
                        .readings()
                        .get(0)
                        .value())
                .isEqualTo(new Value.Num(7));
    }

    @Test
    void aPayloadBeyondTheLimitIsRefusedAndCountedInBlocksAndWhole() throws Exception {
        restartedWith(Map.of("max-payload", "100B"));
        gateway.commitsAtOnce = true;

        Response whole = answer(Code.POST, "d042/temperature", " ".repeat(200) + "7");
        Response blocks = answer(Code.POST, "d042/temperature", " ".repeat(5_000) + "7");

        assertThat(whole.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(blocks.getCode()).isEqualTo(ResponseCode.REQUEST_ENTITY_TOO_LARGE);
        assertThat(contents())
                .extracting(content -> ((Arrival.Content.Rejected) content).reason())
                .containsExactly("too-large", "too-large");
    }

    @Test
    void theWellKnownResourceSaysWhereToPost() throws Exception {
        restartedWith(Map.of("resources", List.of(Map.of("path", "s/{device}/{metric}"), Map.of("path", "room/+/#"))));

        Response response = answer(Code.GET, ".well-known/core", "");

        assertThat(response.getCode()).isEqualTo(ResponseCode.CONTENT);
        assertThat(response.getOptions().getContentFormat()).isEqualTo(MediaTypeRegistry.APPLICATION_LINK_FORMAT);
        assertThat(response.getPayloadString())
                .isEqualTo("</s>;rt=\"weir.intake\";title=\"s/{device}/{metric}\","
                        + "</room>;rt=\"weir.intake\";title=\"room/+/#\"");
    }

    @Test
    void aPortThatIsTakenIsNamed() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                CoapAdapter second = gateway.adapter(Map.of("listen", "127.0.0.1:" + taken.getLocalPort()))) {

            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("meters")
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
        }
    }

    @Test
    void anAcknowledgementAfterTheCloseIsDroppedAndThePortIsFree() throws IOException {
        String address = adapter.listening().getOrDefault("", "");
        client.sendRequest(request(Code.POST, "d042/temperature", "21.5"));
        await().atMost(Duration.ofMinutes(1)).until(() -> gateway.arrivals.size() == 1);

        adapter.close();
        adapter.close();
        gateway.commitAll();

        assertThat(adapter.status().connected()).isFalse();
        assertThat(adapter.listening()).isEmpty();
        restartedWith(new HashMap<>(Map.of("listen", address)));
        assertThat(adapter.listening()).containsEntry("", address);
    }

    @Test
    void theStatusCountsDevices() throws InterruptedException {
        gateway.commitsAtOnce = true;

        answer(Code.POST, "d042/temperature", "21.5");

        assertThat(adapter.status().connected()).isTrue();
        assertThat(adapter.status().peers()).isEqualTo(1);
        assertThat(adapter.status().trouble()).isEmpty();
    }

    @Test
    void noPropertiesFileAppearsInTheWorkingDirectory() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            assertThat(files.map(Path::toString)).noneMatch(name -> name.contains("Californium"));
        }
    }
}
