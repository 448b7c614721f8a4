package io.heliosdb.pg.wire.scram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramVerifierTest {
    /** pg_authid.rolpassword of PostgreSQL 15 after {@code ALTER ROLE … PASSWORD 'demo'}. */
    private static final String FROM_POSTGRESQL =
            "SCRAM-SHA-256$4096:LVZpMOs78OcTq/Y0odHbww==$wanAutOeUtMZrw9S6I3U/VhO0RVFzKb0m65z98zYQlY=:FqklyP0Zso///oJavoPUPYa9AXmN/t6bbIdvqhAm3Io=";

    @Test
    void isStoredAsPostgresqlDoes() {
        ScramVerifier verifier = ScramVerifier.parse(FROM_POSTGRESQL).orElseThrow();
        assertThat(verifier.stored()).isEqualTo(FROM_POSTGRESQL);

        ServerFirst challenge = verifier.challenge("nonce");
        ScramKeys keys = ScramKeys.derive("demo".toCharArray(), challenge.salt(), challenge.iterations());
        assertThat(keys.verifier(challenge.salt(), challenge.iterations()).stored())
                .isEqualTo(FROM_POSTGRESQL);
    }

    @Test
    void doesNotShowItsKeys() {
        assertThat(ScramVerifier.parse(FROM_POSTGRESQL)).hasToString("Optional[SCRAM-SHA-256$4096]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "md5d8578edf8458ce06fbc5bb76a58c5ca4",
                "SCRAM-SHA-1$4096:c2FsdA==$@K@:@K@",
                "SCRAM-SHA-256$:c2FsdA==$@K@:@K@",
                "SCRAM-SHA-256$0:c2FsdA==$@K@:@K@",
                "SCRAM-SHA-256$04096:c2FsdA==$@K@:@K@",
                "SCRAM-SHA-256$1000001:c2FsdA==$@K@:@K@",
                "SCRAM-SHA-256$99999999999:c2FsdA==$@K@:@K@",
                "SCRAM-SHA-256$4096:$@K@:@K@",
                "SCRAM-SHA-256$4096:c2FsdA$@K@:@K@",
                "SCRAM-SHA-256$4096:c2FsdA==$c2hvcnQ=:@K@",
                "SCRAM-SHA-256$4096:c2FsdA==$@K@:c2hvcnQ=",
                "SCRAM-SHA-256$4096:c2FsdA==$@K@:@K@:",
                "SCRAM-SHA-256$4096:c2FsdA==$@K@",
            })
    void isNotReadFromAnythingElse(String template) {
        assertThat(ScramVerifier.parse(withKey(template))).isEmpty();
    }

    @Test
    void isReadAtTheBoundsOfTheIterations() {
        assertThat(ScramVerifier.parse(withKey("SCRAM-SHA-256$1:c2FsdA==$@K@:@K@")))
                .isPresent();
        assertThat(ScramVerifier.parse(withKey("SCRAM-SHA-256$1000000:c2FsdA==$@K@:@K@")))
                .isPresent();
    }

    @Test
    void aDecoyLooksLikeAnyOther() {
        byte[] seed = {1, 2, 3};
        ScramVerifier decoy = ScramVerifier.decoy(seed, 4096);
        assertThat(ScramVerifier.parse(decoy.stored())).isPresent();
        assertThat(decoy.challenge("nonce").salt()).hasSize(16);
        assertThat(decoy.challenge("nonce").iterations()).isEqualTo(4096);
        assertThat(ScramVerifier.decoy(seed, 4096).stored()).isEqualTo(decoy.stored());
        assertThat(ScramVerifier.decoy(new byte[] {1, 2, 4}, 4096)
                        .challenge("nonce")
                        .salt())
                .isNotEqualTo(decoy.challenge("nonce").salt());
    }

    @Test
    void refusesToBeMadeOfNonsense() {
        byte[] key = new byte[32];
        assertThatThrownBy(() -> new ScramVerifier(0, key, key, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("iterations: 0 (expected: 1 to 1000000)");
        assertThatThrownBy(() -> new ScramVerifier(1, new byte[0], key, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("octets of salt: 0");
    }

    private static String withKey(String template) {
        return template.replace("@K@", Base64.getEncoder().encodeToString(new byte[32]));
    }
}
