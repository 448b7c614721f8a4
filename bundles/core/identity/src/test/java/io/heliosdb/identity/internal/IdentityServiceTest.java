package io.heliosdb.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.identity.User;
import io.heliosdb.identity.UserSettings;
import io.heliosdb.identity.UserStore;
import io.heliosdb.identity.testing.FakeMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.engine.Role;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class IdentityServiceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String KIND = "scram-sha-256";

    @TempDir
    private Path home;

    private final FakeMechanism scram = FakeMechanism.of("SCRAM-SHA-256", KIND);
    private final FakeMechanism sha2 = FakeMechanism.of("caching_sha2_password", "caching-sha2");

    @Test
    void knowsTheUsersOfTheHome() {
        add("alice", UserSettings.DEFAULT.owning("shop").with(Role.Attribute.CREATEDB));
        Login login = service(false).login("alice");
        assertThat(login.user()).isEqualTo("alice");
        assertThat(FakeMechanism.fits(login.verifier(KIND), "s3cret")).isTrue();
        assertThat(login.verifier("caching-sha2")).isEmpty();
        assertThat(login.role()).contains(new Role("alice", Set.of(Role.Attribute.CREATEDB), Optional.of("shop")));
        assertThat(login).hasToString("Login[alice]");
    }

    @Test
    void whoeverMayNotLogInLooksLikeNobody() {
        add("disabled", UserSettings.DEFAULT.enabled(false));
        add("expired", UserSettings.DEFAULT.until(NOW));
        add("lasting", UserSettings.DEFAULT.until(NOW.plusMillis(1)));
        Identity identity = service(false);
        for (String name : List.of("nobody", "disabled", "expired", "Lasting")) {
            Login login = identity.login(name);
            assertThat(login.user()).isEqualTo(name);
            assertThat(login.verifier(KIND)).as(name).isEmpty();
            assertThat(login.role()).as(name).isEmpty();
        }
        assertThat(identity.login("lasting").role()).isPresent();
    }

    @Test
    void everyNameHasASeedThatStays() {
        add("alice", UserSettings.DEFAULT);
        byte[] seed = service(false).login("nobody").decoySeed();
        Identity again = service(false);
        assertThat(again.login("nobody").decoySeed()).hasSize(32).isEqualTo(seed);
        assertThat(again.login("alice").decoySeed()).hasSize(32).isNotEqualTo(seed);

        again.login("nobody").decoySeed()[0] ^= 1;
        assertThat(again.login("nobody").decoySeed()).isEqualTo(seed);
    }

    @Test
    void noticesWhatAnotherProcessChanges() {
        Identity identity = service(false);
        assertThat(identity.login("alice").role()).isEmpty();
        add("alice", UserSettings.DEFAULT);
        assertThat(identity.login("alice").role()).isPresent();
        new UserStore(home).drop("alice");
        assertThat(identity.login("alice").role()).isEmpty();
    }

    @Test
    void keepsTheUsersWhileTheFileIsDamaged() throws IOException {
        add("alice", UserSettings.DEFAULT);
        IdentityService identity = service(false);
        Path file = home.resolve("identity/users.json");
        String content = Files.readString(file);
        Files.writeString(file, "{");
        assertThat(identity.login("alice").role()).isPresent();
        assertThat(file).hasContent("{");

        Files.delete(file);
        assertThat(identity.login("alice").role()).isEmpty();
        Files.writeString(file, content);
        assertThat(identity.login("alice").role()).isPresent();
    }

    @Test
    void startsWithADamagedFileAndWithoutUsers() throws IOException {
        Files.createDirectory(home.resolve("identity"));
        Files.writeString(home.resolve("identity/users.json"), "{");
        IdentityService identity = service(true);
        identity.addMechanism(scram);
        assertThat(identity.login("demo").role()).isEmpty();
        assertThat(home.resolve("identity/users.json")).hasContent("{");

        Files.delete(home.resolve("identity/users.json"));
        add("alice", UserSettings.DEFAULT);
        assertThat(identity.login("alice").role()).isPresent();
    }

    @Test
    void letsTheDemoUserInByEveryMechanismInDemoMode() {
        IdentityService identity = service(true);
        identity.addMechanism(scram);
        Login login = identity.login("demo");
        assertThat(FakeMechanism.fits(login.verifier(KIND), "demo")).isTrue();
        assertThat(login.role()).contains(new Role("demo", Set.of(Role.Attribute.CREATEDB), Optional.of("demo")));

        identity.addMechanism(sha2);
        identity.removeMechanism(sha2);
        Login later = identity.login("demo");
        assertThat(later.verifier(KIND)).isEqualTo(login.verifier(KIND));
        assertThat(FakeMechanism.fits(later.verifier("caching-sha2"), "demo")).isTrue();

        identity.addMechanism(scram);
        assertThat(scram.derived).hasValue(1);
        assertThat(new UserStore(home).user("demo").orElseThrow().demo()).isTrue();
        assertThat(new UserStore(home).user("demo").orElseThrow().toString()).endsWith(", demo]");
    }

    @Test
    void refusesTheDemoUserOtherwise() {
        service(true).addMechanism(scram);
        IdentityService identity = service(false);
        identity.addMechanism(sha2);
        assertThat(identity.login("demo").role()).isEmpty();
        assertThat(identity.login("demo").verifier(KIND)).isEmpty();
        assertThat(sha2.derived).hasValue(0);
    }

    @Test
    void makesNoDemoUserOtherwise() {
        service(false).addMechanism(scram);
        assertThat(new UserStore(home).users()).isEmpty();
    }

    @Test
    void leavesAUserAloneWhoIsCalledDemo() {
        User mine = add("demo", UserSettings.DEFAULT);
        IdentityService identity = service(true);
        identity.addMechanism(scram);
        identity.addMechanism(sha2);
        assertThat(new UserStore(home).user("demo")).contains(mine);
        assertThat(FakeMechanism.fits(identity.login("demo").verifier(KIND), "s3cret"))
                .isTrue();
    }

    @Test
    void aPasswordOfItsOwnMakesTheDemoUserAnOrdinaryOne() {
        service(true).addMechanism(scram);
        User user = new UserStore(home).setPassword("demo", "s3cret".toCharArray(), List.of(scram));
        assertThat(user.demo()).isFalse();
        assertThat(service(false).login("demo").role()).isPresent();
    }

    @Test
    void aPasswordThatIsShownIsCheckedByWhateverVerifierThereIs() {
        add("alice", UserSettings.DEFAULT);
        IdentityService identity = service(false);
        identity.addMechanism(scram);
        assertThat(identity.login("alice").proves("wrong".toCharArray(), sha2)).isFalse();
        assertThat(identity.login("alice").verifier("caching-sha2")).isEmpty();
        assertThat(identity.login("alice").proves("s3cret".toCharArray(), sha2)).isTrue();
        assertThat(FakeMechanism.fits(identity.login("alice").verifier("caching-sha2"), "s3cret"))
                .isTrue();
        assertThat(new UserStore(home).user("alice").orElseThrow().changed()).isEqualTo(NOW);
    }

    @Test
    void aPasswordThatIsShownGivesTheUserWhatItLacksOnce() {
        add("alice", UserSettings.DEFAULT);
        IdentityService identity = service(false);
        identity.addMechanism(scram);
        identity.addMechanism(sha2);
        Login before = identity.login("alice");
        assertThat(before.proves("s3cret".toCharArray(), sha2)).isTrue();
        Optional<String> first = identity.login("alice").verifier("caching-sha2");
        assertThat(before.proves("s3cret".toCharArray(), sha2)).isTrue();
        assertThat(identity.login("alice").proves("s3cret".toCharArray(), scram))
                .isTrue();
        assertThat(identity.login("alice").verifier("caching-sha2")).isEqualTo(first);
    }

    @Test
    void aMechanismThatCannotCarryThePasswordIsLeftOut() {
        FakeMechanism ascii = FakeMechanism.asciiOnly("old", "ascii");
        new UserStore(home).add("alice", UserSettings.DEFAULT, "süß".toCharArray(), List.of(scram));
        IdentityService identity = service(false);
        identity.addMechanism(ascii);
        identity.addMechanism(sha2);
        assertThat(identity.login("alice").proves("süß".toCharArray(), scram)).isTrue();
        assertThat(identity.login("alice").verifier("ascii")).isEmpty();
        assertThat(identity.login("alice").verifier("caching-sha2")).isPresent();
    }

    @Test
    void aMechanismThatWentIsNotAskedUnlessItIsTheOneThatAsks() {
        add("alice", UserSettings.DEFAULT);
        IdentityService identity = service(false);
        identity.addMechanism(scram);
        identity.removeMechanism(scram);
        assertThat(identity.login("alice").proves("s3cret".toCharArray(), sha2)).isFalse();
        assertThat(identity.login("alice").proves("s3cret".toCharArray(), scram))
                .isTrue();
    }

    @Test
    void aPasswordCanBeShownByNoMechanism() {
        add("alice", UserSettings.DEFAULT);
        IdentityService identity = service(false);
        assertThat(identity.login("alice").proves("s3cret".toCharArray())).isFalse();
        identity.addMechanism(scram);
        identity.addMechanism(sha2);
        assertThat(identity.login("alice").proves("wrong".toCharArray())).isFalse();
        assertThat(identity.login("nobody").proves("s3cret".toCharArray())).isFalse();
        assertThat(identity.login("alice").proves("s3cret".toCharArray())).isTrue();
        assertThat(identity.login("alice").verifier("caching-sha2")).isPresent();
    }

    @Test
    void everyPasswordThatIsShownCostsTheSame() {
        add("alice", UserSettings.DEFAULT);
        add("disabled", UserSettings.DEFAULT.enabled(false));
        IdentityService identity = service(false);
        identity.addMechanism(scram);
        identity.addMechanism(sha2);
        for (String name : List.of("nobody", "disabled", "alice")) {
            int before = work();
            assertThat(identity.login(name).proves("wrong".toCharArray(), sha2)).isFalse();
            assertThat(work() - before).as(name).isEqualTo(2);
        }
    }

    private int work() {
        return scram.derived.get() + scram.verified.get() + sha2.derived.get() + sha2.verified.get();
    }

    @Test
    void nothingIsRememberedOfAnOldPassword() {
        add("alice", UserSettings.DEFAULT);
        IdentityService identity = service(false);
        Login login = identity.login("alice");
        User changed = new UserStore(home).setPassword("alice", "other".toCharArray(), List.of(scram));
        assertThat(login.proves("s3cret".toCharArray(), sha2)).isFalse();
        identity.addMechanism(scram);
        assertThat(login.proves("s3cret".toCharArray(), sha2)).isTrue();
        assertThat(new UserStore(home).user("alice")).contains(changed);
        new UserStore(home).drop("alice");
        assertThat(login.proves("s3cret".toCharArray(), sha2)).isTrue();
        assertThat(new UserStore(home).users()).isEmpty();
    }

    @Test
    void aStoreThatCannotBeWrittenDoesNotKeepAUserOut() throws IOException {
        add("alice", UserSettings.DEFAULT);
        IdentityService identity = service(false);
        identity.addMechanism(scram);
        Login login = identity.login("alice");
        Files.writeString(home.resolve("identity/users.json"), "{");
        assertThat(login.proves("s3cret".toCharArray(), sha2)).isTrue();
        assertThat(home.resolve("identity/users.json")).hasContent("{");
    }

    @Test
    void takesItsHomeAndItsModeFromTheFramework() {
        IdentityService identity =
                new IdentityService(context(Map.of("heliosdb.home", home.toString(), "heliosdb.demo", "true")));
        identity.addMechanism(scram);
        assertThat(identity.login("demo").role()).isPresent();
        assertThat(new IdentityService(context(Map.of("heliosdb.home", home.toString())))
                        .login("demo")
                        .role())
                .isEmpty();
        assertThatThrownBy(() -> new IdentityService(context(Map.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("property heliosdb.home is not set");
    }

    private User add(String name, UserSettings settings) {
        return new UserStore(home).add(name, settings, "s3cret".toCharArray(), List.of(scram));
    }

    private IdentityService service(boolean demo) {
        return new IdentityService(home, demo, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static BundleContext context(Map<String, String> properties) {
        return (BundleContext) Proxy.newProxyInstance(
                IdentityServiceTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("getProperty");
                    return properties.get((String) arguments[0]);
                });
    }
}
