package io.heliosdb.deploy.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.operation.BundleDeployer;
import io.heliosdb.spi.operation.DeployedBundle;
import io.heliosdb.spi.operation.DeployedBundle.ProbeOutcome;
import io.heliosdb.spi.operation.DeploymentState;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** The deployer with a real framework, real jars and a real gateway. */
class DeployerTest {
    @TempDir
    private Path home;

    private DeployWorld world;

    @BeforeEach
    void open() throws Exception {
        world = new DeployWorld(home);
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    private Path jar(String name) {
        return world.folder.resolve(name + ".jar");
    }

    private DeployedBundle deploy(String name, String version) {
        return world.arrives(new SampleJar(version, version).at(jar(name)));
    }

    @Test
    void aNewerVersionInAFileOfItsOwnServesBesideTheOldOneUntilThatHasNoUsers() throws IOException {
        assertThat(deploy("one", "1.0.0").state()).isEqualTo(DeploymentState.SERVING);
        try (SampleClient old = world.client()) {
            assertThat(old.ask()).isEqualTo("1.0.0");

            assertThat(deploy("two", "1.1.0").state()).isEqualTo(DeploymentState.SERVING);

            assertThat(world.serving()).isEqualTo("1.1.0");
            assertThat(old.ask()).isEqualTo("1.0.0");
            DeployedBundle draining = world.described(jar("one"));
            assertThat(draining.state()).isEqualTo(DeploymentState.DRAINING);
            assertThat(draining.services()).singleElement().satisfies(service -> assertThat(service.users())
                    .isEqualTo(1));
            DeployWorld.until(
                    "its statements are counted",
                    () -> world.described(jar("one")).services().get(0).statements() == 2);
            assertThat(jar("one")).doesNotExist();
            assertThat(world.folder.resolve("one.jar.retired")).exists();
        }
        DeployWorld.until("the old one is gone", () -> world.deployer.list().size() == 1);
        assertThat(world.serving()).isEqualTo("1.1.0");
    }

    @Test
    void aFileThatChangesIsReplacedWithoutItsUsersNoticing() throws IOException {
        deploy("one", "1.0.0");
        try (SampleClient old = world.client()) {
            assertThat(old.ask()).isEqualTo("1.0.0");
            world.arrives(new SampleJar("1.0.0", "changed").at(jar("one")));
            assertThat(world.serving()).isEqualTo("changed");
            assertThat(old.ask()).isEqualTo("1.0.0");
            assertThat(world.deployer.list()).hasSize(2);
        }
        DeployWorld.until("the old content is gone", () -> world.deployer.list().size() == 1);
        assertThat(jar("one")).exists();
    }

    @Test
    void aFileThatGoesBackToAnOlderVersionServesThat() {
        deploy("one", "1.1.0");
        world.arrives(new SampleJar("1.0.0", "1.0.0").at(jar("one")));
        assertThat(world.serving()).isEqualTo("1.0.0");
        DeployWorld.until("the newer one is gone", () -> world.deployer.list().size() == 1);
    }

    @Test
    void theSameContentAgainIsNoChange() {
        long first = deploy("one", "1.0.0").id();
        assertThat(world.arrives(jar("one")).id()).isEqualTo(first);
        assertThat(world.deployer.list()).hasSize(1);
    }

    @Test
    void anOlderVersionStandsByUntilTheNewerOneGoes() throws Exception {
        DeployedBundle newer = deploy("two", "1.1.0");
        assertThat(deploy("one", "1.0.0").state()).isEqualTo(DeploymentState.STANDBY);
        assertThat(world.serving()).isEqualTo("1.1.0");
        world.deployer.drain(newer.id()).toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(world.serving()).isEqualTo("1.0.0");
        world.deployer.admit(newer.id(), 100, Duration.ZERO);
        assertThat(world.serving()).isEqualTo("1.1.0");
    }

    @Test
    void aJarThatIsTakenAwayDrainsAndAtTheDeadlineItsClientsAreTold() throws IOException {
        world.configuration.put("drain", "300 ms");
        deploy("one", "1.0.0");
        try (SampleClient client = world.client()) {
            assertThat(client.ask()).isEqualTo("1.0.0");
            Files.delete(jar("one"));
            world.deployer.left(jar("one"));
            assertThat(client.ask()).isEqualTo("1.0.0");
            assertThat(client.read()).isEqualTo("57P01");
            assertThat(client.read()).isNull();
        }
        DeployWorld.until("its port is closed", () -> world.serving().equals("refused"));
        DeployWorld.until("it is gone", () -> world.deployer.list().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "Import-Package,    no.such.package,     it does not start, no.such.package",
        "Bundle-Activator,  no.such.Activator,   it does not start, no.such.Activator",
        "Sample-Fault,      throws,              it does not start, a fault at the start",
        "Sample-Fault,      silent,              it lacks what it says, protocol sample",
        "Bundle-SymbolicName, ,                  it is no bundle,   symbolic name",
        "Bundle-Version,    newest,              it is no bundle,   newest",
    })
    void whatCannotServeIsRefusedWithItsReasonAndTheOthersServeOn(
            String header, String value, String reason, String detail) {
        deploy("one", "1.0.0");
        DeployedBundle refused = world.arrives(
                new SampleJar("1.1.0", "1.1.0").header(header, value).at(jar("two")));
        assertThat(refused.state()).isEqualTo(DeploymentState.REFUSED);
        assertThat(refused.reason()).startsWith(reason).contains(detail).doesNotContain("\n");
        assertThat(world.serving()).isEqualTo("1.0.0");
        DeployWorld.until(
                "what is refused leaves nothing behind",
                () -> Arrays.stream(world.context().getBundles())
                                .filter(bundle -> bundle.getBundleId() > 0)
                                .count()
                        == 1);
        world.deployer.left(jar("two"));
        assertThat(world.deployer.list()).hasSize(1);
    }

    @Test
    void aHalfCopiedJarIsRefusedAndServesWhenItIsWhole() throws IOException {
        deploy("one", "1.0.0");
        byte[] whole = Files.readAllBytes(new SampleJar("1.1.0", "1.1.0").at(home.resolve("whole.jar")));
        Files.write(jar("two"), Arrays.copyOf(whole, whole.length / 2));
        assertThat(world.arrives(jar("two")).state()).isEqualTo(DeploymentState.REFUSED);
        assertThat(world.serving()).isEqualTo("1.0.0");
        Files.write(jar("two"), whole);
        assertThat(world.arrives(jar("two")).state()).isEqualTo(DeploymentState.SERVING);
        assertThat(world.serving()).isEqualTo("1.1.0");
    }

    @Test
    void aReplacementThatCannotServeLeavesTheOneBefore() throws IOException {
        deploy("one", "1.0.0");
        Files.writeString(jar("one"), "no jar at all");
        assertThat(world.arrives(jar("one")).state()).isIn(DeploymentState.REFUSED, DeploymentState.SERVING);
        assertThat(world.deployer.list().stream().map(DeployedBundle::state))
                .containsExactlyInAnyOrder(DeploymentState.REFUSED, DeploymentState.SERVING);
        assertThat(world.serving()).isEqualTo("1.0.0");
    }

    @Test
    void aVersionServesWhenItsProbesAreGreenWhichAskItAlone() throws IOException {
        deploy("one", "1.0.0");
        Path probes = Files.createDirectories(home.resolve("probes").resolve("sample"));
        Files.writeString(probes.resolve("mine.py"), "# an operator's own");
        DeployedBundle green =
                world.arrives(new SampleJar("1.1.0", "1.1.0").probe("green").at(jar("two")));
        assertThat(green.state()).isEqualTo(DeploymentState.SERVING);
        assertThat(green.probes()).extracting(ProbeOutcome::probe).containsExactly("sample/green.py", "sample/mine.py");
        assertThat(world.probes.answers).containsExactly("1.1.0", "1.1.0");
        assertThat(world.users.names).as("the user of the probes is gone").isEmpty();
    }

    @Test
    void aVersionWhoseProbeIsRedHasNoUsersUnlessByForce() {
        deploy("one", "1.0.0");
        Path two = new SampleJar("1.1.0", "1.1.0").probe("red").at(jar("two"));
        DeployedBundle red = world.arrives(two);
        assertThat(red.state()).isEqualTo(DeploymentState.REFUSED);
        assertThat(red.reason()).isEqualTo("probe sample/red.py answers: it answered 1.1.0");
        assertThat(world.serving()).isEqualTo("1.0.0");
        DeployedBundle forced =
                world.deployer.install(two, true).toCompletableFuture().join();
        assertThat(forced.state()).isEqualTo(DeploymentState.SERVING);
        assertThat(world.serving()).isEqualTo("1.1.0");
    }

    /** A version that a probe refuses, whose bundle is out of the container again. */
    private DeployedBundle refused(String file) {
        DeployedBundle red =
                world.arrives(new SampleJar("1.1.0", "1.1.0").probe("red").at(jar(file)));
        assertThat(red.state()).isEqualTo(DeploymentState.REFUSED);
        DeployWorld.until("it is uninstalled", () -> world.context().getBundle(red.id()) == null);
        return red;
    }

    @Test
    void whatIsRefusedCanBeRemoved() {
        deploy("one", "1.0.0");
        DeployedBundle red = refused("two");
        world.deployer.remove(red.id()).toCompletableFuture().join();
        assertThat(world.deployer.list()).hasSize(1);
        assertThat(jar("two")).doesNotExist();
        assertThat(world.serving()).isEqualTo("1.0.0");
    }

    @Test
    void aRefusedReplacementIsRemovedWithoutTheVersionBefore() {
        deploy("one", "1.0.0");
        DeployedBundle red = refused("one");
        world.deployer.remove(red.id()).toCompletableFuture().join();
        assertThat(jar("one"))
                .as("the watcher would take its going for that of the version before")
                .exists();
        assertThat(world.deployer.list()).singleElement().satisfies(one -> assertThat(one.state())
                .isEqualTo(DeploymentState.SERVING));
        assertThat(world.serving()).isEqualTo("1.0.0");
    }

    @Test
    void whatIsRefusedServesByForce() {
        deploy("one", "1.0.0");
        DeployedBundle red = refused("two");
        world.deployer.admit(red.id(), BundleDeployer.ALL, Duration.ZERO);
        DeployWorld.until("it serves", () -> world.serving().equals("1.1.0"));
        assertThat(world.described(jar("two")).id()).isNotEqualTo(red.id());
    }

    @Test
    void whatIsRefusedIsProbedAgain() throws IOException {
        deploy("one", "1.0.0");
        DeployedBundle red = refused("two");
        DeployedBundle again =
                world.deployer.probe(red.id()).toCompletableFuture().join();
        assertThat(again.state()).isEqualTo(DeploymentState.REFUSED);
        assertThat(again.id()).isNotEqualTo(red.id());
        DeployWorld.until("it is uninstalled", () -> world.context().getBundle(again.id()) == null);
        Files.delete(jar("two"));
        assertThatThrownBy(() -> world.deployer.probe(again.id()))
                .isInstanceOf(HeliosException.class)
                .hasMessageContaining("is not there any more");
    }

    @Test
    void probesThatAreAllSkippedSayNothing() {
        DeployedBundle skipped =
                world.arrives(new SampleJar("1.1.0", "1.1.0").probe("skipped").at(jar("two")));
        assertThat(skipped.state()).isEqualTo(DeploymentState.REFUSED);
        assertThat(skipped.reason()).contains("skipped");
    }

    @Test
    void whatWasGreenIsNotProbedAgain() throws Exception {
        Path one = new SampleJar("1.0.0", "1.0.0").probe("green").at(jar("one"));
        world.arrives(one);
        assertThat(world.probes.answers).hasSize(1);
        world.close();
        world = new DeployWorld(home);
        world.deployer.settled().get(30, TimeUnit.SECONDS);
        assertThat(world.described(one).state()).isEqualTo(DeploymentState.SERVING);
        assertThat(world.probes.answers).isEmpty();
        DeployedBundle again = world.deployer
                .probe(world.described(one).id())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(again.probes()).extracting(ProbeOutcome::verdict).containsExactly("passed");
    }

    @Test
    void aCanaryHasItsShareAndThenAll() throws InterruptedException {
        deploy("one", "1.0.0");
        world.configuration.put("canary-share", "20");
        world.configuration.put("canary-time", "300 ms");
        assertThat(deploy("two", "1.1.0").state()).isEqualTo(DeploymentState.CANARY);
        assertThat(Collections.frequency(hundredAnswers(), "1.1.0")).isEqualTo(20);
        Thread.sleep(300);
        world.deployer.watchCanaries();
        DeployWorld.until("it has all", () -> world.described(jar("two")).state() == DeploymentState.SERVING);
        DeployWorld.until("the old one is gone", () -> world.deployer.list().size() == 1);
        assertThat(world.serving()).isEqualTo("1.1.0");
    }

    @Test
    void aJarThatIsInstalledAsACanaryLeavesTheOthersToTheVersionBefore() throws Exception {
        deploy("one", "1.0.0");
        Path two = new SampleJar("1.1.0", "1.1.0").at(home.resolve("two.jar"));
        DeployedBundle canary = world.deployer
                .install(two, false, 10, Duration.ZERO)
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        assertThat(canary.state()).isEqualTo(DeploymentState.CANARY);
        assertThat(hundredAnswers()).containsOnly("1.0.0", "1.1.0");
        world.deployer.watchCanaries();
        assertThat(Collections.frequency(hundredAnswers(), "1.1.0"))
                .as("it stays one")
                .isEqualTo(10);
    }

    @Test
    void aCanaryThatNobodyIsBesideHasEveryone() {
        DeployedBundle alone = deploy("one", "1.0.0");
        world.deployer.admit(alone.id(), 10, Duration.ZERO);
        assertThat(hundredAnswers()).containsOnly("1.0.0");
    }

    @Test
    void aDrainThatIsCalledOffEndsNobody() throws Exception {
        world.configuration.put("drain", "200 ms");
        long id = deploy("one", "1.0.0").id();
        CompletableFuture<Void> second;
        try (SampleClient client = world.client()) {
            assertThat(client.ask()).isEqualTo("1.0.0");
            CompletableFuture<Void> first = world.deployer.drain(id).toCompletableFuture();
            world.deployer.admit(id, 100, Duration.ZERO);
            assertThat(first).isCompletedExceptionally();
            world.configuration.put("drain", "1 h");
            second = world.deployer.drain(id).toCompletableFuture();
            Thread.sleep(400);
            assertThat(client.ask()).as("the first deadline is over").isEqualTo("1.0.0");
        }
        second.get(10, TimeUnit.SECONDS);
    }

    private List<String> hundredAnswers() {
        return IntStream.range(0, 100).mapToObj(i -> world.serving()).toList();
    }

    @Test
    void aCanaryWhoseClientsAreToldMoreErrorsIsTakenBack() {
        deploy("one", "1.0.0");
        world.configuration.put("canary-share", "50");
        world.arrives(new SampleJar("1.1.0", "bad").at(jar("two")));
        assertThat(hundredAnswers()).containsOnly("1.0.0", "bad");
        // A client has its answer before it is counted.
        DeployWorld.until(
                "all are counted",
                () -> world.described(jar("two")).services().get(0).statements() == 50);
        world.deployer.watchCanaries();
        DeployedBundle refused = world.described(jar("two"));
        assertThat(refused.state()).isEqualTo(DeploymentState.REFUSED);
        assertThat(refused.reason())
                .isEqualTo("canary: 100.0 errors per 100 statements of protocol sample, 0.0 of the version before");
        assertThat(world.serving()).isEqualTo("1.0.0");
    }

    @Test
    void operatorsInstallDrainAndRemove() throws Exception {
        Path outside = new SampleJar("1.0.0", "1.0.0").at(home.resolve("made.jar"));
        DeployedBundle installed =
                world.deployer.install(outside, false).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(installed.state()).isEqualTo(DeploymentState.SERVING);
        assertThat(jar("made")).exists();
        world.deployer.remove(installed.id()).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(jar("made")).doesNotExist();
        DeployWorld.until("it is gone", () -> world.deployer.list().isEmpty());
        assertThatThrownBy(() -> world.deployer.remove(installed.id()))
                .isInstanceOf(HeliosException.class)
                .hasMessageContaining("there is no bundle " + installed.id());
        assertThatThrownBy(() -> world.deployer.install(home.resolve("nothing.jar"), false))
                .isInstanceOf(HeliosException.class)
                .hasMessageContaining("nothing.jar");
    }

    @Test
    void whatCameWithTheProgramMakesRoomAndComesBack() throws Exception {
        Bundle packaged = world.comesWithTheProgram(new SampleJar("1.0.0", "packaged").at(home.resolve("sample.jar")));
        assertThat(world.serving()).isEqualTo("packaged");

        deploy("one", "1.1.0");
        assertThat(world.serving()).isEqualTo("1.1.0");
        DeployWorld.until("it is stopped", () -> packaged.getState() == Bundle.RESOLVED);

        Files.delete(jar("one"));
        world.deployer.left(jar("one"));
        DeployWorld.until("it serves again", () -> world.serving().equals("packaged"));
        world.deployer.drain(packaged.getBundleId()).toCompletableFuture().get(30, TimeUnit.SECONDS);
        DeployWorld.until("its port is closed", () -> world.serving().equals("refused"));
    }

    @Test
    void whatComesBackBeforeItsUsersHaveGoneKeepsThem() throws Exception {
        Bundle packaged = world.comesWithTheProgram(new SampleJar("1.0.0", "packaged").at(home.resolve("sample.jar")));
        try (SampleClient client = world.client()) {
            assertThat(client.ask()).isEqualTo("packaged");
            deploy("one", "1.1.0");
            Files.delete(jar("one"));
            world.deployer.left(jar("one"));
            DeployWorld.until("it serves again", () -> world.serving().equals("packaged"));
            assertThat(client.ask()).isEqualTo("packaged");
        }
        assertThat(packaged.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void aCanaryWhoseProbesAreRedAtItsEndIsTakenBack() throws Exception {
        deploy("one", "1.0.0");
        world.configuration.put("canary-share", "20");
        world.configuration.put("canary-time", "100 ms");
        assertThat(deploy("two", "1.1.0").state()).isEqualTo(DeploymentState.CANARY);
        Path probes = Files.createDirectories(home.resolve("probes").resolve("sample"));
        Files.writeString(probes.resolve("red.py"), "# red");
        Thread.sleep(100);
        world.deployer.watchCanaries();
        DeployWorld.until("it is refused", () -> world.described(jar("two")).state() == DeploymentState.REFUSED);
        assertThat(world.described(jar("two")).reason()).contains("red.py");
        assertThat(world.serving()).isEqualTo("1.0.0");
    }

    @Test
    void aProbesUserThatAnEarlierProcessLeftIsReplaced() {
        world.users.names.add("platform_probe");
        assertThat(world.arrives(new SampleJar("1.0.0", "1.0.0").probe("green").at(jar("one")))
                        .state())
                .isEqualTo(DeploymentState.SERVING);
        assertThat(world.users.names).isEmpty();
    }

    @Test
    void theComponentDoesAsTheWatcherOfTheFolderAndOperatorsSay() throws Exception {
        DeployComponent component = world.component();
        try {
            Path one = new SampleJar("1.0.0", "1.0.0").at(jar("one"));
            assertThat(component.canHandle(one.toFile())).isTrue();
            assertThat(component.canHandle(home.resolve("notes.txt").toFile())).isFalse();
            component.install(one.toFile());
            component.settled().toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(world.serving()).isEqualTo("1.0.0");

            new SampleJar("1.1.0", "1.1.0").probe("red").at(one);
            component.modified(Map.of("probes", "false"));
            component.update(one.toFile());
            component.settled().toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(world.serving()).isEqualTo("1.1.0");
            DeployWorld.until("the old one is gone", () -> component.list().size() == 1);

            long id = component.list().get(0).id();
            assertThat(component
                            .probe(id)
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS)
                            .probes())
                    .extracting(ProbeOutcome::verdict)
                    .containsExactly("failed");
            component.drain(id).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(component.list().get(0).state()).isEqualTo(DeploymentState.DRAINING);
            component.admit(id, 100, Duration.ZERO);
            assertThat(world.serving()).isEqualTo("1.1.0");

            Path two = new SampleJar("1.2.0", "1.2.0").at(home.resolve("two.jar"));
            component.install(two, false).toCompletableFuture().get(30, TimeUnit.SECONDS);
            assertThat(world.serving()).isEqualTo("1.2.0");
            Path three = new SampleJar("1.3.0", "1.3.0").at(home.resolve("three.jar"));
            DeployedBundle canary = component
                    .install(three, false, 1, Duration.ofHours(1))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertThat(canary.state()).isEqualTo(DeploymentState.CANARY);
            component.remove(canary.id()).toCompletableFuture().get(30, TimeUnit.SECONDS);
            component.uninstall(jar("two").toFile());
            DeployWorld.until("nobody serves", () -> world.serving().equals("refused"));
        } finally {
            component.deactivate();
        }
    }

    @Test
    void nothingOfAHundredVersionsIsKept() throws InterruptedException {
        world.makesConfigurationsForEachBundle();
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        List<WeakReference<Bundle>> bundles = new ArrayList<>();
        for (int version = 1; version <= 100; version++) {
            long id = deploy("one", "1." + version + ".0").id();
            assertThat(world.serving()).isEqualTo("1." + version + ".0");
            Bundle bundle = world.context().getBundle(id);
            world.looksForConfigurations(bundle);
            bundles.add(new WeakReference<>(bundle));
            loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
        }
        DeployWorld.until("all but the last are gone", () -> {
            System.gc();
            return left(loaders) <= 1 && left(bundles) <= 1;
        });
    }

    private static <T> long left(List<WeakReference<T>> all) {
        return all.stream().filter(each -> each.get() != null).count();
    }
}
