package io.heliosdb.console.internal;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/**
 * The services of the container. A type is followed from the first time that it is asked for, because some of them use this
 * bundle's own services and could not be activated together with them.
 */
public final class ContainerServices implements Services, AutoCloseable {
    private final BundleContext context;
    private final Map<Class<?>, ServiceTracker<?, ?>> trackers = new ConcurrentHashMap<>();

    public ContainerServices(BundleContext context) {
        this.context = context;
    }

    @Override
    public <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(type.cast(tracker(type).getService()));
    }

    private ServiceTracker<?, ?> tracker(Class<?> type) {
        return trackers.computeIfAbsent(type, missing -> {
            ServiceTracker<?, ?> tracker = new ServiceTracker<>(context, missing, null);
            tracker.open();
            return tracker;
        });
    }

    @Override
    public void close() {
        trackers.values().forEach(ServiceTracker::close);
        trackers.clear();
    }
}
