package io.weir.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Delivery;
import io.weir.device.MalformedBytesException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MarksTest {

    private final StreamTable streams = new StreamTable();
    private final Accounts accounts = new Accounts();

    @Test
    void theMarksOfAllGroupsMakeTheStateAgain() {
        List<byte[]> log = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(3);
        CommittedAccounts committed = new CommittedAccounts(Map.of());
        for (int group = 0; group < 50; group++) {
            Marks.Writer mark = new Marks.Writer();
            accounts.counter("adapters/a" + random.nextInt(4) + "/messages").add(random.nextInt(-3, 10));
            streams.number("stream-" + random.nextInt(6));
            mark.taken("field", "d" + random.nextInt(3), group, 8);
            BinaryWriter out = new BinaryWriter(64);
            committed.add(mark.write(streams, accounts, out));
            log.add(out.toByteArray());
        }

        StreamTable streamsAgain = new StreamTable();
        Accounts accountsAgain = new Accounts();
        Redelivery redelivery = new Redelivery();
        log.forEach(mark -> apply(mark, streamsAgain, accountsAgain, redelivery));

        assertThat(accountsAgain.totals()).isEqualTo(accounts.totals()).isEqualTo(committed.totals());
        assertThat(streamsAgain.all()).isEqualTo(streams.all());
        assertThat(redelivery.isRepeat("field", new Delivery.Repeatable("d0", 49, true, 8))
                        || redelivery.isRepeat("field", new Delivery.Repeatable("d1", 49, true, 8))
                        || redelivery.isRepeat("field", new Delivery.Repeatable("d2", 49, true, 8)))
                .isTrue();
    }

    @Test
    void damagedMarksAreRefused() {
        accounts.counter("adapters/a/messages").add(1);
        Marks.Writer mark = new Marks.Writer();
        mark.taken("field", "d1", 1, 8);
        BinaryWriter out = new BinaryWriter(64);
        mark.write(streams, accounts, out);
        byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), out.length() - 3);

        assertThatThrownBy(() -> apply(cut, new StreamTable(), new Accounts(), new Redelivery()))
                .isInstanceOf(MalformedBytesException.class);
    }

    private static void apply(byte[] mark, StreamTable streams, Accounts accounts, Redelivery redelivery) {
        Marks.apply(new BinaryReader(ByteBuffer.wrap(mark)), streams, accounts, redelivery);
    }
}
