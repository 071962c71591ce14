package io.weir.device.coap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.californium.core.coap.CoAP.Code;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.network.Exchange.Origin;
import org.eclipse.californium.core.network.KeyMID;
import org.junit.jupiter.api.Test;

class RecentRequestsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final RecentRequests recent = new RecentRequests(3, 2, nanos::get);

    private static Exchange exchange(String peer, String bytes) {
        Request request = new Request(Code.POST);
        request.setBytes(bytes.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Exchange(request, peer, Origin.REMOTE, Runnable::run);
    }

    private Exchange previous(String peer, int mid, Exchange exchange) {
        return recent.findPrevious(new KeyMID(mid, peer), exchange);
    }

    @Test
    void theSameBytesUnderTheSameIdAreARepeat() {
        Exchange first = exchange("a", "x");

        assertThat(previous("a", 1, first)).isNull();
        assertThat(previous("a", 1, exchange("a", "x"))).isSameAs(first);
        assertThat(previous("a", 2, exchange("a", "x"))).isNull();
        assertThat(previous("b", 1, exchange("b", "x"))).isNull();
    }

    @Test
    void otherBytesUnderTheSameIdReplaceWhatWasKnown() {
        Exchange second = exchange("a", "y");

        previous("a", 1, exchange("a", "x"));

        assertThat(previous("a", 1, second)).isNull();
        assertThat(previous("a", 1, exchange("a", "y"))).isSameAs(second);
        assertThat(recent.size()).isEqualTo(1);
    }

    @Test
    void anIdThatComesBackAfterTheLifetimeOfAMessageIsNew() {
        previous("a", 1, exchange("a", "x"));

        nanos.addAndGet(Duration.ofSeconds(247).toNanos());

        assertThat(previous("a", 1, exchange("a", "x"))).isNull();
    }

    @Test
    void onlyTheLastRequestsOfAPeerAreKept() {
        for (int mid = 0; mid < 100; mid++) {
            previous("a", mid, exchange("a", "x"));
        }

        assertThat(recent.size()).isEqualTo(2);
        assertThat(previous("a", 99, exchange("a", "x"))).isNotNull();
        assertThat(previous("a", 97, exchange("a", "x"))).isNull();
    }

    @Test
    void onlyThePeersHeardLastAreKept() {
        previous("a", 1, exchange("a", "x"));
        previous("b", 1, exchange("b", "x"));
        previous("c", 1, exchange("c", "x"));
        previous("a", 1, exchange("a", "x"));

        previous("d", 1, exchange("d", "x"));

        assertThat(recent.peers()).isEqualTo(3);
        assertThat(recent.find(new KeyMID(1, "a"))).isNotNull();
        assertThat(recent.find(new KeyMID(1, "b"))).isNull();
    }

    @Test
    void aPeerThatFellSilentIsForgotten() {
        previous("a", 1, exchange("a", "x"));

        nanos.addAndGet(Duration.ofMinutes(5).toNanos());

        assertThat(recent.peers()).isZero();
    }
}
