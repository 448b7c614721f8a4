package io.heliosdb.spi.engine;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** An engine that this server runs itself. Started by the first call, stopped with the bundle that provides it. */
@ProviderType
public interface LocalEngine {
    /** Complete when it accepts connections; failed with a HeliosException that says in one line what to do. */
    CompletionStage<EngineEndpoint> start();
}
