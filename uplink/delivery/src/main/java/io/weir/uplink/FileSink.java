package io.weir.uplink;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends lines to {@code STREAM-YYYYMMDDTHH.jsonl}, one file per stream and UTC hour of delivery. A batch is accepted when
 * all of it is synced; one that fails (the disk is full, say) is taken back and sent again. What a crash left of an
 * unfinished batch is whole lines that come again with the same ids; a torn last line is cut off.
 */
final class FileSink implements Sink {

    private static final Logger LOG = LoggerFactory.getLogger(FileSink.class);
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HH", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Path folder;
    private final Clock clock;
    private final Map<String, LineFile> open = new HashMap<>();
    private String hour = "";

    FileSink(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    @Override
    public SendResult send(Batch batch) {
        Map<LineFile, Long> lengthBefore = new HashMap<>();
        try {
            turnHour();
            for (Map.Entry<String, ByteArrayOutputStream> lines :
                    byStream(batch).entrySet()) {
                LineFile file = file(lines.getKey());
                lengthBefore.put(file, file.length());
                file.append(lines.getValue().toByteArray());
            }
            for (LineFile file : lengthBefore.keySet()) {
                file.sync();
            }
            return SendResult.accepted();
        } catch (IOException e) {
            takeBack(lengthBefore);
            return SendResult.retry("cannot write to " + folder + ": " + e.getMessage());
        }
    }

    private static Map<String, ByteArrayOutputStream> byStream(Batch batch) {
        Map<String, ByteArrayOutputStream> lines = new TreeMap<>();
        for (Outgoing item : batch.records()) {
            ByteArrayOutputStream stream =
                    lines.computeIfAbsent(item.stream(), name -> new ByteArrayOutputStream(4096));
            stream.writeBytes(item.bytes());
            stream.write('\n');
        }
        return lines;
    }

    private void turnHour() {
        String now = HOUR.format(clock.instant());
        if (!now.equals(hour)) {
            close();
            hour = now;
        }
    }

    private LineFile file(String stream) throws IOException {
        LineFile known = open.get(stream);
        if (known != null && known.isInPlace()) {
            return known;
        }
        if (known != null) {
            open.remove(stream);
            known.close();
        }
        LineFile file = LineFile.open(folder.resolve(stream + "-" + hour + ".jsonl"));
        open.put(stream, file);
        return file;
    }

    /** As far as the disk allows; what stays are whole lines, or a torn one that the next opening cuts off. */
    private void takeBack(Map<LineFile, Long> lengthBefore) {
        for (Map.Entry<LineFile, Long> written : lengthBefore.entrySet()) {
            try {
                written.getKey().cutTo(written.getValue());
            } catch (IOException e) {
                LOG.debug("Could not take back an unfinished batch in {}: {}", folder, e.toString());
            }
        }
        close();
    }

    @Override
    public void close() {
        for (LineFile file : open.values()) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.warn("A file in {} could not be closed: {}", folder, e.toString());
            }
        }
        open.clear();
    }
}
