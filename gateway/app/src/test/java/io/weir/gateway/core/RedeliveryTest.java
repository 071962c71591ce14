package io.weir.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.BinaryReader;
import io.weir.device.BinaryWriter;
import io.weir.device.Delivery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RedeliveryTest {

    private final Redelivery redelivery = new Redelivery();

    private static Delivery.Repeatable suspect(long fingerprint) {
        return new Delivery.Repeatable("d1", fingerprint, true, 20);
    }

    @Test
    void aSuspectThatWasTakenIsARepeatAndOneThatWasNotIsNone() {
        redelivery.taken("field", "d1", 5, 20);

        assertThat(redelivery.isRepeat("field", suspect(5))).isTrue();
        assertThat(redelivery.isRepeat("field", suspect(6))).isFalse();
        assertThat(redelivery.isRepeat("other", suspect(5))).isFalse();
    }

    @Test
    void theSameMessageSentTwiceOnPurposeIsNoRepeat() {
        redelivery.taken("field", "d1", 5, 20);

        assertThat(redelivery.isRepeat("field", new Delivery.Repeatable("d1", 5, false, 20)))
                .isFalse();
    }

    @Test
    void aCleanStartForgetsWhatWasTaken() {
        redelivery.taken("field", "d1", 5, 20);

        redelivery.session("field", "d1", true);

        assertThat(redelivery.isRepeat("field", suspect(5))).isFalse();
        assertThat(redelivery.sessions("field")).containsExactly("d1");
    }

    @Test
    void exactlyTheLastOnesAreRememberedAlsoAcrossACheckpoint() {
        SplittableRandom random = new SplittableRandom(11);
        Redelivery tested = redelivery;
        Deque<Long> model = new ArrayDeque<>();
        for (long fingerprint = 0; fingerprint < 500; fingerprint++) {
            tested.taken("field", "d1", fingerprint, 20);
            model.addLast(fingerprint);
            if (model.size() > 20) {
                model.removeFirst();
            }
            if (random.nextInt(10) == 0) {
                tested = restored(tested);
            }

            for (long asked = Math.max(0, fingerprint - 40); asked <= fingerprint; asked++) {
                assertThat(tested.isRepeat("field", suspect(asked))).isEqualTo(model.contains(asked));
            }
        }
    }

    @Test
    void thePeersHeardLongestAgoAreForgottenFirst() {
        for (int i = 0; i <= Redelivery.MAX_PEERS; i++) {
            redelivery.taken("field", "d" + i, 1, 20);
        }

        assertThat(redelivery.isRepeat("field", new Delivery.Repeatable("d0", 1, true, 20)))
                .isFalse();
        assertThat(redelivery.isRepeat("field", suspect(1))).isTrue();
    }

    private static Redelivery restored(Redelivery original) {
        BinaryWriter out = new BinaryWriter(64);
        original.snapshot(out);
        return Redelivery.restore(new BinaryReader(out.view(0)));
    }
}
