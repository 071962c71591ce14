package io.weir.buffer.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB with {@code sync}. */
final class Rocks implements Contender {
    private final RocksDB store;
    private final WriteOptions durable;
    private long next;

    Rocks(Path folder) throws IOException {
        RocksDB.loadLibrary();
        durable = new WriteOptions().setSync(true);
        try (Options options = new Options().setCreateIfMissing(true)) {
            store = RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void store(List<byte[]> group) throws IOException {
        try (WriteBatch batch = new WriteBatch()) {
            for (byte[] record : group) {
                batch.put(ByteBuffer.allocate(8).putLong(next++).array(), record);
            }
            store.write(durable, batch);
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        durable.close();
        store.close();
    }
}
