package io.weir.buffer.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** SQLite, write-ahead log, {@code synchronous=FULL}. */
final class Sqlite implements Contender {
    private final Connection connection;
    private final PreparedStatement insert;

    Sqlite(Path folder) throws IOException {
        try {
            connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("log.db"));
            try (Statement setting = connection.createStatement()) {
                setting.execute("PRAGMA journal_mode=WAL");
                setting.execute("PRAGMA synchronous=FULL");
                setting.execute("CREATE TABLE log (id INTEGER PRIMARY KEY, bytes BLOB)");
            }
            connection.setAutoCommit(false);
            insert = connection.prepareStatement("INSERT INTO log (bytes) VALUES (?)");
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void store(List<byte[]> group) throws IOException {
        try {
            for (byte[] record : group) {
                insert.setBytes(1, record);
                insert.addBatch();
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }
}
