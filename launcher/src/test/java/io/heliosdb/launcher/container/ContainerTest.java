package io.heliosdb.launcher.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;

class ContainerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private Path bundles;

    @BeforeEach
    void makeFolder() throws Exception {
        bundles = Files.createDirectory(directory.resolve("bundles"));
    }

    private Container install(Map<String, String> properties) throws Exception {
        return Container.install(
                new ContainerConfiguration(BundleFile.in(bundles), directory.resolve("cache"), properties));
    }

    private void assertProblem(String message) throws Exception {
        try (Container container = install(Map.of())) {
            assertThatThrownBy(() -> container.startTo(5, TIMEOUT))
                    .isInstanceOf(ContainerException.class)
                    .hasMessage(message);
        }
    }

    /** Registers a service that answers with a framework property, by the logger that the launcher shares. */
    public static final class Greeter implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            LoggerFactory.getLogger(Greeter.class).debug("start");
            context.registerService(
                    "java.util.concurrent.Callable",
                    (Callable<String>) () -> "hello " + context.getProperty("name"),
                    null);
        }

        @Override
        public void stop(BundleContext context) {
            System.setProperty("greeter.stopped", "true");
        }
    }

    /** Fails as a component does that finds what it needs missing. */
    public static final class Failing implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("outer", new IllegalArgumentException("the disk is full\nin the cellar"));
        }

        @Override
        public void stop(BundleContext context) {}
    }

    public static final class Hanging implements BundleActivator {
        @Override
        public void start(BundleContext context) throws InterruptedException {
            Thread.sleep(3000);
        }

        @Override
        public void stop(BundleContext context) {}
    }

    private TestBundle greeter() throws Exception {
        return new TestBundle("greeter")
                .with("Bundle-Activator", Greeter.class.getName())
                .with("Import-Package", "org.osgi.framework,org.slf4j;version=\"[2.0,3)\"")
                .withClass(Greeter.class);
    }

    @Test
    void startsBundlesAndLendsTheirServices() throws Exception {
        greeter().write(bundles);
        System.clearProperty("greeter.stopped");
        Container container = install(Map.of("name", "world"));
        container.startTo(5, TIMEOUT);

        @SuppressWarnings("unchecked") // the bundle says so
        Callable<String> service = container.awaitService("java.util.concurrent.Callable", Callable.class, TIMEOUT);
        assertThat(service.call()).isEqualTo("hello world");
        assertThat(System.getProperty("greeter.stopped")).isNull();

        assertThat(container.stop(TIMEOUT)).isTrue();
        assertThat(System.getProperty("greeter.stopped")).isEqualTo("true");
    }

    @Test
    void startsLevelByLevel() throws Exception {
        greeter().atLevel(2).write(bundles);
        new TestBundle("late").atLevel(5).write(bundles);
        try (Container container = install(Map.of())) {
            container.startTo(3, TIMEOUT);
            assertThat(container.context().getBundles())
                    .filteredOn(bundle -> bundle.getState() == Bundle.ACTIVE)
                    .extracting(Bundle::getSymbolicName)
                    .contains("greeter")
                    .doesNotContain("late");
        }
    }

    @Test
    void keepsTheCacheOfNoEarlierRun() throws Exception {
        Path jar = greeter().write(bundles);
        try (Container container = install(Map.of())) {
            container.startTo(5, TIMEOUT);
        }
        Files.delete(jar);
        try (Container container = install(Map.of())) {
            assertThat(container.context().getBundles()).hasSize(1);
        }
    }

    @Test
    void namesTheMissingPackage() throws Exception {
        new TestBundle("lonely")
                .with("Import-Package", "io.example.absent;version=\"[1.2,2)\"")
                .write(bundles);
        assertProblem("Bundle lonely 1.0.0 cannot start: it needs package io.example.absent [1.2.0,2.0.0),"
                + " and no bundle exports it");
    }

    @Test
    void namesTheVersionThatIsThere() throws Exception {
        new TestBundle("new")
                .with("Import-Package", "io.example.shared;version=\"3.0\"")
                .write(bundles);
        new TestBundle("old")
                .with("Export-Package", "io.example.shared;version=\"2.1\"")
                .withEntry("io/example/shared/readme.txt", "")
                .write(bundles);
        assertProblem("Bundle new 1.0.0 cannot start: it needs package io.example.shared 3.0.0 or later,"
                + " and only old 1.0.0 exports 2.1.0");
    }

    @Test
    void followsTheChainToItsEnd() throws Exception {
        new TestBundle("a").with("Import-Package", "io.example.b").write(bundles);
        new TestBundle("b")
                .with("Export-Package", "io.example.b")
                .with("Import-Package", "io.example.c")
                .write(bundles);
        assertProblem("Bundle a 1.0.0 cannot start: it needs b 1.0.0, which needs package io.example.c,"
                + " and no bundle exports it" + System.lineSeparator()
                + "Bundle b 1.0.0 cannot start: it needs package io.example.c, and no bundle exports it");
    }

    @Test
    void namesTheJavaThatIsNeeded() throws Exception {
        new TestBundle("modern")
                .with(
                        "Require-Capability",
                        "osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=99))\","
                                + "osgi.extender;filter:=\"(osgi.extender=absent)\";effective:=active,"
                                + "osgi.extender;filter:=\"(osgi.extender=absent)\";resolution:=optional")
                .write(bundles);
        assertProblem("Bundle modern 1.0.0 cannot start: it needs Java 99, and this is Java "
                + Runtime.version().feature());
    }

    @Test
    void namesTheMissingCapability() throws Exception {
        new TestBundle("picky")
                .with("Require-Capability", "heliosdb.engine;filter:=\"(heliosdb.engine=fast)\"")
                .write(bundles);
        assertProblem("Bundle picky 1.0.0 cannot start: it needs heliosdb.engine (heliosdb.engine=fast),"
                + " which no bundle provides");
    }

    @Test
    void tellsTheInnermostReasonOfAnActivator() throws Exception {
        new TestBundle("failing")
                .with("Bundle-Activator", Failing.class.getName())
                .with("Import-Package", "org.osgi.framework")
                .withClass(Failing.class)
                .write(bundles);
        assertProblem("Bundle failing 1.0.0 cannot start: the disk is full");
    }

    @Test
    void namesWhatStillStarts() throws Exception {
        new TestBundle("hanging")
                .with("Bundle-Activator", Hanging.class.getName())
                .with("Import-Package", "org.osgi.framework")
                .withClass(Hanging.class)
                .write(bundles);
        try (Container container = install(Map.of())) {
            assertThatThrownBy(() -> container.startTo(5, Duration.ofMillis(300)))
                    .isInstanceOf(ContainerException.class)
                    .hasMessage("The bundles did not start within 0 s; still starting: hanging");
        }
    }

    @Test
    void refusesAJarThatIsNone() throws Exception {
        Path jar = greeter().write(bundles);
        Files.writeString(jar, "not a jar");
        assertThatThrownBy(() -> install(Map.of()))
                .isInstanceOf(ContainerException.class)
                .hasMessageStartingWith("The container cannot be started: " + jar + ": ");
    }

    @Test
    void doesNotWaitForAServiceForEver() throws Exception {
        try (Container container = install(Map.of())) {
            container.startTo(5, TIMEOUT);
            assertThatThrownBy(() -> container.awaitService("io.example.Absent", Callable.class, Duration.ofMillis(50)))
                    .isInstanceOf(ContainerException.class)
                    .hasMessage("No io.example.Absent within 0 s");
        }
    }
}
