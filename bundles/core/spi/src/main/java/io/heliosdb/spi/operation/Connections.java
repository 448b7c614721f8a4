package io.heliosdb.spi.operation;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The connections that are open. Safe for threads. */
@ProviderType
public interface Connections {
    /** All of them, by their numbers, each as its own event loop sees it. */
    CompletionStage<List<ConnectionState>> connections();

    /**
     * Ends one by its protocol's own shutdown error (57P01, 1053).
     *
     * @param id {@link ConnectionState#id}
     * @return whether there was such a one
     */
    CompletionStage<Boolean> end(long id);
}
