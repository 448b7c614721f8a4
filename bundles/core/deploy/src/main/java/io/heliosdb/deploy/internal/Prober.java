package io.heliosdb.deploy.internal;

import io.heliosdb.identity.UserAdministration;
import io.heliosdb.probes.ProbeCase;
import io.heliosdb.probes.ProbeResult;
import io.heliosdb.probes.ProbeRunner;
import io.heliosdb.probes.ProbeTarget;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.Deployments;
import io.heliosdb.spi.operation.Deployments.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;

/**
 * Runs the probes that concern a bundle against its services, through a port that only they serve, as a user who exists for
 * that time. Blocks: for a thread of its own.
 *
 * <p>The probes are those in the bundle, {@code probes/<protocol>/*.py}, and those that the operator put into the home at the
 * same place, for the protocols that the bundle provides or brings probes for.
 */
final class Prober {
    private static final String FOLDER = "probes";
    private static final String EXTENSION = ".py";
    private static final String USER = "platform_probe";
    private static final int PASSWORD_BYTES = 24;
    private static final Duration GATEWAY_OPENS = Duration.ofMinutes(5);
    private static final long POLL_MILLIS = 200;
    private static final long TRIAL_SECONDS = 10;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path home;
    private final Deployments deployments;
    private final UserAdministration users;
    private final ProbeRunner runner;

    Prober(Path home, Deployments deployments, UserAdministration users, ProbeRunner runner) {
        this.home = home;
        this.deployments = deployments;
        this.users = users;
        this.runner = runner;
    }

    /** A file with probes. */
    private record Probe(String name, Content content) {}

    /** Where a file's content comes from. */
    private interface Content {
        InputStream open() throws IOException;
    }

    /** What stands in the bundle and in the home, by protocol. */
    private Map<String, List<Probe>> probes(Bundle bundle, Collection<String> protocols) throws IOException {
        Map<String, List<Probe>> probes = new TreeMap<>();
        var entries = bundle.findEntries(FOLDER, "*" + EXTENSION, true);
        while (entries != null && entries.hasMoreElements()) {
            var url = entries.nextElement();
            String[] path = url.getPath().replaceFirst("^/", "").split("/");
            if (path.length == 3) {
                probes.computeIfAbsent(path[1], unused -> new ArrayList<>()).add(new Probe(path[2], url::openStream));
            }
        }
        protocols.forEach(protocol -> probes.computeIfAbsent(protocol, unused -> new ArrayList<>()));
        for (Map.Entry<String, List<Probe>> of : probes.entrySet()) {
            Path folder = home.resolve(FOLDER).resolve(of.getKey());
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.toString().endsWith(EXTENSION))
                            .sorted()
                            .forEach(file -> of.getValue()
                                    .add(new Probe(file.getFileName().toString(), () -> Files.newInputStream(file))));
                }
            }
        }
        return probes;
    }

    /**
     * Runs all of them.
     *
     * @param ids the bundle's services
     * @param protocols that the bundle provides
     * @param limit for all together
     * @return in their order; empty where there are none
     * @throws RefusedException where they cannot be run
     */
    synchronized List<ProbeOutcome> run(
            Bundle bundle, Collection<Long> ids, Collection<String> protocols, Duration limit) throws RefusedException {
        List<ProbeOutcome> outcomes = new ArrayList<>();
        try {
            Map<String, List<Probe>> probes = probes(bundle, protocols);
            if (probes.values().stream().allMatch(List::isEmpty)) {
                return outcomes;
            }
            String password = password();
            addUser(password);
            Path folder = Files.createTempDirectory("heliosdb-probes");
            try {
                long deadline = System.nanoTime() + limit.toNanos();
                for (Map.Entry<String, List<Probe>> of : probes.entrySet()) {
                    if (!of.getValue().isEmpty()) {
                        outcomes.addAll(run(of.getKey(), of.getValue(), folder, ids, password, deadline));
                    }
                }
            } finally {
                users.drop(USER);
                delete(folder);
            }
        } catch (IOException | HeliosException e) {
            throw new RefusedException("its probes cannot be run: " + e.getMessage(), e);
        }
        return outcomes;
    }

    /** One that an earlier process left behind is somebody else's no more than this one. */
    private void addUser(String password) {
        if (users.list().stream().anyMatch(user -> user.get("name").equals(USER))) {
            users.drop(USER);
        }
        users.add(USER, password.toCharArray(), Map.of(UserAdministration.DATABASE, USER));
    }

    private List<ProbeOutcome> run(
            String protocol, List<Probe> probes, Path folder, Collection<Long> ids, String password, long deadline)
            throws IOException, RefusedException {
        List<ProbeOutcome> outcomes = new ArrayList<>();
        Path authority = home.resolve("tls").resolve("server.crt");
        try (Trial trial = trial(protocol, ids)) {
            ProbeTarget target = new ProbeTarget(
                    protocol,
                    "127.0.0.1",
                    trial.port(),
                    USER,
                    password,
                    USER,
                    Optional.of(authority).filter(Files::exists));
            for (Probe probe : probes) {
                Path file = folder.resolve(probe.name());
                try (InputStream in = probe.content().open()) {
                    Files.write(file, in.readAllBytes());
                }
                Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
                ProbeResult result = runner.run(file, target, left);
                result.cases().forEach(each -> outcomes.add(outcome(protocol, probe, each)));
                DeployLog.LOG.debug("probe {} of {}: {}", probe.name(), protocol, result.ok() ? "green" : "red");
            }
        } catch (IllegalArgumentException e) {
            throw new RefusedException("its probes cannot be run: " + e.getMessage(), e);
        }
        return outcomes;
    }

    private static ProbeOutcome outcome(String protocol, Probe probe, ProbeCase probed) {
        return new ProbeOutcome(
                protocol + "/" + probe.name(),
                probed.name(),
                probed.title(),
                probed.verdict().word(),
                probed.message(),
                probed.duration().toMillis() / 1e3);
    }

    /** While the server starts, its gateway is not open yet. */
    private Trial trial(String protocol, Collection<Long> ids) throws RefusedException {
        long deadline = System.nanoTime() + GATEWAY_OPENS.toNanos();
        try {
            while (true) {
                try {
                    return deployments
                            .trial(protocol, ids)
                            .toCompletableFuture()
                            .get(TRIAL_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    boolean closed = e.getCause() instanceof HeliosException reason
                            && reason.sqlState().equals(SqlState.CANNOT_CONNECT_NOW);
                    if (!closed || System.nanoTime() > deadline) {
                        throw new RefusedException(
                                "no port for its probes: " + e.getCause().getMessage(), e);
                    }
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (TimeoutException | CompletionException e) {
            throw new RefusedException("no port for its probes: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("the server stops", e);
        }
    }

    private static String password() {
        byte[] octets = new byte[PASSWORD_BYTES];
        RANDOM.nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
