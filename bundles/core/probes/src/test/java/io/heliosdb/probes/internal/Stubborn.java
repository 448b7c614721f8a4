package io.heliosdb.probes.internal;

import java.util.concurrent.CountDownLatch;

/** Java code that a probe calls and that cannot be interrupted. */
public final class Stubborn {
    private static final CountDownLatch RELEASED = new CountDownLatch(1);

    private Stubborn() {}

    @SuppressWarnings("InterruptedExceptionSwallowed") // that is its point
    public static void holdOn() {
        boolean waiting = true;
        while (waiting) {
            try {
                RELEASED.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = RELEASED.getCount() > 0;
            }
        }
    }

    static void letGo() {
        RELEASED.countDown();
    }
}
