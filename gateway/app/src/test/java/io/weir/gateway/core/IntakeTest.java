package io.weir.gateway.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.device.Ack;
import io.weir.device.Arrival;
import io.weir.device.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The bounded intake and the doors to it, without a core. */
class IntakeTest {

    private final BoundedIntake intake = new BoundedIntake(1000);
    private final AdapterDoor door = new AdapterDoor("field", intake);

    private static Arrival.Message sized(int bytes, String input) {
        Arrival.Content content = new Arrival.Content.Rejected("undecodable", "");
        return new Arrival.Message("field", input, content, new Delivery.Once(), bytes, Ack.NONE);
    }

    private List<String> taken() {
        List<String> inputs = new ArrayList<>();
        for (Arrival next = intake.poll(); next != null; next = intake.poll()) {
            if (next instanceof Arrival.Message message) {
                inputs.add(message.input());
            }
        }
        return inputs;
    }

    @Test
    void bytesCountUntilTheyAreReleasedAlsoWhenTheyWereTaken() {
        assertThat(intake.offer(sized(600, "a"))).isTrue();
        assertThat(intake.offer(sized(400, "b"))).isTrue();
        assertThat(taken()).containsExactly("a", "b");

        assertThat(intake.offer(sized(1, "c"))).isFalse();
        intake.release(600);
        assertThat(intake.offer(sized(600, "d"))).isTrue();
        assertThat(intake.heldBytes()).isEqualTo(1000);
    }

    @Test
    void anArrivalLargerThanTheBoundIsTakenWhenItIsAlone() {
        assertThat(intake.offer(sized(5000, "huge"))).isTrue();
        assertThat(intake.offer(sized(1, "more"))).isFalse();

        intake.release(5000);

        assertThat(intake.offer(sized(1, "more"))).isTrue();
    }

    @Test
    void theBoundHoldsAgainstManyThreads() throws InterruptedException {
        for (int round = 0; round < 200; round++) {
            BoundedIntake shared = new BoundedIntake(1000);
            AtomicLong taken = new AtomicLong();
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = new ArrayList<>();
            for (int n = 0; n < 4; n++) {
                Thread thread = new Thread(() -> {
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    while (shared.offer(sized(300, "x"))) {
                        taken.addAndGet(300);
                    }
                });
                thread.start();
                threads.add(thread);
            }

            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(taken).hasValue(900);
            assertThat(shared.heldBytes()).isEqualTo(900);
        }
    }

    @Test
    void whoWaitsForRoomIsCalledOnceAndAtOnceIfThereIsSome() {
        AtomicInteger called = new AtomicInteger();
        intake.whenRoom(called::incrementAndGet);
        assertThat(called).hasValue(1);

        intake.offer(sized(1000, "a"));
        intake.whenRoom(called::incrementAndGet);
        assertThat(called).hasValue(1);

        intake.release(1000);
        intake.release(0);
        assertThat(called).hasValue(2);
    }

    @Test
    void aShutIntakeRefusesAndCallsNobodyUntilItOpens() {
        AtomicInteger called = new AtomicInteger();
        intake.shut(true);
        intake.whenRoom(called::incrementAndGet);

        assertThat(intake.offer(sized(1, "a"))).isFalse();
        assertThat(called).hasValue(0);

        intake.shut(false);
        assertThat(called).hasValue(1);
        assertThat(intake.offer(sized(1, "a"))).isTrue();
    }

    @Test
    void aClosedDoorHoldsALittleAndLetsItInFirstAndInOrder() {
        assertThat(door.offer(sized(100, "a"))).isTrue();
        assertThat(door.offer(sized(100, "b"))).isTrue();
        assertThat(intake.heldBytes()).isZero();
        assertThat(door.offer(sized(300 << 10, "too much"))).isFalse();

        door.open();
        door.offer(sized(100, "c"));

        assertThat(taken()).containsExactly("a", "b", "c");
    }

    @Test
    void whatADoorHeldIsLetInBeyondTheBoundBecauseItWasPromised() {
        for (int i = 0; i < 20; i++) {
            assertThat(door.offer(sized(100, String.valueOf(i)))).isTrue();
        }

        door.open();

        assertThat(intake.heldBytes()).isEqualTo(2000);
        assertThat(door.offer(sized(1, "more"))).isFalse();
        assertThat(taken()).hasSize(20);
    }

    @Test
    void whoWaitsAtAClosedDoorIsCalledWhenItOpens() {
        AtomicInteger called = new AtomicInteger();
        door.whenRoom(called::incrementAndGet);
        assertThat(called).hasValue(0);

        door.open();

        assertThat(called).hasValue(1);
    }

    @Test
    void aDoorThatWasClosedForGoodTakesAndDeliversNothing() {
        door.offer(sized(100, "held"));
        door.close();

        assertThat(door.offer(sized(100, "late"))).isFalse();
        assertThat(taken()).isEmpty();
        assertThat(intake.heldBytes()).isZero();
    }

    @Test
    void whatWasTurnedAwayIsCountedOnce() {
        door.turnedAway("field");
        door.turnedAway("field");

        assertThat(door.takeTurnedAway()).isEqualTo(2);
        assertThat(door.takeTurnedAway()).isZero();
    }
}
