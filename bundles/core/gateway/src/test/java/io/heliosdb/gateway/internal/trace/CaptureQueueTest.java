package io.heliosdb.gateway.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.LeakWatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class CaptureQueueTest {
    private static final TracedConnection CONNECTION = new TracedConnection(
            1, new InetSocketAddress("192.0.2.7", 1), new InetSocketAddress("192.0.2.1", 2), true, "");

    private static Captured.Piece piece(int length) {
        ByteBuf octets = PooledByteBufAllocator.DEFAULT.buffer(length).writeZero(length);
        return new Captured.Piece(CONNECTION, 1, true, octets, Captured.Lost.NOTHING, null);
    }

    @Test
    void refusesWhatThereIsNoRoomForUntilThereIs() {
        CaptureQueue queue = new CaptureQueue(1_000);
        assertThat(queue.offer(piece(700))).isTrue();
        Captured.Piece tooMuch = piece(200);
        assertThat(queue.offer(tooMuch)).isFalse();
        assertThat(tooMuch.octets().refCnt()).isEqualTo(1);
        queue.poll().release();
        assertThat(queue.offer(tooMuch)).isTrue();
        queue.close();
        assertThat(tooMuch.octets().refCnt()).isZero();
    }

    @Test
    void alwaysTakesWhatHasNoOctets() {
        CaptureQueue queue = new CaptureQueue(10);
        assertThat(queue.offer(new Captured.Opened(CONNECTION, 1))).isTrue();
        assertThat(queue.offer(new Captured.Closed(CONNECTION, 1, false))).isTrue();
    }

    @Test
    void givesOutWhatItTookBeforeItWasSealed() {
        CaptureQueue queue = new CaptureQueue(1_000);
        Captured.Piece last = piece(1);
        queue.offer(last);
        queue.seal();
        assertThat(queue.isSealed()).isTrue();
        assertThat(queue.offer(new Captured.Opened(CONNECTION, 1))).isFalse();
        assertThat(queue.poll()).isSameAs(last);
        assertThat(queue.poll()).isNull();
        last.release();
    }

    @Test
    void wakesTheOneThatWaitsWhenMuchHasComeTogether() throws InterruptedException {
        CaptureQueue queue = new CaptureQueue(4_000);
        CountDownLatch woken = new CountDownLatch(1);
        Thread waiting = waitForAnHour(queue, woken);
        queue.offer(piece(1));
        queue.offer(piece(1_000));
        assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
        waiting.join();
        queue.close();
    }

    @Test
    void wakesTheOneThatWaitsWhenItIsSealed() throws InterruptedException {
        CaptureQueue queue = new CaptureQueue(4_000);
        CountDownLatch woken = new CountDownLatch(1);
        Thread waiting = waitForAnHour(queue, woken);
        queue.seal();
        assertThat(woken.await(30, TimeUnit.SECONDS)).isTrue();
        waiting.join();
    }

    private static Thread waitForAnHour(CaptureQueue queue, CountDownLatch woken) {
        Thread waiting = new Thread(() -> {
            queue.await(TimeUnit.HOURS.toNanos(1));
            woken.countDown();
        });
        waiting.start();
        return waiting;
    }
}
