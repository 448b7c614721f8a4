package io.heliosdb.spi.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.HeliosException.Field;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineValuesTest {
    @ParameterizedTest
    @EnumSource
    void transactionStatusComesBackFromItsCode(TransactionStatus status) {
        assertThat(TransactionStatus.of(status.code())).isEqualTo(status);
    }

    @Test
    void otherTransactionStatusIsRefused() {
        assertThatThrownBy(() -> TransactionStatus.of((byte) 'X'))
                .hasMessage("transaction status: 0x58 (expected: I, T or E)");
    }

    @Test
    void endpointNeverShowsItsPassword() {
        EngineEndpoint tcp = new EngineEndpoint("db.example", 5432, "admin", Optional.of("secret"), "postgres");
        EngineEndpoint socket = new EngineEndpoint("/run/engine", 5432, "admin", Optional.empty(), "postgres");

        assertThat(tcp).hasToString("db.example:5432");
        assertThat(tcp.unixSocket()).isFalse();
        assertThat(socket).hasToString("/run/engine/.s.PGSQL.5432");
        assertThat(socket.unixSocket()).isTrue();
    }

    @Test
    void errorGainsFieldsWithoutChanging() {
        HeliosException plain = new HeliosException("42P01", "no such table");
        HeliosException hinted = plain.with(Field.HINT, "create it");

        assertThat(plain.field(Field.HINT)).isEmpty();
        assertThat(hinted.field(Field.HINT)).contains("create it");
        assertThat(hinted.sqlState()).isEqualTo("42P01");
        assertThat(hinted.getStackTrace()).isEmpty();
    }
}
