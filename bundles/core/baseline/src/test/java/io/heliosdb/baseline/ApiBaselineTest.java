package io.heliosdb.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Jar;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.sql.session.SqlSession;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contracts against those of the last release: docs/contracts.md says which change needs which version. */
class ApiBaselineTest {
    private static final Map<String, Class<?>> ANY_CLASS =
            Map.of("core.spi", Protocol.class, "core.sql", SqlSession.class);

    @ParameterizedTest
    @ValueSource(strings = {"core.spi", "core.sql"})
    void everyChangeIsToldByAVersion(String artifact) throws Exception {
        try (Jar newer = current(artifact);
                Jar older = baseline(artifact)) {
            assertThat(ApiComparison.problems(newer, older)).isEmpty();
        }
    }

    static Jar baseline(String artifact) throws Exception {
        return new Jar(new File(artifact + ".jar"));
    }

    /** As it is being built: a jar, or a folder of classes. */
    static Jar current(String artifact) throws Exception {
        try {
            return new Jar(new File(ANY_CLASS
                    .get(artifact)
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
