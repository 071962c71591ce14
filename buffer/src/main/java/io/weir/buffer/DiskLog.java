package io.weir.buffer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link RecordLog}: puts the parts together.
 *
 * <p>Locks, in the order in which they may be taken: {@code upkeep} (everything slow beside appending and reading),
 * an account's monitor, the monitors of small parts. The appending thread takes the first only when it has to make room.
 */
final class DiskLog implements RecordLog, LogCursor.Upkeep, Appender.Sealing, Retention.Accounts {
    private static final Logger log = LoggerFactory.getLogger(DiskLog.class);
    private static final long STATE_ROLL_BYTES = 1 << 18;

    private final Object upkeep = new Object();
    private final LogConfig config;
    private final MeteredDisk disk;
    private final Layout layout;
    private final Closeable lock;
    private final Snapshots states;
    private final SavedCheckpoints checkpoints;
    private final Chronicle chronicle;
    private final Store store;
    private final Spare spare;
    private final Ballast ballast;
    private final Quota quota;
    private final Retention retention;
    private final Appender appender;
    private final Optional<Keeper> keeper;
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Queue<Full> full = new ConcurrentLinkedQueue<>();
    private final Trouble trouble = new Trouble(log, "The log's upkeep");
    private long lastSaveNanos = System.nanoTime();
    /** Before the first append the owner may still be opening cursors, which hold what they want to read. */
    private volatile boolean begun;

    private boolean closed;

    private record Full(SegmentWriter writer, Segment segment) {}

    private DiskLog(LogConfig config, MeteredDisk disk, Layout layout, Closeable lock, boolean background)
            throws IOException {
        this.config = config;
        this.disk = disk;
        this.layout = layout;
        this.lock = lock;
        states = Snapshots.open(disk, layout.state(), layout.epoch(), STATE_ROLL_BYTES, config.clock());
        checkpoints = new SavedCheckpoints(
                Snapshots.open(disk, layout.checkpoints(), layout.epoch(), 0, config.clock()),
                this::makeRoomForCheckpoint);
        Optional<LogState> saved = savedState();
        LogState state = saved.orElseGet(() -> LogState.fresh(layout.epoch()));
        chronicle = new Chronicle(state);
        Recovery.Found found = new Recovery(disk, layout, saved, chronicle, true).run(checkpoints.newestPlace());
        Catalog catalog = new Catalog();
        found.segments().forEach(catalog::add);
        store = new Store(disk, catalog, new Tail(config.tailBytes(), found.end()));
        spare = new Spare(disk, layout, found.nextGeneration());
        ballast = new Ballast(disk, layout, config.ballastBytes());
        quota = new Quota(disk, layout, config, this::claimedBytes);
        retention = new Retention(disk, layout, config, catalog, chronicle, quota, this, found.unreadable());
        retention.measureUnreadable();
        appender = new Appender(store, spare, config, this);
        state.cursors().forEach(cursor -> accounts.put(cursor.name(), new Account(cursor)));
        keeper = background ? Optional.of(new Keeper(this::keep, config.cursorSync())) : Optional.empty();
    }

    /** With {@code background} false everything happens in the calls of {@link #tidy}, for tests. */
    static DiskLog open(Path directory, LogConfig config, Disk onDisk, boolean background) throws IOException {
        onDisk.makeDirectory(directory);
        Closeable lock = onDisk.lock(directory);
        try {
            MeteredDisk disk = new MeteredDisk(onDisk);
            Layout layout = Layout.openOrCreate(disk, directory, config.epochIfNew());
            DiskLog opened = new DiskLog(config, disk, layout, lock, background);
            opened.begin();
            return opened;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void begin() {
        quietly(quota::look);
        quietly(() -> {
            if (chronicle.isChanged()) {
                saveState();
            }
        });
        keeper.ifPresent(Keeper::start);
        keeper.ifPresent(Keeper::nudge);
        Tail.End end = store.tail().end();
        log.info(
                "The buffer is open directory={} segments={} next={} gaps={}",
                layout.directory(),
                store.catalog().segments().size(),
                end.offset(),
                chronicle.gaps().size());
    }

    private Optional<LogState> savedState() throws IOException {
        Optional<Snapshots.Snapshot> snapshot = states.newest();
        return snapshot.isPresent()
                ? Optional.of(StateCodec.decode(snapshot.get().bytes()))
                : Optional.empty();
    }

    @Override
    public Offset append(Group group) throws IOException {
        long bytes =
                group.entries().stream().mapToLong(e -> e.bytes().remaining()).sum();
        if (!quota.fits(bytes)) {
            synchronized (upkeep) {
                retention.apply(Quota.costBytes(bytes));
            }
        }
        quota.demand(bytes);
        begun = true;
        return new Offset(appender.append(group));
    }

    @Override
    public void commit() throws IOException {
        appender.commit();
        if (!spare.isReady() || !full.isEmpty()) {
            nudge();
        }
    }

    @Override
    public Offset reopen() throws IOException {
        try {
            return reopened();
        } catch (IOException e) {
            ballast.release(); // a full disk is the likeliest reason
            return reopened();
        }
    }

    /** That the failed groups do not count is durable before any that comes in their place. */
    private Offset reopened() throws IOException {
        Offset next = new Offset(appender.reopen());
        saveState();
        return next;
    }

    @Override
    public boolean hasRoom(long bytes) {
        boolean fits = quota.fits(bytes);
        boolean has = quota.diskHas(bytes);
        if (!fits || !has) {
            nudge();
        }
        return fits && has;
    }

    private void nudge() {
        keeper.ifPresent(Keeper::nudge);
    }

    @Override
    public Cursor cursor(String name, Set<Integer> streams, Start start) throws IOException {
        synchronized (upkeep) {
            if (open.contains(name)) {
                throw new IllegalStateException("A cursor named " + name + " is open already");
            }
            Account known = accounts.get(name);
            Account account = known == null ? begin(name, streams, start) : known;
            if (!account.streams().equals(streams)) {
                Locator locator = new Locator(store);
                account.subscribe(streams, locator.at(account.position()).totals());
                saveState();
            }
            open.add(name);
            return new LogCursor(store, account, this);
        }
    }

    /** Durable at once: where a cursor begins must not depend on what happens next. */
    private Account begin(String name, Set<Integer> streams, Start start) throws IOException {
        Account fresh = new Account(CursorState.begin(name, new Locator(store).find(start), streams));
        accounts.put(name, fresh);
        try {
            saveState();
            return fresh;
        } catch (IOException e) {
            accounts.remove(name);
            throw e;
        }
    }

    @Override
    public void closed(Account account) {
        synchronized (upkeep) {
            open.remove(account.name());
        }
    }

    @Override
    public void forget(String cursorName) throws IOException {
        synchronized (upkeep) {
            if (open.contains(cursorName)) {
                throw new IllegalStateException("The cursor " + cursorName + " must be closed before it is forgotten");
            }
            if (accounts.remove(cursorName) != null) {
                saveState();
            }
        }
        nudge();
    }

    @Override
    public Scan scan(Offset from, Set<Integer> streams) {
        return new LogScan(store, from.value(), streams);
    }

    @Override
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public LogStats stats() {
        Tail.End end = store.tail().end();
        List<Segment> segments = store.catalog().segments();
        long first = segments.isEmpty() ? end.offset() : segments.get(0).first();
        int quarantined = (int) segments.stream()
                .filter(s -> layout.quarantine().equals(s.file().getParent()))
                .count();
        return new LogStats(
                layout.epoch(),
                new Offset(first),
                new Offset(end.offset()),
                bytesOnDisk(),
                segments.size(),
                chronicle.gaps(),
                quarantined + retention.unreadable(),
                end.totals(),
                chronicle.expired(),
                disk.fsyncs(),
                disk.writtenBytes(),
                retention.wantsCheckpoint());
    }

    private long bytesOnDisk() {
        return store.catalog().lengthBytes()
                + appender.growthBytes()
                + spare.lengthBytes()
                + states.lengthBytes()
                + checkpoints.lengthBytes()
                + ballast.heldBytes()
                + retention.unreadableBytes();
    }

    /** As {@link #bytesOnDisk}, with what the log's own files may grow to before they are replaced. */
    private long claimedBytes() {
        long own = Math.max(states.lengthBytes(), Quota.STATE_BYTES) - states.lengthBytes();
        return bytesOnDisk() + own + (spare.isReady() ? 0 : Quota.PAGE_BYTES);
    }

    /** Checkpoints count, and often let go what takes the room. */
    private void makeRoomForCheckpoint(long bytes) throws IOException {
        if (!quota.fits(bytes)) {
            synchronized (upkeep) {
                retention.apply(Quota.costBytes(bytes));
            }
        }
    }

    @Override
    public Collection<Account> all() {
        return accounts.values();
    }

    /** Writes down where all cursors are and what has become of the log. */
    @Override
    public void saveState() throws IOException {
        synchronized (upkeep) {
            List<CursorState> cursors =
                    accounts.values().stream().map(Account::save).toList();
            LogState state = chronicle.save(spare.nextGeneration(), store.tail().end(), cursors);
            try {
                states.save(state.end(), StateCodec.encode(state));
                lastSaveNanos = System.nanoTime();
            } catch (IOException e) {
                chronicle.markChanged();
                throw e;
            }
        }
    }

    @Override
    public void seal(SegmentWriter writer, Segment segment) {
        full.add(new Full(writer, segment));
        nudge();
    }

    @Override
    public void giveUp(Segment segment) {
        chronicle.know(segment);
    }

    @Override
    public void discard(SegmentWriter writer) {
        quietly(() -> disk.delete(writer.file()));
    }

    @Override
    public void tidy() throws IOException {
        synchronized (upkeep) {
            sealFull();
            verifyDamaged();
            quota.look();
            retention.apply(quota.headroomBytes());
            if (isStateChanged()) {
                saveState();
            }
        }
    }

    /** The keeper's turn. */
    private void keep() {
        quietly(() -> {
            synchronized (upkeep) {
                spare.prepare();
                sealFull();
                verifyDamaged();
                quota.look();
                tendBallast();
                if (begun) {
                    retention.apply(quota.headroomBytes());
                }
                if (isStateChanged()
                        && System.nanoTime() - lastSaveNanos
                                >= config.cursorSync().toNanos()) {
                    saveState();
                }
                trouble.over();
            }
        });
    }

    private boolean isStateChanged() {
        return chronicle.isChanged() || accounts.values().stream().anyMatch(Account::isChanged);
    }

    private void sealFull() throws IOException {
        for (Full next = full.poll(); next != null; next = full.poll()) {
            GroupWriter.Stamp stamp = new GroupWriter.Stamp(
                    next.segment().first(), 0, config.clock().millis());
            try {
                new GroupWriter().seal(next.writer(), next.segment(), stamp);
            } catch (IOException e) {
                chronicle.know(next.segment());
                throw e;
            }
        }
    }

    private void verifyDamaged() throws IOException {
        for (Segment next = store.damaged().poll();
                next != null;
                next = store.damaged().poll()) {
            if (!next.isComplete() || !store.catalog().contains(next)) {
                continue;
            }
            try (RawFile raw = disk.open(next.file(), false)) {
                SegmentScan.Finding finding = new SegmentScan(raw, next.home()).against(raw, next);
                if (chronicle.verified(next, finding.lost(), finding.lostCounts())) {
                    log.error(
                            "The disk has lost records segment={} lost={} entries={}",
                            next.file().getFileName(),
                            finding.lost(),
                            finding.lostCounts());
                }
            }
        }
    }

    private void tendBallast() throws IOException {
        if (!ballast.isWhole() && quota.diskHas(2 * config.ballastBytes())) {
            ballast.restore();
        }
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }

    private void quietly(Task task) {
        try {
            task.run();
        } catch (IOException e) {
            trouble.happened(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        keeper.ifPresent(Keeper::stop);
        synchronized (upkeep) {
            try {
                appender.close();
                sealFull();
                saveState();
                states.close();
                checkpoints.close();
                spare.close();
            } finally {
                lock.close();
            }
        }
    }
}
