package io.heliosdb.gateway.internal;

import io.heliosdb.spi.operation.Telemetry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Everybody who is told what happens. Safe for threads. */
public final class Telemetries {
    private final List<Telemetry> listeners = new CopyOnWriteArrayList<>();

    public void add(Telemetry telemetry) {
        listeners.add(telemetry);
    }

    public void remove(Telemetry telemetry) {
        listeners.remove(telemetry);
    }

    /** Whether anybody listens: to be asked where finding out what to tell costs something. */
    boolean any() {
        return !listeners.isEmpty();
    }

    void tell(Consumer<Telemetry> what) {
        listeners.forEach(what);
    }
}
