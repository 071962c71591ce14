package io.weir.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;

/**
 * Looks at the packets as Paho reads them, and changes nothing. Two things are needed that Paho 1.2.5 does not give: its MQTT
 * 5 client loses the DUP flag of a publish, and both of its clients make an array of whatever length a packet claims.
 * One thread reads; any thread may ask.
 *
 * <pre>
 * type and flags | length, 1 to 4 bytes | topic length, 2 bytes | topic | packet id, 2 bytes when QoS is not 0 | rest
 * </pre>
 */
final class InboundWatch extends InputStream {

    private static final int PUBLISH = 3;

    private enum Place {
        HEAD,
        LENGTH,
        TOPIC_LENGTH,
        TOPIC,
        PACKET_ID,
        REST
    }

    private final InputStream in;
    private final int largestPacketBytes;
    private final BitSet duplicates = new BitSet();

    private Place place = Place.HEAD;
    private int head;
    private int lengthShift;
    private int leftInPacket;
    private int bytesOfNumber;
    private int number;
    private int leftInTopic;

    InboundWatch(InputStream in, int largestPacketBytes) {
        this.in = in;
        this.largestPacketBytes = largestPacketBytes;
    }

    /** Whether the publish that last came with this packet id had the DUP flag. */
    boolean wasDuplicate(int packetId) {
        synchronized (duplicates) {
            return duplicates.get(packetId);
        }
    }

    @Override
    public int read() throws IOException {
        int read = in.read();
        if (read >= 0) {
            look(read);
        }
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = in.read(bytes, offset, length);
        for (int i = 0; i < read; ) {
            if (place == Place.REST || place == Place.TOPIC) {
                i += skip(read - i);
            } else {
                look(bytes[offset + i] & 0xFF);
                i++;
            }
        }
        return read;
    }

    @Override
    public int available() throws IOException {
        return in.available();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int skip(int most) {
        int skipped = Math.min(most, place == Place.TOPIC ? leftInTopic : leftInPacket);
        leftInPacket -= skipped;
        if (place == Place.TOPIC) {
            leftInTopic -= skipped;
            if (leftInTopic == 0) {
                go(Place.PACKET_ID);
            }
        } else if (leftInPacket <= 0) {
            go(Place.HEAD);
        }
        return skipped;
    }

    private void look(int next) throws IOException {
        switch (place) {
            case HEAD -> {
                head = next;
                leftInPacket = 0;
                lengthShift = 0;
                go(Place.LENGTH);
            }
            case LENGTH -> length(next);
            case TOPIC_LENGTH -> {
                if (numberIsWhole(next)) {
                    leftInTopic = Math.min(number, leftInPacket);
                    go(leftInTopic == 0 ? Place.PACKET_ID : Place.TOPIC);
                }
            }
            case PACKET_ID -> {
                if (numberIsWhole(next)) {
                    synchronized (duplicates) {
                        duplicates.set(number, (head & 0x08) != 0);
                    }
                    go(Place.REST);
                }
            }
            case TOPIC, REST -> skip(1);
        }
    }

    private void length(int next) throws IOException {
        leftInPacket |= (next & 0x7F) << lengthShift;
        lengthShift += 7;
        if ((next & 0x80) != 0 && lengthShift < 28) {
            return;
        }
        if (leftInPacket > largestPacketBytes) {
            throw new IOException(
                    "the broker sent a packet of " + leftInPacket + " bytes; the limit is " + largestPacketBytes);
        }
        boolean numbered = head >>> 4 == PUBLISH && (head & 0x06) != 0;
        go(numbered ? Place.TOPIC_LENGTH : Place.REST);
    }

    private boolean numberIsWhole(int next) {
        number = number << 8 | next;
        bytesOfNumber++;
        leftInPacket--;
        return bytesOfNumber == 2;
    }

    private void go(Place next) {
        number = 0;
        bytesOfNumber = 0;
        // A packet may end anywhere, also where a broken one should not.
        boolean over = leftInPacket <= 0 && next != Place.HEAD && next != Place.LENGTH;
        place = over ? Place.HEAD : next;
    }
}
