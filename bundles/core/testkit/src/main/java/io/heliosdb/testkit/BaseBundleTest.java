package io.heliosdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What every bundle must pass in a container with the server's own bundles: it resolves, starts, provides what its manifest
 * says, needs no more than the contracts, and goes again without a trace. A bundle's own test class inherits it and adds
 * what its first client does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BaseBundleTest {
    /** What a bundle provides: the namespace of its capability, and the contract. */
    private static final Map<String, String> CONTRACTS = Map.of(
            "heliosdb.protocol", "io.heliosdb.spi.protocol.Protocol",
            "heliosdb.auth", "io.heliosdb.spi.auth.AuthMechanism",
            "heliosdb.dialect", "io.heliosdb.spi.dialect.Dialect");

    /** The service property with the name, behind the namespace. */
    private static final String NAME = ".name";

    /** Packages of the house that a bundle may import: the contracts, and what those that translate share. */
    private static final Pattern ALLOWED = Pattern.compile("io\\.heliosdb\\.(spi|sql)\\..*");

    /** One for all tests of a class: a container takes seconds to start. */
    private TestContainer container;

    private Path home;
    private Bundle bundle;

    /** The bundle under test: by default the classes of this module with the manifest that the build has written. */
    protected Path bundle() {
        return Path.of("target", "classes");
    }

    /** Libraries that the bundle imports and that no server has; deployed beside it. */
    protected List<Path> libraries() {
        return List.of();
    }

    /** House packages beside the contracts that the bundle is known to import, without their sub-packages. */
    protected Set<String> imports() {
        return Set.of();
    }

    /** The home of the server in the container. */
    protected final Path home() {
        return home;
    }

    /** The container in which the bundle runs. */
    protected final TestContainer container() {
        return container;
    }

    @BeforeAll
    final void startTheBundle(@TempDir Path folder) throws BundleException {
        home = folder;
        container = new TestContainer(folder, libraries());
        bundle = container.install(bundle());
        TestContainer.start(bundle);
    }

    @AfterAll
    final void stopTheContainer() {
        if (container != null) {
            container.close();
        }
    }

    @Test
    final void itStartsAndProvidesWhatItsManifestSays() {
        assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE);
        List<BundleCapability> provided = provided();
        assertThat(provided)
                .as("capabilities of %s, by @Provides…", CONTRACTS.keySet())
                .isNotEmpty();
        for (BundleCapability capability : provided) {
            String namespace = capability.getNamespace();
            String name = String.valueOf(capability.getAttributes().get(namespace));
            assertThat(container.provides(CONTRACTS.get(namespace), namespace + NAME, name))
                    .isTrue();
            assertThat(capability.getAttributes()).containsKey(Constants.VERSION_ATTRIBUTE);
        }
    }

    @Test
    final void everyProtocolOfItHasItsPort() {
        provided().stream()
                .filter(capability -> capability.getNamespace().equals("heliosdb.protocol"))
                .map(capability -> String.valueOf(capability.getAttributes().get("heliosdb.protocol")))
                .forEach(protocol -> assertThat(container.port(protocol)).isPositive());
    }

    @Test
    final void itNeedsTheContractsAlone() {
        assertThat(revision().getDeclaredRequirements(BundleRevision.PACKAGE_NAMESPACE))
                .map(BaseBundleTest::importedPackage)
                .filteredOn(name -> name.startsWith("io.heliosdb."))
                .allMatch(name -> ALLOWED.matcher(name).matches() || imports().contains(name));
    }

    @Test
    final void itGoesWithoutATrace() throws BundleException {
        itStartsAndProvidesWhatItsManifestSays();
        List<BundleCapability> provided = provided();
        bundle.stop();
        for (BundleCapability capability : provided) {
            String namespace = capability.getNamespace();
            String name = String.valueOf(capability.getAttributes().get(namespace));
            assertThat(container.has(CONTRACTS.get(namespace), namespace + NAME, name))
                    .as(name)
                    .isFalse();
        }
        bundle.start();
        itStartsAndProvidesWhatItsManifestSays();
        bundle.uninstall();
        assertThat(container.context().getBundles()).doesNotContain(bundle);
        bundle = container.install(bundle());
        TestContainer.start(bundle);
        itStartsAndProvidesWhatItsManifestSays();
    }

    private List<BundleCapability> provided() {
        return CONTRACTS.keySet().stream()
                .flatMap(namespace -> capabilities(namespace))
                .toList();
    }

    private Stream<BundleCapability> capabilities(String namespace) {
        return revision().getDeclaredCapabilities(namespace).stream();
    }

    private BundleRevision revision() {
        return bundle.adapt(BundleRevision.class);
    }

    private static String importedPackage(BundleRequirement requirement) {
        String filter = requirement.getDirectives().get(Constants.FILTER_DIRECTIVE);
        return filter.replaceAll(".*osgi\\.wiring\\.package=([^)]+)\\).*", "$1");
    }
}
