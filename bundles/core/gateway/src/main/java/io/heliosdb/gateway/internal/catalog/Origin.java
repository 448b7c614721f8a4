package io.heliosdb.gateway.internal.catalog;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Where a service comes from.
 *
 * @param id its number, {@code service.id} in a container
 * @param version dotted numbers and a qualifier
 * @param ranking decides between equal versions; the higher wins
 * @param bundleId the bundle that brings it; 0 outside of a container
 * @param held whether it has no users before somebody admits it
 */
public record Origin(long id, String version, int ranking, long bundleId, boolean held) {
    /** Numbers of services outside of a container are below zero. */
    private static final AtomicLong OUTSIDE = new AtomicLong();

    /** Outside of a container. */
    public static Origin of(String version, int ranking) {
        return new Origin(OUTSIDE.decrementAndGet(), version, ranking, 0, false);
    }
}
