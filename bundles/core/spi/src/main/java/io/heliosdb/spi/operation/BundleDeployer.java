package io.heliosdb.spi.operation;

import io.heliosdb.spi.error.HeliosException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Brings bundles into service and out of it. What is dropped into the deploy folder goes the same way as what is
 * {@link #install installed}: signature, start, probes, canary, service; and what is taken out of the folder is drained.
 * Safe for threads; not for event loops.
 */
@ProviderType
public interface BundleDeployer {
    /** The share that means every new connection, in percent. */
    int ALL = 100;

    /** Those that came with the program and those that were deployed, by symbolic name, the newest first. */
    List<DeployedBundle> list();

    /**
     * Puts a jar into the deploy folder, in place of one of the same name, and brings it into service.
     *
     * @param jar is copied
     * @param force whether it serves without its probes being asked
     * @return completes when it serves, stands by or is refused, which the result tells
     * @throws HeliosException for a file that is not there or cannot be copied
     */
    CompletionStage<DeployedBundle> install(Path jar, boolean force);

    /**
     * Installs a jar as {@link #install(Path, boolean)} does, and gives it no more than a share of the new connections
     * where it replaces something.
     *
     * @param share percent, 1 to 100
     * @param time after which it gets all, if it is healthy until then; zero to leave it a canary
     * @return as of {@link #install(Path, boolean)}
     */
    CompletionStage<DeployedBundle> install(Path jar, boolean force, int share, Duration time);

    /**
     * Lets a bundle's users finish; new ones go to the next version, if there is one.
     *
     * @param id {@link DeployedBundle#id}
     * @return completes when it has no users
     * @throws HeliosException if there is no such bundle
     */
    CompletionStage<Void> drain(long id);

    /**
     * Gives a bundle that stands by, drains or is held its users back. One that was refused is deployed again, as a bundle
     * with another number, without asking its probes, and loudly.
     *
     * @param share percent of the new connections, 1 to 100
     * @param time after which a canary gets all, if it is healthy until then; zero to leave it a canary
     * @throws HeliosException if there is no such bundle
     */
    void admit(long id, int share, Duration time);

    /**
     * Drains a bundle, then takes it out of the container and out of the deploy folder. One that came with the program is
     * there again at the next start; of one that was refused, only the file and its line in the list go.
     *
     * @return completes when it is gone
     * @throws HeliosException if there is no such bundle
     */
    CompletionStage<Void> remove(long id);

    /**
     * Runs a bundle's probes against it. One that was refused is deployed again, as a bundle with another number, and
     * serves when they pass.
     *
     * @return the bundle with their outcomes
     * @throws HeliosException if there is no such bundle
     */
    CompletionStage<DeployedBundle> probe(long id);
}
