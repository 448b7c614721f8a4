package io.heliosdb.pg.embedded.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-amd64, /binaries/postgres-linux-x86_64.txz, postgres, 107",
        "Linux, aarch64, linux-arm64v8, /binaries/postgres-linux-arm_64.txz, postgres, 107",
        "Mac OS X, x86_64, darwin-amd64, /binaries/postgres-darwin-x86_64.txz, postgres, 103",
        "Mac OS X, aarch64, darwin-arm64v8, /binaries/postgres-darwin-arm_64.txz, postgres, 103",
        "Windows 11, amd64, windows-amd64, /binaries/postgres-windows-x86_64.txz, postgres.exe, 107"
    })
    void knowsWhereItsBinariesAre(
            String system, String machine, String label, String archive, String program, int longestSocketPath)
            throws Exception {
        Platform platform = Platform.of(system, machine);
        assertThat(platform.label()).isEqualTo(label);
        assertThat(platform.archive()).isEqualTo(archive);
        assertThat(platform.executable("postgres")).isEqualTo(program);
        assertThat(platform.longestSocketPath()).isEqualTo(longestSocketPath);
    }

    @ParameterizedTest
    @CsvSource({"Linux, riscv64", "FreeBSD, amd64", "Windows 11, aarch64", "Mac OS X, ppc"})
    void namesTheRemedyWhereThereAreNone(String system, String machine) {
        assertThatThrownBy(() -> Platform.of(system, machine))
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("no PostgreSQL binaries for " + system + " on " + machine)
                .hasMessageContaining("--engine");
    }

    @Test
    void isOneOfThem() throws Exception {
        assertThat(Binaries.class.getResource(Platform.current().archive()))
                .as("the archive for the machine that builds")
                .isNotNull();
    }
}
