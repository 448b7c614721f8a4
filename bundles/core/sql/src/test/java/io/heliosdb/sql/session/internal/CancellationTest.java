package io.heliosdb.sql.session.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch third = new CountDownLatch(3);
    private CompletableFuture<Void> noticed = CompletableFuture.completedFuture(null);
    private final Cancellation cancellation = new Cancellation(loop, this::request);

    private CompletionStage<Void> request() {
        requests.incrementAndGet();
        third.countDown();
        return noticed;
    }

    @AfterEach
    void stop() {
        loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private void onLoop(Runnable task) throws Exception {
        loop.submit(task).get(10, TimeUnit.SECONDS);
    }

    @Test
    void asksAgainUntilTheStatementEnds() throws Exception {
        onLoop(cancellation::begin);
        assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();

        onLoop(cancellation::end);
        int asked = requests.get();
        loop.schedule(() -> {}, 200, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS);
        assertThat(requests).hasValue(asked);
    }

    @Test
    void whatComesNextWaitsForTheRequestThatIsOnItsWay() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        onLoop(() -> cancellation.whenNoticed(() -> ran.set(true)));
        assertThat(ran).isTrue();

        ran.set(false);
        noticed = new CompletableFuture<>();
        onLoop(() -> {
            cancellation.begin();
            cancellation.end();
            cancellation.whenNoticed(() -> ran.set(true));
        });
        assertThat(ran).isFalse();
        onLoop(() -> noticed.complete(null));
        onLoop(() -> {});
        assertThat(ran).isTrue();
    }

    @Test
    void oneRequestIsOnItsWayAtATime() throws Exception {
        noticed = new CompletableFuture<>();
        onLoop(cancellation::begin);
        loop.schedule(() -> {}, 200, TimeUnit.MILLISECONDS).get(10, TimeUnit.SECONDS);
        assertThat(requests).hasValue(1);

        onLoop(() -> noticed.complete(null));
        assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
        onLoop(cancellation::end);
    }
}
