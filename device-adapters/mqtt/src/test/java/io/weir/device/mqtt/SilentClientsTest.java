package io.weir.device.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttEncoder;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One client of an endpoint on an event loop whose clock is moved by hand. */
class SilentClientsTest {

    private static final int PACKET_BYTES = 1024;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(7);
    private static final String DISCONNECT_KEEP_ALIVE = "e0028d00";

    private final FakeIntake intake = new FakeIntake();
    private final Client client = new Client();
    private final EmbeddedChannel channel = new EmbeddedChannel(client);

    /** Hands packets to the connection, as the endpoint's socket does. */
    private static final class Client extends ChannelInboundHandlerAdapter {
        private Optional<Connection> connection = Optional.empty();

        @Override
        public void channelRead(ChannelHandlerContext context, Object packet) {
            connection.orElseThrow().onPacket(packet);
        }
    }

    @BeforeEach
    void openSocket() {
        channel.freezeTime();
        Limits limits = new Limits(PACKET_BYTES, 10, 10, 10, CONNECT_TIMEOUT);
        Publisher.Shared shared = new Publisher.Shared(
                new Door(intake, channel.eventLoop()),
                new AckLane(channel.eventLoop()),
                new Routes(List.of()),
                new Messages("field"),
                Clock.systemUTC(),
                limits);
        Troubles troubles = new Troubles("field", Clock.systemUTC());
        Admission admission = new Admission("field", shared, troubles, Optional.empty(), channel.eventLoop(), Set.of());
        ChannelHandlerContext context = channel.pipeline().context(client);
        Connection connection = admission.open(context);
        client.connection = Optional.of(connection);
        String name = context.name();
        channel.pipeline()
                .addBefore(name, "gate", connection.gate())
                .addBefore(name, "decoder", new MqttDecoder(PACKET_BYTES, Integer.MAX_VALUE))
                .addBefore(name, "encoder", MqttEncoder.INSTANCE);
    }

    /** It promises to be heard every ten seconds. */
    private void connect() {
        send(0x10, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 10, 0, 0, 1, 'c');
        assertThat(answer()).startsWith("20");
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void send(int head, int... body) {
        byte[] bytes = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            bytes[i] = (byte) body[i];
        }
        channel.writeInbound(Unpooled.wrappedBuffer(RawClient.packet(head, bytes)));
        channel.runPendingTasks();
    }

    private void publish(int id) {
        send(0x32, 0, 1, 't', 0, id, 0, '1');
    }

    private void passes(Duration time) {
        channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
        channel.runPendingTasks();
    }

    /** The next packet in hexadecimal; empty when there is none. */
    private String answer() {
        ByteBuf packet = channel.readOutbound();
        if (packet == null) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        while (packet.isReadable()) {
            text.append(String.format("%02x", packet.readUnsignedByte()));
        }
        packet.release();
        return text.toString();
    }

    @Test
    void aSocketWithoutAConnectIsClosedInTime() {
        passes(CONNECT_TIMEOUT.minusMillis(1));
        assertThat(channel.isOpen()).isTrue();

        passes(Duration.ofMillis(1));

        assertThat(channel.isOpen()).isFalse();
        assertThat(answer()).isEmpty();
    }

    @Test
    void aSilentClientIsDisconnectedAfterOneAndAHalfKeepAlives() {
        connect();
        passes(Duration.ofMillis(14_999));
        assertThat(channel.isOpen()).isTrue();

        passes(Duration.ofMillis(1));

        assertThat(answer()).isEqualTo(DISCONNECT_KEEP_ALIVE);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whateverItSendsShowsThatItIsThere() {
        connect();
        for (int i = 0; i < 5; i++) {
            passes(Duration.ofSeconds(10));
            send(0xC0);
            assertThat(answer()).isEqualTo("d000");
        }

        passes(Duration.ofMillis(14_999));
        assertThat(channel.isOpen()).isTrue();
        passes(Duration.ofMillis(1));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void theClockStandsStillWhileTheIntakeIsFullAndBeginsAnewThen() {
        connect();
        intake.withRoomFor(1);
        publish(1);
        publish(2);
        assertThat(intake.waiting()).isEqualTo(1);

        passes(Duration.ofHours(1));
        passes(Duration.ofSeconds(14));
        assertThat(channel.isOpen())
                .as("it may well be talking, we do not listen")
                .isTrue();
        intake.makeRoom(10);
        channel.runPendingTasks();
        assertThat(intake.messages()).hasSize(2);

        passes(Duration.ofSeconds(14));
        assertThat(channel.isOpen()).as("heard anew when the intake had room").isTrue();
        passes(Duration.ofSeconds(1));
        assertThat(answer()).isEqualTo(DISCONNECT_KEEP_ALIVE);
    }
}
