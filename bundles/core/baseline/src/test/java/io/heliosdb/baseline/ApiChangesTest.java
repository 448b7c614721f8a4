package io.heliosdb.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.FileResource;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That changes are seen: each test makes one to the contracts and compares. */
class ApiChangesTest {
    private static final String PACKAGE = "io.heliosdb.spi.protocol";
    private static final String CONSUMER =
            "@org.osgi.annotation.versioning.ConsumerType public interface ProtocolSession";
    private static final String TERMINATE = "void terminate(io.heliosdb.spi.error.HeliosException reason);";
    private static final String TIMED_OUT = "void statementTimedOut();"
            + "default java.util.Optional<io.heliosdb.spi.protocol.TraceView> traceViewFromNow(boolean masked) {"
            + " return java.util.Optional.empty(); }";
    private static final String PROVIDER = "@org.osgi.annotation.versioning.ProviderType public interface Gateway";
    private static final String OPEN = "java.util.concurrent.CompletionStage<java.util.Map<String, Integer>> open();"
            + "java.util.concurrent.CompletionStage<java.util.Map<String, Integer>> openPorts();"
            + "java.util.Map<String, Integer> ports();";
    private static final String CLOSE = "java.util.concurrent.CompletionStage<Void> close(java.time.Duration grace);";

    @TempDir
    private Path folder;

    @Test
    void theSameIsNoChange() throws Exception {
        assertThat(problemsWith("ProtocolSession", CONSUMER, TERMINATE, TIMED_OUT))
                .isEmpty();
        assertThat(problemsWith("Gateway", PROVIDER, OPEN, CLOSE)).isEmpty();
    }

    @Test
    void aMethodThatIsGoneIsMajor() throws Exception {
        assertThat(problemsWith("ProtocolSession", CONSUMER, TERMINATE))
                .singleElement()
                .asString()
                .startsWith(PACKAGE + " 1.0.0 has a MAJOR change")
                .endsWith(" to 2.0.0");
    }

    @Test
    void aMethodThatOthersWouldHaveToImplementIsAProblem() throws Exception {
        // Of an interface that has a method with a default, the comparison calls it a minor one.
        assertThat(problemsWith("ProtocolSession", CONSUMER, TERMINATE, TIMED_OUT, "void more();"))
                .singleElement()
                .asString()
                .contains("change against the baseline", "ProtocolSession/more()");
    }

    @Test
    void aMethodWithADefaultIsMinor() throws Exception {
        assertThat(problemsWith("ProtocolSession", CONSUMER, TERMINATE, TIMED_OUT, "default void more() {}"))
                .singleElement()
                .asString()
                .contains("MINOR")
                .endsWith(" to 1.1.0");
    }

    @Test
    void aMethodThatOnlyTheServerImplementsIsMinor() throws Exception {
        assertThat(problemsWith("Gateway", PROVIDER, OPEN, CLOSE, "void more();"))
                .singleElement()
                .asString()
                .contains("MINOR");
    }

    @Test
    void aChangeThatTheVersionTellsIsNoProblem() throws Exception {
        try (Jar changed = changed("ProtocolSession", CONSUMER, TERMINATE);
                Jar older = ApiBaselineTest.baseline("core.spi")) {
            Manifest manifest = changed.getManifest();
            String exports = manifest.getMainAttributes().getValue("Export-Package");
            String raised = exports.replaceFirst(
                    "(" + PACKAGE.replace(".", "\\.") + "(?:;uses:=\"[^\"]*\")?;version=\")1\\.0\\.0", "$12.0.0");
            assertThat(raised).isNotEqualTo(exports);
            manifest.getMainAttributes().put(new Attributes.Name("Export-Package"), raised);
            changed.setManifest(manifest);
            assertThat(ApiComparison.problems(changed, older)).isEmpty();
        }
    }

    @Test
    void aPackageThatIsGoneIsAProblem() throws Exception {
        try (Jar newer = ApiBaselineTest.current("core.spi");
                Jar older = ApiBaselineTest.baseline("core.spi")) {
            Manifest manifest = newer.getManifest();
            String exports = manifest.getMainAttributes().getValue("Export-Package");
            manifest.getMainAttributes().put(new Attributes.Name("Export-Package"), exports.replace(PACKAGE, "x"));
            newer.setManifest(manifest);
            assertThat(ApiComparison.problems(newer, older)).contains(PACKAGE + " is gone, and bundles import it");
        }
    }

    private List<String> problemsWith(String type, String declaration, String... members) throws Exception {
        try (Jar changed = changed(type, declaration, members);
                Jar older = ApiBaselineTest.baseline("core.spi")) {
            return ApiComparison.problems(changed, older);
        }
    }

    /** The baseline with one type in other words. */
    private Jar changed(String type, String declaration, String... members) throws Exception {
        Jar jar = ApiBaselineTest.baseline("core.spi");
        String name = PACKAGE.replace('.', '/') + "/" + type;
        jar.putResource(
                name + ".class",
                new FileResource(compile(name, declaration, members).toFile()));
        return jar;
    }

    private Path compile(String name, String declaration, String... members) throws IOException {
        Path source = folder.resolve(name + ".java");
        Files.createDirectories(source.getParent());
        Files.writeString(
                source, "package " + PACKAGE + ";\n" + declaration + " {" + String.join("\n", members) + "}\n");
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", folder.toString(), "-cp", classPath(), "-proc:none", source.toString());
        assertThat(status).as("javac").isZero();
        return folder.resolve(name + ".class");
    }

    private static String classPath() {
        return System.getProperty("java.class.path") + File.pathSeparator + new File("core.spi.jar").getAbsolutePath();
    }
}
