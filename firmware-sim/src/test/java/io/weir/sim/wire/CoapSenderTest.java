package io.weir.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sender against a server that is scripted by hand over a real socket. */
class CoapSenderTest {
    private final RecordingAnswers answers = new RecordingAnswers();
    private DatagramSocket server = closed();
    private CoapSender sender = unconnected();
    private SocketAddress device = new InetSocketAddress(0);

    private static DatagramSocket closed() {
        try {
            return new DatagramSocket(null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CoapSender unconnected() {
        try {
            InetSocketAddress nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
            return new CoapSender(nobody, 50, new RecordingAnswers(), new SplittableRandom(1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void open() throws IOException {
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.setSoTimeout(60_000);
        sender.close();
        sender = new CoapSender(
                (InetSocketAddress) server.getLocalSocketAddress(), 50, answers, new SplittableRandom(1));
    }

    @AfterEach
    void close() {
        sender.close();
        server.close();
    }

    @Test
    void postsToThePathAndIsContentWithASuccess() throws Exception {
        post(5, "s/d1/flow", "{}");

        CoapMessage request = take();
        assertThat(request.code()).isEqualTo(CoapMessage.POST);
        assertThat(request.type()).isEqualTo(CoapMessage.Type.CONFIRMABLE);
        assertThat(request.number(CoapMessage.CONTENT_FORMAT, -1)).isEqualTo(50);
        assertThat(request.options().stream()
                        .filter(option -> option.number() == CoapMessage.URI_PATH)
                        .map(option ->
                                StandardCharsets.UTF_8.decode(option.value()).toString()))
                .containsExactly("s", "d1", "flow");
        answer(request, CoapMessage.CHANGED, List.of());
        workUntilAnswered();

        assertThat(answers.accepted).containsExactly(5);
    }

    @Test
    void repeatsTheSameMessageUntilItIsAnswered() throws Exception {
        post(1, "a/b", "{}");
        CoapMessage first = take();
        while (sender.resent() < 2) {
            sender.work(Duration.ofMillis(20));
        }

        assertThat(take()).isEqualTo(first);
        CoapMessage third = take();
        assertThat(third).isEqualTo(first);
        answer(third, CoapMessage.CHANGED, List.of());
        workUntilAnswered();

        assertThat(answers.accepted).containsExactly(1);
        assertThat(sender.offer(2, "a/b", bytes("{}"))).isEqualTo(Offer.TAKEN);
    }

    @Test
    void asksAnewAfterAServerThatIsTooBusy() throws Exception {
        post(1, "a/b", "{}");
        CoapMessage first = take();
        answer(first, CoapMessage.SERVICE_UNAVAILABLE, List.of(CoapMessage.Option.number(CoapMessage.MAX_AGE, 1)));
        CoapMessage second = takeAfter(first);
        assertThat(second.messageId()).isNotEqualTo(first.messageId());
        assertThat(second.token()).isNotEqualTo(first.token());
        assertThat(second.payload()).isEqualTo(first.payload());
        assertThat(answers.accepted).isEmpty();
        answer(second, CoapMessage.CHANGED, List.of());
        workUntilAnswered();

        assertThat(answers.accepted).containsExactly(1);
    }

    @Test
    void waitsForASeparateAnswerAndAcknowledgesIt() throws Exception {
        post(1, "a/b", "{}");
        CoapMessage request = take();
        send(CoapMessage.empty(CoapMessage.Type.ACKNOWLEDGEMENT, request.messageId()));
        send(new CoapMessage(
                CoapMessage.Type.CONFIRMABLE, CoapMessage.CHANGED, 4711, request.token(), List.of(), nothing()));
        workUntilAnswered();

        assertThat(answers.accepted).containsExactly(1);
        assertThat(takeAfter(request)).isEqualTo(CoapMessage.empty(CoapMessage.Type.ACKNOWLEDGEMENT, 4711));
    }

    @Test
    void tellsARefusal() throws Exception {
        post(3, "a/b", "{}");
        answer(take(), CoapMessage.BAD_REQUEST, List.of());
        workUntilAnswered();

        assertThat(answers.refused).containsExactly("3 4.00");
    }

    @Test
    void ignoresAnAnswerThatIsNotForItsRequest() throws Exception {
        post(1, "a/b", "{}");
        CoapMessage request = take();
        send(new CoapMessage(
                CoapMessage.Type.ACKNOWLEDGEMENT,
                CoapMessage.CHANGED,
                request.messageId(),
                ByteBuffer.wrap(bytes("other")),
                List.of(),
                nothing()));
        sender.work(Duration.ofMillis(100));

        assertThat(sender.unanswered()).isEqualTo(1);
        assertThat(sender.offer(2, "a/b", bytes("{}"))).isEqualTo(Offer.LATER);
    }

    private void post(int entry, String path, String payload) {
        assertThat(sender.offer(entry, path, bytes(payload))).isEqualTo(Offer.TAKEN);
    }

    private CoapMessage take() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1024], 1024);
        server.receive(packet);
        device = packet.getSocketAddress();
        return CoapMessage.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
    }

    /** The next message that is no copy of this one: on a slow machine it is sent again before it is answered. */
    private CoapMessage takeAfter(CoapMessage known) throws IOException, InterruptedException {
        server.setSoTimeout(20);
        while (true) {
            sender.work(Duration.ofMillis(20));
            try {
                CoapMessage next = take();
                if (!next.equals(known)) {
                    return next;
                }
            } catch (SocketTimeoutException e) {
                // It asks again when its time has come.
            }
        }
    }

    private void answer(CoapMessage request, int code, List<CoapMessage.Option> options) throws IOException {
        send(new CoapMessage(
                CoapMessage.Type.ACKNOWLEDGEMENT, code, request.messageId(), request.token(), options, nothing()));
    }

    private void send(CoapMessage message) throws IOException {
        byte[] bytes = message.encoded();
        server.send(new DatagramPacket(bytes, bytes.length, device));
    }

    private void workUntilAnswered() throws InterruptedException {
        while (sender.unanswered() > 0) {
            sender.work(Duration.ofMillis(20));
        }
    }

    private static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
