package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    private final InetSocketAddress peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5683);

    @Test
    void idsRepeatOnlyAfterAllOthersAndStayBelowThoseOfMulticast() {
        MessageIds ids = new MessageIds(-3);

        int[] given = IntStream.range(0, MessageIds.FIRST_MULTICAST)
                .map(i -> ids.getNextMessageId(peer))
                .toArray();

        assertThat(given).doesNotHaveDuplicates();
        assertThat(IntStream.of(given).min()).hasValue(0);
        assertThat(IntStream.of(given).max()).hasValue(MessageIds.FIRST_MULTICAST - 1);
        assertThat(ids.getNextMessageId(peer)).isEqualTo(given[0]);
    }
}
