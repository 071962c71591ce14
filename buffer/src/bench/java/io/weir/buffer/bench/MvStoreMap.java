package io.weir.buffer.bench;

import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** H2's MVStore: commit and sync. */
final class MvStoreMap implements Contender {
    private final MVStore store;
    private final MVMap<Long, byte[]> log;
    private long next;

    MvStoreMap(Path folder) {
        store = new MVStore.Builder()
                .fileName(folder.resolve("log.mv").toString())
                .autoCommitDisabled()
                .open();
        log = store.openMap("log");
    }

    @Override
    public void store(List<byte[]> group) {
        for (byte[] record : group) {
            log.append(next++, record);
        }
        store.commit();
        store.sync();
    }

    @Override
    public void close() {
        store.closeImmediately();
    }
}
