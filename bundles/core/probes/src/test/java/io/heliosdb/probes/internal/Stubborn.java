package io.heliosdb.probes.internal;

import java.util.concurrent.CountDownLatch;

/** Java code that a probe calls and that cannot be interrupted. */
public final class Stubborn {
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    private Stubborn() {}

    @SuppressWarnings("InterruptedExceptionSwallowed") // that is its point
    public static void holdOn() {
        while (RELEASED.getCount() > 0) {
            try {
                RELEASED.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
    }

    static void letGo() {
        RELEASED.countDown();
    }
}
