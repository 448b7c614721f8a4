package io.heliosdb.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.identity.UserAdministration;
import io.heliosdb.identity.UserSettings;
import io.heliosdb.identity.UserStore;
import io.heliosdb.identity.testing.FakeMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.error.HeliosException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserAdministrationServiceTest {
    @TempDir
    private Path home;

    private final FakeMechanism scram = FakeMechanism.of("SCRAM-SHA-256", "scram-sha-256");
    private final FakeMechanism sha2 = FakeMechanism.of("caching_sha2_password", "caching-sha2");
    private UserStore store;
    private UserAdministrationService administration;

    @BeforeEach
    void deploy() {
        store = new UserStore(home);
        administration = new UserAdministrationService(store);
        administration.addMechanism(scram);
        administration.addMechanism(sha2);
    }

    private static char[] password() {
        return "s3cret".toCharArray();
    }

    @Test
    void addsAUserForEveryMechanism() {
        administration.add(
                "alice",
                password(),
                Map.of(UserAdministration.DATABASE, "shop", UserAdministration.ATTRIBUTES, "CREATEDB,CREATEROLE"));
        assertThat(store.user("alice").orElseThrow().settings())
                .isEqualTo(new UserSettings(
                        Set.of(Role.Attribute.CREATEDB, Role.Attribute.CREATEROLE),
                        Optional.of("shop"),
                        true,
                        Optional.empty()));
        assertThat(administration.list())
                .containsExactly(Map.of(
                        "name", "alice",
                        "database", "shop",
                        "attributes", "CREATEDB,CREATEROLE",
                        "state", "enabled",
                        "logins", "caching-sha2,scram-sha-256"));
    }

    @Test
    void whatItChangesCountsAtTheNextLogin() {
        Identity identity = new IdentityService(home, false, Clock.systemUTC());
        administration.add("alice", password(), Map.of());
        Login first = identity.login("alice");
        assertThat(first.role()).isPresent();
        administration.setPassword("alice", "other".toCharArray());
        assertThat(identity.login("alice").verifier(sha2.verifierKind()))
                .isPresent()
                .isNotEqualTo(first.verifier(sha2.verifierKind()));
        administration.drop("alice");
        assertThat(identity.login("alice").role()).isEmpty();
    }

    @Test
    void derivesNothingForAMechanismThatWent() {
        administration.add("alice", password(), Map.of());
        administration.removeMechanism(sha2);
        administration.setPassword("alice", password());
        assertThat(administration.list()).extracting(user -> user.get("logins")).containsExactly("scram-sha-256");
    }

    @Test
    void refusesWhatThereIsNot() {
        assertThatThrownBy(() -> administration.add("alice", password(), Map.of("colour", "red")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such setting: colour");
        assertThatThrownBy(() -> administration.add("alice", password(), Map.of("attributes", "FLY")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.users()).isEmpty();
    }

    @Test
    void drops() {
        administration.add("alice", password(), Map.of());
        administration.drop("alice");
        assertThat(administration.list()).isEmpty();
        assertThatThrownBy(() -> administration.drop("alice"))
                .isInstanceOf(HeliosException.class)
                .hasMessage("user \"alice\" does not exist");
    }

    @Test
    void tellsWhoMayNotLogIn() {
        store.add("disabled", UserSettings.DEFAULT.enabled(false), password(), List.of(scram));
        store.add("expired", UserSettings.DEFAULT.until(Instant.EPOCH), password(), List.of(scram));
        new DemoUser(Clock.systemUTC()).ensure(new UserFile(home), scram);
        assertThat(administration.list())
                .extracting(user -> user.get("name") + " " + user.get("state"))
                .containsExactly("demo demo", "disabled disabled", "expired expired");
    }
}
