package io.heliosdb.deploy.internal;

import java.time.Duration;

/**
 * How a version begins that does not get every connection at once.
 *
 * @param share percent of the new connections
 * @param time after which it gets all, if it is healthy; zero to leave it a canary
 */
record Canary(int share, Duration time) {}
