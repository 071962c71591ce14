package io.weir.device.gpio;

import com.pi4j.library.gpiod.internal.GpioChip;
import com.pi4j.library.gpiod.internal.GpioD;
import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.GpioLine;
import com.pi4j.library.gpiod.internal.GpioLineEvent;
import com.pi4j.library.gpiod.internal.LineEvent;
import com.pi4j.library.gpiod.internal.LineRequestFlag;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * libgpiod through Pi4J 2.8's binding of it, without the rest of Pi4J: its DigitalInput goes deaf when it is made a second
 * time, never gives its line back, and takes two threads. Two things are not public there and are reached by reflection:
 * opening a chip by name, and giving it to a context (the public way opens the first chip with "pinctrl" in its label, and
 * only on boards whose revision Pi4J knows). A test holds on every machine that both are still there.
 */
final class Pi4jChips implements NativeChips {

    private static final Path DEVICES = Path.of("/dev");

    /** The two members of Pi4J that are not public. */
    record Hidden(Method chipOpen, Field contextChip) {

        static Hidden reach() {
            try {
                Method chipOpen = GpioD.class.getDeclaredMethod("chipOpen", String.class);
                Field contextChip = GpioDContext.class.getDeclaredField("gpioChip");
                chipOpen.setAccessible(true);
                contextChip.setAccessible(true);
                return new Hidden(chipOpen, contextChip);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("this is not the Pi4J 2.8.0 that the adapter was written for", e);
            }
        }
    }

    private final Hidden hidden;

    private Pi4jChips(Hidden hidden) {
        this.hidden = hidden;
    }

    /**
     * Loads the native libraries.
     *
     * @param libraries where they may be unpacked
     * @throws IOException when there are none for this machine, or they cannot be loaded
     */
    static Pi4jChips load(Path libraries) throws IOException {
        NativeLibraries.prepare(libraries);
        try {
            Class.forName(GpioD.class.getName());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } catch (LinkageError e) {
            throw new IOException(
                    "the GPIO library cannot be loaded; a folder mounted noexec? The JVM property "
                            + NativeLibraries.PATH_PROPERTY + " can name another one: " + rootWords(e),
                    e);
        }
        return new Pi4jChips(Hidden.reach());
    }

    private static String rootWords(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root.toString().replace('\n', ' ');
    }

    @Override
    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> devices = Files.newDirectoryStream(DEVICES, "gpiochip*")) {
            devices.forEach(device -> names.add(device.getFileName().toString()));
        }
        names.removeIf(name -> !name.matches("gpiochip\\d+"));
        names.sort(Comparator.comparingInt(name -> Integer.parseInt(name.substring("gpiochip".length()))));
        return names;
    }

    @Override
    public Chip open(String name) throws IOException {
        try {
            GpioChip chip = (GpioChip)
                    hidden.chipOpen.invoke(null, DEVICES.resolve(name).toString());
            GpioDContext context = new GpioDContext();
            hidden.contextChip.set(context, chip);
            return new Pi4jChip(context, chip);
        } catch (InvocationTargetException e) {
            throw new IOException(String.valueOf(e.getTargetException().getMessage()), e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Call<T> {
        T value();
    }

    private static <T> T call(Call<T> call) throws IOException {
        try {
            return call.value();
        } catch (GpioDException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private record Pi4jChip(GpioDContext context, GpioChip chip) implements Chip {

        @Override
        public String label() {
            return chip.getLabel();
        }

        @Override
        public int lines() {
            return chip.getNumLines();
        }

        @Override
        public NativeLine request(int offset, Pull pull, String consumer) throws IOException {
            return call(() -> {
                GpioLine line = context.getOrOpenLine(offset);
                line.requestBothEdgeEventsFlags(consumer, flag(pull).getVal());
                return new Pi4jLine(context, line, context.openLineEvent());
            });
        }

        private static LineRequestFlag flag(Pull pull) {
            return switch (pull) {
                case UP -> LineRequestFlag.BIAS_PULL_UP;
                case DOWN -> LineRequestFlag.BIAS_PULL_DOWN;
                case NONE -> LineRequestFlag.BIAS_DISABLE;
            };
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private record Pi4jLine(GpioDContext context, GpioLine line, GpioLineEvent event) implements NativeLine {

        @Override
        public boolean isHigh() throws IOException {
            return call(() -> line.getValue() != 0);
        }

        @Override
        public boolean await(Duration patience) throws IOException {
            return call(() -> line.eventWait(patience.toNanos()));
        }

        @Override
        public Event read() throws IOException {
            return call(() -> {
                GpioLineEvent read = line.eventRead(event);
                return new Event(read.getType() == LineEvent.RISING_EDGE, read.getTimeNs());
            });
        }

        @Override
        public void release() {
            context.closeLineEvent(event);
            context.closeLine(line);
        }
    }
}
