package io.heliosdb.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.internal.Deadlines.Expired;
import io.heliosdb.spi.protocol.Activity;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadlinesTest {
    private static final long START = -5_000;
    private static final long TICK = LoopWatch.TICK_MILLIS;

    private final GatewaySettings settings = settings(Map.of(
            "waiting-room-time", "1 s",
            "idle-timeout", "2 s",
            "idle-in-transaction-timeout", "3 s",
            "statement-timeout", "4 s"));
    private final Deadlines deadlines = new Deadlines(START);

    @Test
    void aLoginHasItsTime() {
        assertThat(deadlines.expired(START + 1_000 + TICK - 1, settings)).isEqualTo(Expired.NOTHING);
        assertThat(deadlines.expired(START + 1_000 + TICK, settings)).isEqualTo(Expired.LOGIN);
    }

    @Test
    void aSessionThatHasDoneNothingYetHasAllTime() {
        deadlines.loggedIn(START);
        assertThat(deadlines.expired(START + 1_000_000, settings)).isEqualTo(Expired.NOTHING);
    }

    @Test
    void everyStateHasItsTime() {
        deadlines.loggedIn(START);
        expires(Activity.IDLE, 2_000, Expired.IDLE);
        expires(Activity.IDLE_IN_TRANSACTION, 3_000, Expired.IDLE_IN_TRANSACTION);
        expires(Activity.ACTIVE, 4_000, Expired.STATEMENT);
    }

    @Test
    void aStatementIsToldOnceAndTheNextOneAgain() {
        deadlines.loggedIn(START);
        expires(Activity.ACTIVE, 4_000, Expired.STATEMENT);
        assertThat(deadlines.expired(START + 100_000, settings)).isEqualTo(Expired.NOTHING);
        deadlines.activity(Activity.ACTIVE, START + 100_000);
        assertThat(deadlines.expired(START + 104_000 + TICK, settings)).isEqualTo(Expired.STATEMENT);
    }

    @ParameterizedTest
    @EnumSource(Activity.class)
    void zeroIsForEver(Activity activity) {
        GatewaySettings patient = settings(Map.of("waiting-room-time", "0"));
        assertThat(deadlines.expired(START + 1_000_000_000, patient)).isEqualTo(Expired.NOTHING);
        deadlines.loggedIn(START);
        deadlines.activity(activity, START);
        assertThat(deadlines.activity()).isEqualTo(activity);
        assertThat(deadlines.expired(START + 1_000_000_000, patient)).isEqualTo(Expired.NOTHING);
    }

    private void expires(Activity activity, long afterMillis, Expired expected) {
        deadlines.activity(activity, START);
        assertThat(deadlines.expired(START + afterMillis + TICK - 1, settings)).isEqualTo(Expired.NOTHING);
        assertThat(deadlines.expired(START + afterMillis + TICK, settings)).isEqualTo(expected);
    }

    private static GatewaySettings settings(Map<String, String> properties) {
        return GatewayKeys.reader(Path.of("home"), (key, why) -> {
                    throw new AssertionError(key + why);
                })
                .read(properties);
    }
}
