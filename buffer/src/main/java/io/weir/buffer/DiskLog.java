package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link RecordLog}: hands every call to the part that knows.
 *
 * <p>Locks, in the order in which they may be taken: {@link Upkeep}, the monitors of {@link StateKeeper}, of an
 * {@link Account}, of the small parts. The appending thread takes the first only when it has to make room.
 */
final class DiskLog implements RecordLog, LogCursor.Upkeep {
    private static final Logger log = LoggerFactory.getLogger(DiskLog.class);

    private final Parts parts;
    private final Closeable lock;
    private final Quota quota;
    private final Upkeep upkeep;
    private final Appender appender;
    private final Checkpoints checkpoints;
    private final Optional<Keeper> keeper;
    private final LongAdder payloadBytes = new LongAdder();
    /** Before there is something to append the owner may still be opening cursors, which hold what they want to read. */
    private volatile boolean begun;

    private boolean closed;

    private DiskLog(Parts parts, Closeable lock, boolean background) {
        this.parts = parts;
        this.lock = lock;
        quota = new Quota(parts);
        upkeep = new Upkeep(parts, quota);
        appender = new Appender(parts.store(), parts.spare(), parts.config(), parts.runTime(), upkeep, parts.live());
        checkpoints = new SavedCheckpoints(parts.checkpoints(), upkeep::makeRoom, parts.ballast());
        keeper = background ? Optional.of(new Keeper(this::keep, parts.config().cursorSync())) : Optional.empty();
    }

    /** With {@code background} false upkeep happens only in {@link #tidy}, for tests. */
    static DiskLog open(Path directory, LogConfig config, Disk onDisk, boolean background) throws IOException {
        return open(directory, config, onDisk, background, System::nanoTime);
    }

    /** {@code nanos}: a clock that cannot be set, for ages. */
    static DiskLog open(Path directory, LogConfig config, Disk onDisk, boolean background, LongSupplier nanos)
            throws IOException {
        onDisk.makeDirectory(directory);
        Layout.recognise(onDisk, directory, config.epochIfNew(), config.keys());
        Closeable lock = onDisk.lock(directory);
        try {
            MeteredDisk disk = new MeteredDisk(onDisk);
            Layout layout = Layout.openOrCreate(disk, directory, config.epochIfNew(), config.keys());
            DiskLog opened = new DiskLog(Parts.open(config, disk, layout, nanos), lock, background);
            opened.begin();
            return opened;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void begin() {
        try {
            upkeep.lookAround();
            quota.look();
            if (parts.chronicle().isChanged()) {
                parts.state().save();
            }
        } catch (IOException e) {
            log.warn("The buffer is open but cannot be written for now cause={}", e.getMessage());
        }
        keeper.ifPresent(Keeper::start);
        nudge();
        log.info(
                "The buffer is open directory={} segments={} next={} gaps={}",
                parts.layout().directory(),
                parts.store().catalog().segments().size(),
                parts.store().tail().end().offset(),
                parts.chronicle().gaps().size());
    }

    private void keep() {
        if (upkeep.turn(begun)) {
            nudge(); // there is more to do
        }
    }

    private void nudge() {
        keeper.ifPresent(Keeper::nudge);
    }

    @Override
    public Offset append(Group group) throws IOException {
        long bytes = appender.weigh(group);
        begun = true;
        upkeep.makeRoom(bytes);
        quota.demand(bytes);
        Offset first = new Offset(appender.append(group));
        payloadBytes.add(bytes);
        parts.store()
                .appended(bytes + (long) Appender.ENTRY_BYTES * group.entries().size());
        return first;
    }

    @Override
    public void commit() throws IOException {
        appender.commit();
        if (!parts.spare().isReady() || upkeep.hasSealing()) {
            nudge();
        }
    }

    @Override
    public Offset reopen() throws IOException {
        try {
            return reopened();
        } catch (IOException e) {
            parts.ballast().release(); // a full disk is the likeliest reason
            return reopened();
        }
    }

    /** That the failed groups do not count is durable before any that come in their place. */
    private Offset reopened() throws IOException {
        Offset next = new Offset(appender.reopen());
        parts.state().save();
        return next;
    }

    @Override
    public boolean hasRoom(long bytes) {
        boolean has = quota.fits(bytes) && quota.diskHas(bytes);
        if (!has) {
            begun = true; // whoever finds no room never appends unless some is made
            upkeep.wish(bytes);
            nudge();
        }
        return has;
    }

    @Override
    public Cursor cursor(String name, Set<Integer> streams, Start start) throws IOException {
        synchronized (upkeep) {
            Locator locator = new Locator(parts.store());
            Account account = parts.cursors().open(name, streams, start, locator, parts.state()::save);
            return new LogCursor(parts.store(), account, this);
        }
    }

    @Override
    public Set<String> cursorNames() {
        return parts.cursors().accounts().stream().map(Account::name).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void closed(Account account) {
        synchronized (upkeep) {
            parts.cursors().closed(account);
        }
    }

    @Override
    public boolean isRemoved(long from, long to) {
        return from < to && parts.chronicle().notRemovedIn(from, to).isEmpty();
    }

    List<Segment> segments() {
        return parts.store().catalog().segments();
    }

    /** For tests: where the block begins that an offset is in; the offset itself where there is none. */
    long blockFirst(long offset) throws IOException {
        try (Walk walk = new Walk(parts.store(), offset)) {
            long end = parts.store().tail().end().offset();
            Step step = walk.next(end);
            while (step instanceof Step.Entered) {
                step = walk.next(end);
            }
            return step instanceof Step.Found found
                    ? Math.min(offset, found.block().first())
                    : offset;
        }
    }

    /** For tests: how many segments were made over older ones. */
    long recycled() {
        return parts.recycled().taken();
    }

    /** For tests: what upkeep decides by itself otherwise. */
    Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public void saveState() throws IOException {
        parts.ballast().insist(parts.state()::save);
    }

    @Override
    public void forget(String cursorName) throws IOException {
        synchronized (upkeep) {
            if (parts.cursors().forget(cursorName)) {
                parts.state().save();
            }
        }
        nudge();
    }

    @Override
    public Scan scan(Offset from, Set<Integer> streams) {
        return new LogScan(parts.store(), from.value(), streams);
    }

    @Override
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public LogStats stats() {
        Tail.End end = parts.store().tail().end();
        List<Segment> segments = parts.store().catalog().segments();
        Path quarantine = parts.layout().quarantine();
        long aside = segments.stream()
                .filter(s -> quarantine.equals(s.file().getParent()))
                .count();
        return new LogStats(
                parts.layout().epoch(),
                new Offset(segments.isEmpty() ? end.offset() : segments.get(0).first()),
                new Offset(end.offset()),
                parts.bytesOnDisk(),
                segments.size(),
                parts.chronicle().gaps(),
                (int) aside + parts.unreadable().count(),
                end.totals(),
                parts.chronicle().expired(),
                parts.chronicle().expiredRanges(),
                parts.disk().fsyncs(),
                parts.disk().writtenBytes(),
                payloadBytes.sum(),
                upkeep.wantsCheckpoint());
    }

    /** Reads everything, and accounts for what is missing. */
    void verifyAll() {
        parts.store().catalog().segments().forEach(parts.store()::reportDamage);
        upkeep.turn(false);
    }

    @Override
    public void tidy() throws IOException {
        upkeep.tidy();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        keeper.ifPresent(Keeper::stop);
        MeteredDisk disk = parts.disk();
        try (lock;
                disk) {
            Attempts all = new Attempts();
            all.attempt(appender::close);
            all.attempt(upkeep::close);
            all.attempt(this::saveState);
            all.attempt(parts.state()::close);
            all.attempt(parts.checkpoints()::close);
            all.attempt(parts.spare()::close);
            all.end();
        }
    }
}
