package io.heliosdb.compat.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.compat.LabException;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    @Test
    void doesAsManyAtATimeAsItMayAndKeepsTheirOrder() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger busy = new AtomicInteger();

        List<String> results = SideBySide.each(2, List.of(1, 2, 3, 4), number -> {
            try {
                assertThat(busy.incrementAndGet()).isLessThanOrEqualTo(2);
                both.await(30, TimeUnit.SECONDS);
                return "result " + number;
            } catch (Exception e) {
                throw new AssertionError(e);
            } finally {
                busy.decrementAndGet();
            }
        });

        assertThat(results).containsExactly("result 1", "result 2", "result 3", "result 4");
    }

    @Test
    void finishesTheOthersBeforeItTellsOfAFailure() {
        AtomicInteger done = new AtomicInteger();

        assertThatThrownBy(() -> SideBySide.each(1, List.of(1, 2, 3), number -> {
                    if (number == 1) {
                        throw new LabException("no memory");
                    }
                    return done.incrementAndGet();
                }))
                .isInstanceOf(LabException.class)
                .hasMessage("no memory");
        assertThat(done).hasValue(2);
    }

    @Test
    void hasNothingToDo() throws Exception {
        assertThat(SideBySide.each(2, List.of(), item -> item)).isEmpty();
    }
}
