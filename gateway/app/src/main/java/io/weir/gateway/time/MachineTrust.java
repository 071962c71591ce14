package io.weir.gateway.time;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the machine: the kernel by way of systemd's {@code timedatectl} whether some NTP client has synchronised the clock
 * (setting it by hand takes that back), or else systemd-timesyncd by the file it leaves; and whether a hardware clock set it at
 * boot, as every PC and virtual machine of that kind has one. The asking has a thread of its own, every five seconds as long as
 * the answer is no.
 */
public final class MachineTrust implements ClockTrust, AutoCloseable {

    /** When to believe the system clock. */
    public enum Rule {
        /**
         * By NTP where it can be asked; else, or when a hardware clock set the system clock at boot, from the floor on.
         */
        AUTO,
        /** By NTP alone. */
        NTP,
        /** From the floor on: the last time this gateway knew, and no earlier than {@link SiteClock#RELEASED}. */
        FLOOR,
        /** Always. */
        ALWAYS
    }

    private static final Logger LOG = LoggerFactory.getLogger(MachineTrust.class);
    private static final long EVERY_SECONDS = 5;
    private static final long PATIENCE_SECONDS = 3;

    enum Ntp {
        SYNCHRONISED,
        NOT_YET,
        CANNOT_TELL,
        NOT_ASKED
    }

    private final Rule rule;
    private final Path root;
    private final boolean isPc;
    private final Thread asking;
    private final Semaphore wake = new Semaphore(0);
    private volatile Ntp ntp;
    /** So that an answer from before a doubt is not taken for one after it. */
    private final AtomicInteger doubts = new AtomicInteger();

    /** Waits for the first answer, a few seconds at most. */
    public MachineTrust(Rule rule) {
        this(rule, Path.of("/"), System.getProperty("os.arch", "").equals("amd64"));
    }

    /**
     * Asks another machine.
     *
     * @param root where {@code run} and {@code sys} are
     * @param isPc whether it has a hardware clock for certain
     */
    MachineTrust(Rule rule, Path root, boolean isPc) {
        this.rule = rule;
        this.root = root;
        this.isPc = isPc;
        this.ntp = rule == Rule.AUTO || rule == Rule.NTP ? ask() : Ntp.NOT_ASKED;
        this.asking = new Thread(this::keepAsking, "clock");
        asking.setDaemon(true);
        if (ntp != Ntp.NOT_ASKED) {
            asking.start();
        }
    }

    private void keepAsking() {
        try {
            while (true) {
                boolean woken = wake.tryAcquire(EVERY_SECONDS, TimeUnit.SECONDS);
                if (woken || ntp != Ntp.SYNCHRONISED) {
                    askAgain();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("Nobody is asked for the time any more");
        }
    }

    @Override
    public boolean trusts(long systemMillis, long floorMillis) {
        boolean pastFloor = systemMillis >= Math.max(floorMillis, SiteClock.RELEASED.toEpochMilli());
        return switch (rule) {
            case ALWAYS -> true;
            case FLOOR -> pastFloor;
            case NTP -> ntp == Ntp.SYNCHRONISED;
            case AUTO ->
                switch (ntp) {
                    case SYNCHRONISED -> true;
                    case CANNOT_TELL -> pastFloor;
                    case NOT_YET -> pastFloor && (isPc || setByHardwareClock());
                    case NOT_ASKED -> false;
                };
        };
    }

    @Override
    public void doubt() {
        doubts.incrementAndGet();
        if (rule == Rule.AUTO || rule == Rule.NTP) {
            ntp = Ntp.NOT_ASKED;
            wake.release();
        }
    }

    private void askAgain() {
        int before = doubts.get();
        Ntp answer = ask();
        if (before == doubts.get()) {
            ntp = answer;
        }
    }

    private Ntp ask() {
        String answer = root.equals(Path.of("/")) ? timedatectl() : "";
        if (answer.equals("yes")) {
            return Ntp.SYNCHRONISED;
        }
        if (answer.equals("no")) {
            return Ntp.NOT_YET;
        }
        Path timesync = root.resolve("run/systemd/timesync");
        if (!Files.isDirectory(timesync)) {
            return Ntp.CANNOT_TELL;
        }
        return Files.exists(timesync.resolve("synchronized")) ? Ntp.SYNCHRONISED : Ntp.NOT_YET;
    }

    /** {@code yes}, {@code no}, or something else where it cannot be asked. */
    private static String timedatectl() {
        try {
            Process process = new ProcessBuilder("timedatectl", "show", "--property=NTPSynchronized", "--value")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    return "";
                }
                return new String(process.getInputStream().readNBytes(16), StandardCharsets.US_ASCII).strip();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private boolean setByHardwareClock() {
        try (DirectoryStream<Path> clocks = Files.newDirectoryStream(root.resolve("sys/class/rtc"))) {
            for (Path clock : clocks) {
                if (Files.readString(clock.resolve("hctosys")).strip().equals("1")) {
                    return true;
                }
            }
        } catch (IOException e) {
            LOG.debug("There is no hardware clock to be seen: {}", e.toString());
        }
        return false;
    }

    @Override
    public void close() {
        asking.interrupt();
    }
}
