package io.heliosdb.deploy;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The watched folder, as the server's start sees it. */
@ProviderType
public interface DeployFolder {
    /** Complete when everything that is in it at this moment serves, stands by or is refused. */
    CompletionStage<Void> settled();
}
