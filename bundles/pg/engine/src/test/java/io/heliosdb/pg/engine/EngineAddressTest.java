package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.engine.EngineEndpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineAddressTest {
    @Test
    void readsEveryPart() {
        EngineAddress address = EngineAddress.parse(
                "postgresql://b%40ss:s%3Acret+1@db.example:6543/main%20db?sslmode=verify-full&sslrootcert=/etc/root.crt");

        assertThat(address)
                .isEqualTo(new EngineAddress(
                        new EngineEndpoint("db.example", 6543, "b@ss", Optional.of("s:cret+1"), "main db"),
                        SslMode.VERIFY_FULL,
                        Optional.of("/etc/root.crt")));
        assertThat(address).hasToString("db.example:6543");
    }

    @Test
    void fillsInWhatIsLeftOut() {
        assertThat(EngineAddress.parse("postgres://boss@127.0.0.1"))
                .isEqualTo(new EngineAddress(
                        new EngineEndpoint("127.0.0.1", 5432, "boss", Optional.empty(), "boss"),
                        SslMode.PREFER,
                        Optional.empty()));
        assertThat(EngineAddress.parse("postgresql://boss@[::1]:5433/").endpoint())
                .isEqualTo(new EngineEndpoint("::1", 5433, "boss", Optional.empty(), "boss"));
        assertThat(EngineAddress.parse("postgresql://boss@[::1]?").endpoint().port())
                .isEqualTo(5432);
    }

    @Test
    void aHostWithASlashIsASocketsDirectory() {
        EngineEndpoint endpoint = new EngineEndpoint("/run/pg", 5433, "boss", Optional.empty(), "db");

        assertThat(EngineAddress.parse("postgresql://boss@%2Frun%2Fpg:5433/db"))
                .isEqualTo(EngineAddress.local(endpoint));
        assertThat(EngineAddress.parse("postgresql://boss@:5433/db?host=/run/pg"))
                .isEqualTo(EngineAddress.local(endpoint));
    }

    @Test
    void requireWithARootCertificateVerifiesIt() {
        assertThat(EngineAddress.parse("postgresql://b@h?sslmode=require&sslrootcert=r")
                        .sslMode())
                .isEqualTo(SslMode.VERIFY_CA);
        assertThat(EngineAddress.parse("postgresql://b@h?sslmode=require").sslMode())
                .isEqualTo(SslMode.REQUIRE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    mysql://boss:secret@h/db                       | it does not begin with postgresql://
                    boss:secret@h/db                               | it does not begin with postgresql://
                    postgresql:boss:secret                         | it is not of the form postgresql://administrator:password@host:port/database
                    postgresql://boss:secret@h/db#x                | it is not of the form postgresql://administrator:password@host:port/database
                    postgresql://h/db                              | it names no administrator
                    postgresql://:secret@h/db                      | it names no administrator
                    postgresql://boss:secret@/db                   | it names no host
                    postgresql://boss:secret@h:0/db                | port is 0 (expected: 1 to 65535)
                    postgresql://boss:secret@h:65536/db            | port is 65536 (expected: 1 to 65535)
                    postgresql://boss:secret@h:+5/db               | port is +5 (expected: 1 to 65535)
                    postgresql://boss:secret@[::1]5432/db          | it is not a URL (special characters have to be percent-encoded)
                    postgresql://boss:sec ret@h/db                 | it is not a URL (special characters have to be percent-encoded)
                    postgresql://boss:secret@h/db?sslmode=maybe    | sslmode is maybe (expected: disable, prefer, require, verify-ca or verify-full)
                    postgresql://boss:secret@h/db?sslmode          | parameter sslmode must have one value
                    postgresql://boss:secret@h/?host=a&host=b      | parameter host must have one value
                    postgresql://boss:secret@h/db?password=secret  | unknown parameter password (known: sslmode, sslrootcert, host)
                    postgresql://boss:secret@h/db?sslmode=verify-ca | sslmode verify-ca needs sslrootcert, a PEM file or "system"
                    postgresql://boss:secret@h/db?sslmode=verify-ca&sslrootcert=system | sslrootcert system needs sslmode verify-full: anybody has a certificate of theirs
                    postgresql://boss:secret@%2Frun/db?sslmode=require | sslmode require on a Unix socket, which has no TLS
                    """)
    void saysWhatIsWrongInOneLineWithoutThePassword(String url, String message) {
        assertThatThrownBy(() -> EngineAddress.parse(url)).hasMessage("engine URL: " + message);
        assertThat(message).doesNotContain("secret");
    }
}
