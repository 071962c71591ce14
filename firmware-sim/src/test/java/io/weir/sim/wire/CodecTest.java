package io.weir.sim.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 70_000})
    void mqttPacketsComeOutAsTheyWentInWhateverTheirLength(int lengthBytes) throws Exception {
        byte[] body = new byte[lengthBytes];
        new SplittableRandom(lengthBytes).nextBytes(body);
        MqttPacket packet = new MqttPacket(PacketType.PUBLISH, 0x0b, ByteBuffer.wrap(body));

        ByteBuffer wire = ByteBuffer.wrap(packet.encoded());

        assertThat(MqttPacket.take(wire)).contains(packet);
        assertThat(wire.hasRemaining()).isFalse();
    }

    @Test
    void anUnfinishedMqttPacketStaysInTheBuffer() throws Exception {
        byte[] whole = new MqttPacket(PacketType.PUBLISH, 0, ByteBuffer.allocate(300)).encoded();
        for (int length = 0; length < whole.length; length++) {
            ByteBuffer part = ByteBuffer.wrap(whole, 0, length);

            assertThat(MqttPacket.take(part)).isEmpty();
            assertThat(part.position()).isZero();
        }
    }

    @Test
    void coapMessagesComeOutAsTheyWentInWhateverTheirOptions() throws Exception {
        List<CoapMessage.Option> options = new ArrayList<>();
        for (int number : new int[] {1, 12, 13, 14, 300, 2_000}) {
            options.add(new CoapMessage.Option(number, ByteBuffer.allocate(number % 500)));
        }
        CoapMessage message = new CoapMessage(
                CoapMessage.Type.CONFIRMABLE,
                CoapMessage.POST,
                65_535,
                ByteBuffer.wrap(new byte[] {1, 2, 3}),
                options,
                ByteBuffer.wrap(new byte[] {-1, 0, 7}));

        assertThat(CoapMessage.decode(ByteBuffer.wrap(message.encoded()))).isEqualTo(message);
    }

    @Test
    void coapNumbersTakeAsFewBytesAsTheyNeed() {
        for (long number : new long[] {0, 1, 255, 256, 65_536}) {
            CoapMessage.Option option = CoapMessage.Option.number(14, number);

            assertThat(option.asNumber()).isEqualTo(number);
        }
        assertThat(CoapMessage.Option.number(14, 0).value().remaining()).isZero();
        assertThat(CoapMessage.Option.number(14, 256).value().remaining()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomDatagramsAreAMessageOrAnExceptionButNeverACrash(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                CoapMessage.decode(ByteBuffer.wrap(bytes));
                understood++;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("cut short");
            }
        }
        assertThat(understood).isPositive();
    }
}
