package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heliosdb.gateway.internal.catalog.Origin;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.operation.DeploymentState;
import io.heliosdb.spi.protocol.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCatalogTest {
    private final ServiceCatalog catalog = new ServiceCatalog();
    private final Protocol older = LineProtocol.clientFirst("alpha");
    private final Protocol newer = LineProtocol.clientFirst("alpha");

    @ParameterizedTest
    @CsvSource({"1.9.0, 1.10.0", "1.0.0, 1.0.0.SNAPSHOT", "0.9, 1", "2.0.0.a, 2.0.0.b"})
    void theHighestVersionServesInWhicheverOrderTheyCome(String low, String high) {
        catalog.addProtocol(older, low, 1_000);
        catalog.addProtocol(newer, high, 0);
        assertThat(serving()).isSameAs(newer);
        catalog.removeProtocol(older);
        catalog.addProtocol(older, low, 1_000);
        assertThat(serving()).isSameAs(newer);
        catalog.removeProtocol(newer);
        assertThat(serving()).isSameAs(older);
    }

    @Test
    void theRankingDecidesBetweenEqualVersionsThenTheOrder() {
        catalog.addProtocol(older, "1.0.0", 1);
        catalog.addProtocol(newer, "1.0.0", 1);
        assertThat(serving()).isSameAs(older);
        Protocol ranked = LineProtocol.clientFirst("alpha");
        catalog.addProtocol(ranked, "1.0.0", 2);
        assertThat(serving()).isSameAs(ranked);
    }

    @Test
    void aTrialGetsWhatMayComeToServeWhereNobodyDoes() {
        Protocol alone = LineProtocol.clientFirst("beta");
        catalog.addProtocol(older, "1", 0);
        catalog.addProtocol(newer, new Origin(7, "2", 0, 1, true));
        catalog.addProtocol(alone, new Origin(8, "1", 0, 2, true));
        assertThat(catalog.snapshot().protocols()).containsOnly(Map.entry("alpha", older));
        assertThat(catalog.snapshotWith(List.of()).protocols())
                .containsOnly(Map.entry("alpha", older), Map.entry("beta", alone));
        assertThat(catalog.snapshotWith(List.of(7L)).protocols()).containsEntry("alpha", newer);
        catalog.withhold(8, DeploymentState.REFUSED, "its probes are red");
        assertThat(catalog.snapshotWith(List.of()).protocols()).containsOnlyKeys("alpha");
    }

    @Test
    void whoTriesAMechanismHasNoOther() {
        AuthMechanism tried = Named.of(AuthMechanism.class, "one");
        AuthMechanism other = Named.of(AuthMechanism.class, "two");
        catalog.addMechanism(other, "1", 0);
        catalog.addMechanism(Named.of(AuthMechanism.class, "one"), "1", 0);
        catalog.addMechanism(tried, new Origin(7, "2", 0, 1, true));
        catalog.addProtocol(newer, new Origin(8, "2", 0, 1, true));
        assertThat(catalog.snapshotWith(List.of(7L)).mechanisms()).containsOnly(Map.entry("one", tried));
        assertThat(catalog.snapshotWith(List.of(7L, 8L)).mechanisms())
                .containsOnly(Map.entry("one", tried), Map.entry("two", other));
        assertThat(catalog.snapshotWith(List.of()).mechanisms()).containsOnlyKeys("one", "two");
    }

    @Test
    void whatIsRemovedIsGone() {
        catalog.addProtocol(older, "1", 0);
        catalog.removeProtocol(older);
        assertThat(catalog.snapshot().protocols()).isEmpty();
        catalog.removeProtocol(older);
    }

    @Test
    void aSnapshotDoesNotChange() {
        ServiceCatalog.Snapshot before = catalog.snapshot();
        catalog.addProtocol(older, "1", 0);
        assertThat(before.protocols()).isEmpty();
    }

    @Test
    void tellsWhenProtocolsChange() {
        AtomicInteger changes = new AtomicInteger();
        catalog.onProtocolsChanged(changes::incrementAndGet);
        catalog.addProtocol(older, "1", 0);
        catalog.addProtocol(newer, "2", 0);
        catalog.removeProtocol(newer);
        assertThat(changes).hasValue(3);
    }

    @Test
    void expectsWhatJustWentToComeBack() {
        Duration long_ = Duration.ofHours(1);
        catalog.addProtocol(older, "1", 0);
        catalog.addProtocol(newer, "2", 0);
        catalog.removeProtocol(newer);
        assertThat(catalog.expectsReturn(long_)).as("another version is there").isFalse();
        catalog.removeProtocol(older);
        assertThat(catalog.expectsReturn(long_)).isTrue();
        catalog.addProtocol(newer, "2", 0);
        assertThat(catalog.expectsReturn(long_)).isFalse();
        catalog.removeProtocol(newer);
        assertThat(catalog.expectsReturn(Duration.ZERO)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"shared", "", "Alpha", "al pha", "1st"})
    void aNameThatCannotBeAKeyIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> catalog.addProtocol(LineProtocol.clientFirst(name), "1", 0))
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void aVersionThatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> catalog.addProtocol(older, "newest", 0));
        assertThat(catalog.snapshot().protocols()).isEmpty();
    }

    @Test
    void theLatestUserStoreAndEngineServe() {
        Identity firstStore = Named.of(Identity.class, "first");
        Identity secondStore = Named.of(Identity.class, "second");
        catalog.addIdentity(firstStore);
        catalog.addIdentity(secondStore);
        assertThat(catalog.snapshot().identity()).containsSame(secondStore);
        catalog.removeIdentity(secondStore);
        assertThat(catalog.snapshot().identity()).containsSame(firstStore);
        catalog.removeIdentity(firstStore);
        assertThat(catalog.snapshot().identity()).isEmpty();

        Engine engine = Named.of(Engine.class, "engine");
        catalog.addEngine(engine);
        assertThat(catalog.snapshot().engine()).containsSame(engine);
        catalog.removeEngine(engine);
        assertThat(catalog.snapshot().engine()).isEmpty();
    }

    private Protocol serving() {
        return catalog.snapshot().protocols().get("alpha");
    }
}
