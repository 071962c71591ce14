package io.weir.device.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.weir.device.Ack;
import io.weir.device.Adapter;
import io.weir.device.Arrival;
import io.weir.device.Delivery;
import io.weir.device.Reading;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole way: a line on the board's socket becomes an arrival. An answer that never comes ends a test by its time. */
@Timeout(300)
class SimulatedGpioTest {

    private static final String OK = "{\"ok\":true}";

    @TempDir
    private Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private FakeGateway started(String name, Map<String, ?> inputs) throws IOException {
        FakeGateway gateway = new FakeGateway(name, folder, true);
        opened.add(adapter(gateway, inputs));
        return gateway;
    }

    private static Adapter adapter(FakeGateway gateway, Map<String, ?> inputs) throws IOException {
        List<String> reports = new ArrayList<>();
        Adapter adapter = new GpioAdapterProvider()
                .create(GpioAdapterProviderTest.settings(Map.of("inputs", inputs), reports), gateway);
        assertThat(reports).isEmpty();
        adapter.start();
        return adapter;
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(10));
    }

    private Path socket() {
        return folder.resolve("gpio.sock");
    }

    private Hand hand() throws IOException {
        Hand hand = new Hand(socket());
        opened.add(hand);
        return hand;
    }

    /** Whoever moves the pins. */
    private static final class Hand implements AutoCloseable {
        private final SocketChannel channel;
        private final BufferedReader answers;

        Hand(Path socket) throws IOException {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
            answers = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            ByteBuffer out = ByteBuffer.wrap(bytes);
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        String answer() throws IOException {
            return String.valueOf(answers.readLine());
        }

        String say(String line) throws IOException {
            write((line + "\n").getBytes(StandardCharsets.UTF_8));
            return answer();
        }

        String put(int pin, int level) throws IOException {
            return say("{\"pin\":" + pin + ",\"level\":" + level + "}");
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void aLevelOnThePinBecomesAReading() throws IOException {
        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17)));

        assertThat(hand().put(17, 1)).isEqualTo(OK);
        soon().until(() -> gateway.arrivals.size() == 1);

        Arrival.Message message = gateway.arrivals.get(0);
        Reading reading =
                ((Arrival.Content.Decoded) message.content()).readings().get(0);
        assertThat(gateway.reported()).containsExactly("door=true");
        assertThat(message.adapter()).isEqualTo("cabinet");
        assertThat(message.delivery()).isEqualTo(new Delivery.Once());
        assertThat(message.ack()).isSameAs(Ack.NONE);
        assertThat(reading.deviceName()).isEqualTo("cabinet");
        assertThat(reading.metric()).isEqualTo("door");
        assertThat(reading.timeMillis()).isEqualTo(FakeGateway.NOW.toEpochMilli());
        assertThat(reading.arrivalMillis()).isEqualTo(FakeGateway.NOW.toEpochMilli());
    }

    @Test
    void everyEdgeOfABurstArrivesOnceAndInOrder() throws IOException {
        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17)));
        List<String> expected = new ArrayList<>();
        Hand hand = hand();

        for (int i = 1; i <= 400; i++) {
            assertThat(hand.put(17, i % 2)).isEqualTo(OK);
            assertThat(hand.put(17, i % 2)).isEqualTo(OK);
            expected.add("door=" + (i % 2 == 1));
        }
        soon().until(() -> gateway.arrivals.size() == 400);

        assertThat(gateway.reported()).isEqualTo(expected);
    }

    @Test
    void aPulledUpPinIsHighUntilItIsPulledDown() throws IOException {
        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17, "pull", "up", "active-low", "true")));
        Hand hand = hand();

        hand.put(17, 1);
        hand.put(17, 0);
        soon().until(() -> gateway.arrivals.size() == 1);

        assertThat(gateway.reported()).containsExactly("door=true");
    }

    @Test
    void aBounceShorterThanTheDebounceIsNotReported() throws IOException {
        FakeGateway gateway =
                started("cabinet", Map.of("door", Map.of("pin", 17, "debounce", "1m"), "gate", Map.of("pin", 18)));
        Hand hand = hand();

        hand.put(17, 1);
        hand.put(17, 0);
        hand.put(17, 1);
        hand.put(18, 1);
        soon().until(() -> !gateway.arrivals.isEmpty());

        assertThat(gateway.reported()).containsExactly("gate=true");
    }

    @Test
    void aLevelThatHoldsIsReportedByTimeAlone() throws IOException {
        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17, "debounce", "20ms")));

        hand().put(17, 1);

        soon().until(() -> gateway.reported().equals(List.of("door=true")));
    }

    @Test
    void anEdgeThatFindsNoRoomIsCounted() throws IOException {
        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17)));
        gateway.full = true;

        hand().put(17, 1);

        soon().until(() -> gateway.turnedAway.get() == 1);
        assertThat(gateway.arrivals).isEmpty();
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredAndTheNextLineIsTaken() throws IOException {
        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17)));
        Hand hand = hand();

        assertThat(hand.put(4, 1)).contains("error").contains("pin 4").contains("[17]");
        assertThat(hand.put(17, 2)).contains("level is 0 or 1");
        assertThat(hand.say("")).contains("error");
        assertThat(hand.say("level 17 up")).contains("no JSON");
        assertThat(hand.say("[1]")).contains("error");
        assertThat(hand.say("{\"pin\":17}")).contains("both needed");
        assertThat(hand.say("{\"pin\":\"17\",\"level\":1}")).contains("whole number");
        assertThat(hand.say("{\"pin\":99999999999,\"level\":1}")).contains("error");
        assertThat(hand.say("{\"pin\":17,\"pin\":4,\"level\":1}")).contains("error");
        assertThat(hand.say("{\"pin\":17,\"level\":1} {}")).contains("nothing after it");
        assertThat(hand.say("{\"pin\":17,\"level\":1,\"hold\":3}")).contains("unknown key");
        assertThat(hand.say("{\"pin\":17,\"level\":1" + " ".repeat(5_000) + "}"))
                .contains("4096 bytes");
        assertThat(gateway.arrivals).isEmpty();

        assertThat(hand.put(17, 1)).isEqualTo(OK);
        soon().until(() -> gateway.arrivals.size() == 1);
    }

    @Test
    void severalLinesInOneWriteAreAnsweredOneByOne() throws IOException {
        started("cabinet", Map.of("door", Map.of("pin", 17)));
        Hand hand = hand();

        hand.write("{\"pin\":17,\"level\":1}\nnonsense\n{\"pin\":17,\"level\":0}\n".getBytes(StandardCharsets.UTF_8));

        assertThat(hand.answer()).isEqualTo(OK);
        assertThat(hand.answer()).contains("error");
        assertThat(hand.answer()).isEqualTo(OK);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void garbageHarmsNobody(long seed) throws IOException {
        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17)));
        SplittableRandom random = new SplittableRandom(seed);
        byte[] garbage = new byte[20_000];
        random.nextBytes(garbage);
        long lines = 1;
        for (byte next : garbage) {
            lines += next == '\n' ? 1 : 0;
        }

        Hand rude = hand();
        rude.write(garbage);
        rude.write(new byte[] {'\n'});
        for (long i = 0; i < lines; i++) {
            assertThat(rude.answer()).as("seed %d", seed).contains("error");
        }

        assertThat(hand().put(17, 1)).isEqualTo(OK);
        soon().until(() -> gateway.arrivals.size() == 1);
    }

    @Test
    void theSeventeenthClientIsRefusedUntilAnotherLeaves() throws IOException {
        started("cabinet", Map.of("door", Map.of("pin", 17)));
        List<Hand> hands = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            hands.add(hand());
            assertThat(hands.get(i).put(17, 1)).isEqualTo(OK);
        }

        assertThat(hand().answer()).contains("at most 16");
        hands.get(0).close();

        // the board sees a moment later that one has left, and until then it hangs up, perhaps before we have spoken
        soon().ignoreExceptionsInstanceOf(IOException.class).until(() -> hand().put(17, 0), OK::equals);
    }

    @Test
    void theSocketIsForTheOwnerOnlyAndGoesWithTheLastAdapter() throws IOException {
        FakeGateway first = new FakeGateway("cabinet", folder, true);
        FakeGateway second = new FakeGateway("cellar", folder, true);
        Adapter cabinet = adapter(first, Map.of("door", Map.of("pin", 17)));
        opened.add(cabinet);
        Adapter cellar = adapter(second, Map.of("gate", Map.of("pin", 18)));
        opened.add(cellar);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");
        assertThat(hand().put(17, 1)).isEqualTo(OK);
        assertThat(hand().put(18, 1)).isEqualTo(OK);
        soon().until(() -> first.arrivals.size() == 1 && second.arrivals.size() == 1);
        cabinet.close();
        cabinet.close();
        assertThat(hand().put(17, 0)).contains("pin 17");
        assertThat(hand().put(18, 0)).isEqualTo(OK);
        cellar.close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aPinCanBeTakenAgainAfterAClose() throws IOException {
        Map<String, ?> inputs = Map.of("door", Map.of("pin", 17));
        FakeGateway gateway = new FakeGateway("cabinet", folder, true);

        for (int i = 1; i <= 20; i++) {
            int edges = i;
            try (Adapter adapter = adapter(gateway, inputs);
                    Hand hand = new Hand(socket())) {
                assertThat(adapter.status().connected()).isTrue();
                assertThat(hand.put(17, 1)).isEqualTo(OK);
                soon().until(() -> gateway.arrivals.size() == edges);
            }
        }

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void onePinCannotBelongToTwoAdapters() throws IOException {
        Map<String, ?> inputs = Map.of("door", Map.of("pin", 17));
        started("cabinet", inputs);

        assertThatThrownBy(() -> adapter(new FakeGateway("cellar", folder, true), inputs))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("adapter cellar")
                .hasMessageContaining("pin 17");
        assertThat(hand().put(17, 1)).isEqualTo(OK);
    }

    @Test
    void aStaleSocketOfACrashIsReplaced() throws IOException {
        Files.createDirectory(folder.resolve(".gpio"));
        Files.writeString(folder.resolve(".gpio/s"), "");
        Files.writeString(socket(), "");

        FakeGateway gateway = started("cabinet", Map.of("door", Map.of("pin", 17)));

        assertThat(hand().put(17, 1)).isEqualTo(OK);
        soon().until(() -> gateway.arrivals.size() == 1);
    }
}
