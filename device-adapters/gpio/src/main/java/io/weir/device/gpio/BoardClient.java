package io.weir.device.gpio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the simulated board: reads lines, answers each. Runs on its own thread until either side hangs up. */
final class BoardClient implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(BoardClient.class);
    static final int MAX_LINE_BYTES = 4_096;

    private final SocketChannel channel;
    private final BoardSocket.Pins pins;
    private final Consumer<BoardClient> ended;
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private int lineLength;

    BoardClient(SocketChannel channel, BoardSocket.Pins pins, Consumer<BoardClient> ended) {
        this.channel = channel;
        this.pins = pins;
        this.ended = ended;
    }

    @Override
    public void run() {
        ByteBuffer in = ByteBuffer.allocate(MAX_LINE_BYTES);
        try (channel) {
            while (channel.read(in) >= 0) {
                in.flip();
                while (in.hasRemaining()) {
                    take(in.get());
                }
                in.clear();
            }
        } catch (IOException e) {
            log.debug("A client of the simulated GPIO board went away: {}", e.getMessage());
        } finally {
            ended.accept(this);
        }
    }

    private void take(byte next) throws IOException {
        if (next != '\n') {
            // of a line that is too long only its length is kept
            if (lineLength < MAX_LINE_BYTES) {
                line[lineLength] = next;
            }
            lineLength = Math.min(lineLength + 1, MAX_LINE_BYTES + 1);
            return;
        }
        Optional<String> complaint = lineLength > MAX_LINE_BYTES
                ? Optional.of("a line has at most " + MAX_LINE_BYTES + " bytes")
                : obey(Arrays.copyOf(line, lineLength));
        lineLength = 0;
        answer(complaint);
    }

    private Optional<String> obey(byte[] text) {
        try {
            PinCommand command = PinCommand.parse(text);
            return pins.set(command.pin(), command.high());
        } catch (PinCommand.MalformedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void answer(Optional<String> complaint) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(PinCommand.answer(complaint).getBytes(StandardCharsets.UTF_8));
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    /** Says why and hangs up. */
    void refuse(String reason) {
        try (channel) {
            answer(Optional.of(reason));
        } catch (IOException e) {
            log.debug("A client of the simulated GPIO board went away: {}", e.getMessage());
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            log.debug("A client of the simulated GPIO board was already gone: {}", e.getMessage());
        }
    }
}
