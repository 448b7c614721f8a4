package io.heliosdb.deploy.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.BundleDeployer;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.Deployment;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.operation.Deployments;
import io.heliosdb.spi.operation.ServiceKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * Brings the jars of the deploy folder into service, each beside what serves already, and out of it again. Nothing that
 * serves is touched before what is to replace it has started and its probes are green.
 */
final class Deployer implements BundleDeployer {
    private static final int BUFFER = 1 << 16;
    private static final String JAR = ".jar";
    private static final String RETIRED = ".retired";

    private final Path folder;
    private final Deployments deployments;
    private final Starter starter;
    private final ProbeGate gate;
    private final Retirement retirement;
    private final Supplier<DeploySettings> settings;
    private final ExecutorService workers;
    private final List<Artifact> artifacts = new ArrayList<>();

    Deployer(
            Path folder,
            Deployments deployments,
            Starter starter,
            ProbeGate gate,
            Retirement retirement,
            Supplier<DeploySettings> settings,
            ExecutorService workers) {
        this.folder = folder;
        this.deployments = deployments;
        this.starter = starter;
        this.gate = gate;
        this.retirement = retirement;
        this.settings = settings;
        this.workers = workers;
    }

    // ------------------------------------------------------------------ the folder

    /** A jar is in the folder, new or changed. */
    Artifact arrived(Path jar) {
        return arrived(jar, false, Optional.empty());
    }

    private Artifact arrived(Path jar, boolean forced, Optional<Canary> canary) {
        String file = jar.getFileName().toString();
        Artifact artifact;
        synchronized (this) {
            String digest = digest(jar);
            Optional<Artifact> known = current(file);
            if (known.isPresent() && known.get().digest().equals(digest) && !(forced && isRefused(known.get()))) {
                return known.get();
            }
            artifacts.removeIf(each -> each.file().equals(file) && isRefused(each));
            artifact = new Artifact(file, digest, forced, canary);
            artifacts.add(artifact);
        }
        workers.execute(() -> bring(artifact, jar));
        return artifact;
    }

    /** A jar was taken out of the folder. */
    void left(Path jar) {
        current(jar.getFileName().toString()).ifPresent(this::takeAway);
    }

    /** Complete when everything that is in the folder at this moment serves, stands by or is refused. */
    CompletableFuture<Void> settled() {
        List<CompletableFuture<Void>> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(JAR))
                    .forEach(jar -> all.add(arrived(jar).settled()));
        } catch (IOException e) {
            DeployLog.LOG.warn("{} cannot be read", folder, e);
        }
        return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
    }

    private void bring(Artifact artifact, Path jar) {
        DeploySettings now = settings.get();
        try {
            if (now.requireSignature()) {
                Signature.of(now.certificates()
                                .orElseThrow(() -> new RefusedException(
                                        "signatures are required, and certificates names no file to check them with")))
                        .check(jar);
            }
            Bundle bundle = starter.install(jar);
            synchronized (this) {
                artifact.bundle(bundle);
            }
            starter.start(bundle);
            artifact.started().complete(null);
            probe(artifact, bundle, now);
            admitted(artifact, bundle, now);
        } catch (RefusedException e) {
            refuse(artifact, e.getMessage());
            DeployLog.LOG.debug("{}", artifact.file(), e);
        } catch (RuntimeException | Error defect) {
            refuse(artifact, "it failed: " + defect);
            throw defect;
        } finally {
            artifact.started().complete(null);
            artifact.settled().complete(null);
        }
    }

    private void probe(Artifact artifact, Bundle bundle, DeploySettings now) throws RefusedException {
        List<Deployment> services = starter.services(bundle);
        if (services.isEmpty()) {
            return;
        }
        if (artifact.forced()) {
            DeployLog.LOG.warn("{}: serves by force: its probes are not asked", artifact.file());
            return;
        }
        if (!now.probes() || gate.isOpen(artifact)) {
            return;
        }
        setState(artifact, DeploymentState.PROBING);
        services.forEach(service -> deployments.withhold(service.id(), DeploymentState.PROBING, ""));
        // It may need what was deployed together with it.
        othersStarted().join();
        gate.ask(artifact, bundle, now.probeLimit());
    }

    private synchronized CompletableFuture<Void> othersStarted() {
        return CompletableFuture.allOf(artifacts.stream().map(Artifact::started).toArray(CompletableFuture[]::new));
    }

    private void admitted(Artifact artifact, Bundle bundle, DeploySettings now) {
        List<Deployment> services = starter.services(bundle);
        Optional<Canary> canary = artifact.canary()
                .or(now::canary)
                .filter(wish -> wish.share() < ALL)
                .filter(wish -> services.stream().anyMatch(service -> service.kind() != ServiceKind.AUTH_MECHANISM))
                .filter(wish -> services.stream().anyMatch(this::replacesSomething));
        if (canary.isPresent()) {
            begin(artifact, services, canary.get());
        } else {
            services.forEach(service -> deployments.admit(service.id(), ALL));
            serves(artifact, bundle);
        }
    }

    private void begin(Artifact artifact, List<Deployment> services, Canary canary) {
        services.forEach(service -> deployments.admit(service.id(), canary.share()));
        synchronized (this) {
            artifact.state(DeploymentState.CANARY, "");
            if (!canary.time().isZero()) {
                artifact.canaryEnds(Instant.now().plus(canary.time()));
            }
        }
        DeployLog.LOG.info("{}: has {} % of the new connections", artifact.file(), canary.share());
    }

    private boolean replacesSomething(Deployment service) {
        return deployments.list().stream()
                .anyMatch(other -> other.id() != service.id()
                        && other.kind() == service.kind()
                        && other.name().equals(service.name())
                        && other.state() == DeploymentState.SERVING);
    }

    /** It has been given all of the new users: whoever is behind it now goes. */
    private void serves(Artifact artifact, Bundle bundle) {
        setState(artifact, DeploymentState.SERVING);
        List<Artifact> before;
        synchronized (this) {
            before = artifacts.stream()
                    .filter(each -> each != artifact && each.file().equals(artifact.file()) && !isRefused(each))
                    .toList();
        }
        before.forEach(each -> retire(each, false));
        List<Deployment> services = starter.services(bundle);
        boolean stoodBy = services.stream().anyMatch(service -> service.state() == DeploymentState.STANDBY);
        if (stoodBy) {
            setState(artifact, DeploymentState.STANDBY);
            DeployLog.LOG.info(
                    "{}: {} {} stands by: a newer version serves",
                    artifact.file(),
                    bundle.getSymbolicName(),
                    bundle.getVersion());
            return;
        }
        DeployLog.LOG.info("{}: {} {} serves", artifact.file(), bundle.getSymbolicName(), bundle.getVersion());
        for (Bundle other : superseded(bundle, services)) {
            Optional<Artifact> deployed = find(other.getBundleId());
            deployed.ifPresentOrElse(each -> retire(each, true), () -> retirement.ofPackaged(other, drainLimit()));
        }
    }

    /** The bundles all of whose services have a newer one in this bundle or in others that serve. */
    private List<Bundle> superseded(Bundle bundle, List<Deployment> services) {
        Set<Long> behind = new HashSet<>();
        Set<Long> ahead = new HashSet<>();
        for (Deployment deployment : deployments.list()) {
            boolean standsBehind = deployment.state() == DeploymentState.STANDBY
                    && services.stream()
                            .anyMatch(service -> service.kind() == deployment.kind()
                                    && service.name().equals(deployment.name()));
            (standsBehind ? behind : ahead).add(deployment.bundleId());
        }
        behind.removeAll(ahead);
        behind.remove(bundle.getBundleId());
        return behind.stream().flatMap(id -> retirement.bundle(id).stream()).toList();
    }

    private void refuse(Artifact artifact, String reason) {
        DeployLog.LOG.error("{} is refused: {}", artifact.file(), reason);
        Optional<Bundle> bundle;
        synchronized (this) {
            artifact.state(DeploymentState.REFUSED, reason);
            bundle = artifact.bundle();
        }
        bundle.ifPresent(installed -> {
            starter.services(installed)
                    .forEach(service -> deployments.withhold(service.id(), DeploymentState.REFUSED, reason));
            retirement.of(installed, Duration.ZERO, () -> {});
        });
    }

    /** @param renamed whether its file stays, under a name that is not watched */
    private void retire(Artifact artifact, boolean renamed) {
        Bundle bundle;
        synchronized (this) {
            if (artifact.removed() || artifact.bundle().isEmpty()) {
                return;
            }
            artifact.remove();
            artifact.state(DeploymentState.DRAINING, "");
            bundle = artifact.bundle().get();
        }
        if (renamed) {
            rename(artifact);
        }
        retirement.of(bundle, drainLimit(), () -> gone(artifact, bundle));
    }

    private void rename(Artifact artifact) {
        Path jar = folder.resolve(artifact.file());
        try {
            Files.move(jar, folder.resolve(artifact.file() + RETIRED), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            DeployLog.LOG.warn("{} cannot be renamed: it will be deployed again at the next start", jar, e);
        }
    }

    /** Forgets what is refused: its bundle is not there any more. */
    private void dismiss(Artifact refused) {
        boolean another;
        synchronized (this) {
            artifacts.remove(refused);
            another = current(refused.file()).isPresent();
        }
        if (another) {
            DeployLog.LOG.info("{} stays: the version before, which serves, came in that file", refused.file());
        } else {
            rename(refused);
        }
    }

    /**
     * Deploys what was refused once more.
     *
     * @throws HeliosException where its file has gone meanwhile
     */
    private Artifact again(Artifact refused, boolean forced, Optional<Canary> canary) {
        Path jar = folder.resolve(refused.file());
        if (!Files.isRegularFile(jar)) {
            throw new HeliosException(SqlState.UNDEFINED_OBJECT, jar + " is not there any more");
        }
        synchronized (this) {
            artifacts.remove(refused);
            return arrived(jar, forced, canary);
        }
    }

    private Optional<Artifact> refused(long bundleId) {
        return find(bundleId).filter(Deployer::isRefused);
    }

    private void gone(Artifact artifact, Bundle bundle) {
        synchronized (this) {
            artifacts.remove(artifact);
        }
        DeployLog.LOG.info("{}: {} {} is gone", artifact.file(), bundle.getSymbolicName(), bundle.getVersion());
    }

    private void takeAway(Artifact artifact) {
        if (isRefused(artifact)) {
            synchronized (this) {
                artifacts.remove(artifact);
            }
            return;
        }
        artifact.bundle().ifPresent(retirement::bringBackWhatItReplaced);
        retire(artifact, false);
    }

    // ------------------------------------------------------------------ what operators do

    @Override
    public List<DeployedBundle> list() {
        List<DeployedBundle> list = new ArrayList<>();
        Set<Long> deployed = new HashSet<>();
        synchronized (this) {
            for (Artifact artifact : artifacts) {
                list.add(Descriptions.of(
                        artifact, artifact.bundle().map(starter::services).orElse(List.of())));
                artifact.bundle().ifPresent(bundle -> deployed.add(bundle.getBundleId()));
            }
        }
        for (Bundle bundle : retirement.packaged()) {
            if (!deployed.contains(bundle.getBundleId())) {
                list.add(Descriptions.of(bundle, starter.services(bundle)));
            }
        }
        list.sort(Comparator.comparing(DeployedBundle::symbolicName)
                .thenComparing(Comparator.comparing(DeployedBundle::id).reversed()));
        return list;
    }

    @Override
    public CompletionStage<DeployedBundle> install(Path jar, boolean force) {
        return install(jar, force, Optional.empty());
    }

    @Override
    public CompletionStage<DeployedBundle> install(Path jar, boolean force, int share, Duration time) {
        return install(jar, force, Optional.of(new Canary(share, time)));
    }

    private CompletionStage<DeployedBundle> install(Path jar, boolean force, Optional<Canary> canary) {
        String name = jar.getFileName().toString();
        if (!name.endsWith(JAR) || !Files.isRegularFile(jar)) {
            throw new HeliosException(SqlState.UNDEFINED_OBJECT, jar + " is no jar");
        }
        Path target = folder.resolve(name);
        Path draft = folder.resolve(name + ".part");
        Artifact artifact;
        try {
            Files.copy(jar, draft, StandardCopyOption.REPLACE_EXISTING);
            // Whoever watches the folder must not be the first to tell of it.
            synchronized (this) {
                Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                artifact = arrived(target, force, canary);
            }
        } catch (IOException e) {
            throw new HeliosException(SqlState.IO_ERROR, jar + " cannot be copied: " + e.getMessage());
        }
        return artifact.settled().thenApply(settled -> describe(artifact));
    }

    @Override
    public CompletionStage<Void> drain(long id) {
        Bundle bundle = bundle(id);
        find(id).ifPresent(artifact -> setState(artifact, DeploymentState.DRAINING));
        return retirement.drain(bundle, drainLimit());
    }

    @Override
    public void admit(long id, int share, Duration time) {
        Optional<Artifact> refused = refused(id);
        if (refused.isPresent()) {
            DeployLog.LOG.warn(
                    "{}: serves by force: {}",
                    refused.get().file(),
                    refused.get().reason());
            again(refused.get(), true, share < ALL ? Optional.of(new Canary(share, time)) : Optional.empty());
            return;
        }
        Bundle bundle = bundle(id);
        Optional<Artifact> artifact = find(id);
        List<Deployment> services = starter.services(bundle);
        if (share < ALL) {
            // Somebody must take the others.
            retirement.bringBackWhatItReplaced(bundle);
        }
        if (share < ALL && artifact.isPresent()) {
            begin(artifact.get(), services, new Canary(share, time));
            return;
        }
        services.forEach(service -> deployments.admit(service.id(), share));
        artifact.ifPresent(each -> serves(each, bundle));
    }

    @Override
    public CompletionStage<Void> remove(long id) {
        Optional<Artifact> refused = refused(id);
        if (refused.isPresent()) {
            dismiss(refused.get());
            return CompletableFuture.completedStage(null);
        }
        Bundle bundle = bundle(id);
        Optional<Artifact> artifact = find(id);
        if (artifact.isEmpty()) {
            return retirement.ofPackaged(bundle, drainLimit());
        }
        retirement.bringBackWhatItReplaced(bundle);
        retire(artifact.get(), true);
        return retirement.drain(bundle, drainLimit());
    }

    @Override
    public CompletionStage<DeployedBundle> probe(long id) {
        Optional<Artifact> refused = refused(id);
        if (refused.isPresent()) {
            Artifact once = again(refused.get(), false, Optional.empty());
            return once.settled().thenApply(settled -> describe(once));
        }
        Bundle bundle = bundle(id);
        Artifact artifact = find(id).orElseGet(() -> new Artifact("", "", false, Optional.empty()));
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        gate.run(artifact, bundle, settings.get().probeLimit());
                    } catch (RefusedException e) {
                        throw new HeliosException(SqlState.OBJECT_NOT_IN_PREREQUISITE_STATE, e.getMessage());
                    }
                    DeployedBundle described = artifact.file().isEmpty()
                            ? Descriptions.of(bundle, starter.services(bundle))
                            : describe(artifact);
                    return Descriptions.with(described, artifact.probes());
                },
                workers);
    }

    // ------------------------------------------------------------------ canaries

    /** Looks after the canaries: to be called every second or so. */
    void watchCanaries() {
        List<Artifact> canaries;
        synchronized (this) {
            canaries = artifacts.stream()
                    .filter(artifact -> artifact.state() == DeploymentState.CANARY)
                    .toList();
        }
        for (Artifact canary : canaries) {
            Bundle bundle = canary.bundle().orElseThrow();
            Optional<String> breach =
                    new CanaryRule(settings.get().canaryErrors()).breach(starter.services(bundle), deployments.list());
            if (breach.isPresent()) {
                refuse(canary, breach.get());
            } else if (canary.canaryEnds()
                    .filter(end -> !end.isAfter(Instant.now()))
                    .isPresent()) {
                endCanary(canary, bundle);
            }
        }
    }

    /** Its probes are asked once more: what they need has been used for a while. */
    private void endCanary(Artifact canary, Bundle bundle) {
        setState(canary, DeploymentState.PROBING);
        workers.execute(() -> {
            try {
                if (settings.get().probes() && !canary.forced()) {
                    gate.ask(canary, bundle, settings.get().probeLimit());
                }
                starter.services(bundle).forEach(service -> deployments.admit(service.id(), ALL));
                serves(canary, bundle);
            } catch (RefusedException e) {
                refuse(canary, e.getMessage());
            }
        });
    }

    // ------------------------------------------------------------------ state

    private Duration drainLimit() {
        return settings.get().drain();
    }

    private synchronized void setState(Artifact artifact, DeploymentState state) {
        artifact.state(state, "");
    }

    private synchronized DeployedBundle describe(Artifact artifact) {
        return Descriptions.of(
                artifact, artifact.bundle().map(starter::services).orElse(List.of()));
    }

    /** The one that the folder holds now. */
    private synchronized Optional<Artifact> current(String file) {
        return artifacts.stream()
                .filter(artifact -> artifact.file().equals(file) && !artifact.removed())
                .reduce((earlier, later) -> later);
    }

    private synchronized Optional<Artifact> find(long bundleId) {
        return artifacts.stream()
                .filter(artifact -> artifact.bundle()
                        .filter(bundle -> bundle.getBundleId() == bundleId)
                        .isPresent())
                .findFirst();
    }

    private Bundle bundle(long id) {
        return retirement
                .bundle(id)
                .filter(bundle -> find(id).isPresent() || retirement.packaged().contains(bundle))
                .orElseThrow(() -> new HeliosException(
                        SqlState.UNDEFINED_OBJECT, "there is no bundle " + id + " that could be deployed"));
    }

    private static boolean isRefused(Artifact artifact) {
        return artifact.state() == DeploymentState.REFUSED;
    }

    private static String digest(Path jar) {
        try (InputStream in = Files.newInputStream(jar)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            try (DigestInputStream digesting = new DigestInputStream(in, sha256)) {
                byte[] buffer = new byte[BUFFER];
                while (digesting.read(buffer) >= 0) {
                    // the digest is what counts
                }
            }
            return HexFormat.of().formatHex(sha256.digest());
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
