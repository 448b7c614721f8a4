package io.heliosdb.deploy.internal;

import io.heliosdb.deploy.DeployFolder;
import io.heliosdb.identity.UserAdministration;
import io.heliosdb.probes.ProbeRunner;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.operation.BundleDeployer;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.Deployments;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.metatype.annotations.Designate;

/** The deployer as a component of the container, which FileInstall tells what happens in the deploy folder. */
@Component(
        service = {BundleDeployer.class, ArtifactInstaller.class, DeployFolder.class},
        configurationPid = DeployConfiguration.PID,
        immediate = true)
@Designate(ocd = DeployConfiguration.class)
public final class DeployComponent implements BundleDeployer, ArtifactInstaller, DeployFolder {
    private static final String FOLDER_PROPERTY = "felix.fileinstall.dir";
    private static final String HOME_PROPERTY = "heliosdb.home";
    private static final String VERDICTS = ".probed";
    private static final long WATCH_SECONDS = 1;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(threads("deploy-clock"));
    private final ExecutorService workers = Executors.newCachedThreadPool(threads("deploy"));
    private final SettingsReader<DeploySettings> reader;
    private final Deployer deployer;
    private volatile DeploySettings settings;

    @Activate
    public DeployComponent(
            BundleContext context,
            Map<String, ?> configuration,
            @Reference Deployments deployments,
            @Reference UserAdministration users,
            @Reference ProbeRunner probes,
            @Reference ServiceComponentRuntime components) {
        Path folder = Path.of(context.getProperty(FOLDER_PROPERTY));
        Path home = Path.of(context.getProperty(HOME_PROPERTY));
        reader = DeployKeys.reader(
                home,
                (key, why) -> DeployLog.LOG.error("{}: {}: {}; it stays as it was", DeployConfiguration.PID, key, why));
        settings = reader.read(configuration);
        Starter starter = new Starter(context, deployments, components, workers);
        String platform = context.getBundle().getVersion().toString();
        deployer = new Deployer(
                folder,
                deployments,
                starter,
                new ProbeGate(
                        starter,
                        new Prober(home, deployments, users, probes),
                        new Verdicts(folder.resolve(VERDICTS), platform)),
                new Retirement(context, deployments, starter, workers),
                () -> settings,
                workers);
        clock.scheduleWithFixedDelay(deployer::watchCanaries, WATCH_SECONDS, WATCH_SECONDS, TimeUnit.SECONDS);
    }

    @Modified
    void modified(Map<String, ?> configuration) {
        settings = reader.read(configuration);
    }

    @Deactivate
    void deactivate() {
        clock.shutdownNow();
        workers.shutdownNow();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "heliosdb-" + name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    // What FileInstall tells, on the thread that watches the folder.

    @Override
    public boolean canHandle(File artifact) {
        return artifact.getName().endsWith(".jar");
    }

    @Override
    public void install(File artifact) {
        deployer.arrived(artifact.toPath());
    }

    @Override
    public void update(File artifact) {
        deployer.arrived(artifact.toPath());
    }

    @Override
    public void uninstall(File artifact) {
        deployer.left(artifact.toPath());
    }

    @Override
    public CompletionStage<Void> settled() {
        return deployer.settled();
    }

    // What operators do.

    @Override
    public List<DeployedBundle> list() {
        return deployer.list();
    }

    @Override
    public CompletionStage<DeployedBundle> install(Path jar, boolean force) {
        return deployer.install(jar, force);
    }

    @Override
    public CompletionStage<DeployedBundle> install(Path jar, boolean force, int share, Duration time) {
        return deployer.install(jar, force, share, time);
    }

    @Override
    public CompletionStage<Void> drain(long id) {
        return deployer.drain(id);
    }

    @Override
    public void admit(long id, int share, Duration time) {
        deployer.admit(id, share, time);
    }

    @Override
    public CompletionStage<Void> remove(long id) {
        return deployer.remove(id);
    }

    @Override
    public CompletionStage<DeployedBundle> probe(long id) {
        return deployer.probe(id);
    }
}
