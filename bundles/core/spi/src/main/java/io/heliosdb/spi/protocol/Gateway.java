package io.heliosdb.spi.protocol;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The server's front: every port that is open is the gateway's. */
@ProviderType
public interface Gateway {
    /**
     * Opens the shared port and the own port of every protocol registered; from then on also that of each protocol that
     * comes.
     *
     * @return the ports by name ({@code shared}, then each protocol's); fails with a HeliosException that says which
     *     address could not be bound and why
     */
    CompletionStage<Map<String, Integer>> open();

    /** The ports that are open, by name, once those of the protocols that came last are. */
    CompletionStage<Map<String, Integer>> openPorts();

    /** The ports that are open at this moment, by name; none before {@link #open} and after {@link #close}. */
    Map<String, Integer> ports();

    /** Stops accepting, ends idle sessions at once and busy ones when they finish or when the grace is over (57P01). */
    CompletionStage<Void> close(Duration grace);
}
