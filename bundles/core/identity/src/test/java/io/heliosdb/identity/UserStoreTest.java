package io.heliosdb.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.heliosdb.identity.testing.FakeMechanism;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final Instant END = Instant.parse("2027-01-31T00:00:00Z");

    @TempDir
    private Path home;

    private final FakeMechanism scram = FakeMechanism.of("SCRAM-SHA-256", "scram-sha-256");
    private final FakeMechanism scramPlus = FakeMechanism.of("SCRAM-SHA-256-PLUS", "scram-sha-256");
    private final FakeMechanism oracle = FakeMechanism.asciiOnly("O5LOGON", "oracle-12c");

    @Test
    void isEmptyAndMakesNothingBeforeTheFirstChange() throws IOException {
        assertThat(store().users()).isEmpty();
        assertThat(store().user("alice")).isEmpty();
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void keepsWhatWasAdded() {
        User added = store().add(
                        "alice",
                        UserSettings.DEFAULT
                                .owning("shop")
                                .with(Role.Attribute.CREATEROLE)
                                .with(Role.Attribute.CREATEDB)
                                .until(END),
                        password("s3cret"),
                        List.of(scram));
        store().add("Bücher", UserSettings.DEFAULT.enabled(false), password("pass"), List.of(scram, oracle));

        assertThat(store().user("alice")).contains(added);
        assertThat(added.settings())
                .isEqualTo(new UserSettings(
                        Set.of(Role.Attribute.CREATEDB, Role.Attribute.CREATEROLE),
                        Optional.of("shop"),
                        true,
                        Optional.of(END)));
        assertThat(added.created()).isEqualTo(added.changed()).isEqualTo(NOW);
        assertThat(added.demo()).isFalse();
        assertThat(FakeMechanism.fits(added.verifier("scram-sha-256"), "s3cret"))
                .isTrue();
        assertThat(added.role())
                .isEqualTo(new Role(
                        "alice", Set.of(Role.Attribute.CREATEDB, Role.Attribute.CREATEROLE), Optional.of("shop")));

        assertThat(store().users()).extracting(User::name).containsExactly("Bücher", "alice");
        User other = store().user("Bücher").orElseThrow();
        assertThat(other.verifiers()).containsOnlyKeys("scram-sha-256", "oracle-12c");
        assertThat(other.settings()).isEqualTo(UserSettings.DEFAULT.enabled(false));
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        Path folder = home.resolve("identity");
        Files.createDirectory(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        addAlice();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(2).allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("%s", file)
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void belongsToWhomTheHomeBelongs() throws IOException {
        assumeTrue(Files.getOwner(home).getName().equals("root"), "only root gives files away");
        UserPrincipal service =
                home.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(home, service);
        addAlice();
        for (String name : List.of("", "lock", "users.json")) {
            assertThat(Files.getOwner(home.resolve("identity").resolve(name)))
                    .as(name)
                    .isEqualTo(service);
        }
    }

    @Test
    void hasOneUserOfAName() {
        addAlice();
        assertRefused(() -> addAlice(), "42710", "user \"alice\" already exists");
        assertThat(store().add("Alice", UserSettings.DEFAULT, password("x"), List.of(scram))
                        .name())
                .isEqualTo("Alice");
    }

    @Test
    void aNewPasswordTakesTheVerifiersOfTheOldOneAway() {
        store().add("alice", UserSettings.DEFAULT, password("old"), List.of(scram, oracle));
        User user = store().setPassword("alice", password("new"), List.of(scram));
        assertThat(user.verifiers()).containsOnlyKeys("scram-sha-256");
        assertThat(FakeMechanism.fits(user.verifier("scram-sha-256"), "new")).isTrue();
        assertThat(store().user("alice")).contains(user);
    }

    @Test
    void derivesOneVerifierForEachKind() {
        store().add("alice", UserSettings.DEFAULT, password("x"), List.of(scram, scramPlus));
        assertThat(scram.derived).hasValue(1);
        assertThat(scramPlus.derived).hasValue(0);
    }

    @Test
    void leavesAMechanismOutThatCannotCarryThePassword() {
        User user = store().add("alice", UserSettings.DEFAULT, password("pässword"), List.of(oracle, scram));
        assertThat(user.verifiers()).containsOnlyKeys("scram-sha-256");
        assertRefused(() -> store().setPassword("alice", password("ü"), List.of(oracle)), "28P01", "only ASCII");
        assertThat(store().user("alice")).contains(user);
    }

    @Test
    void refusesPasswordsThatAreNone() {
        addAlice();
        assertRefused(
                () -> store().setPassword("alice", new char[0], List.of(scram)), "28P01", "the password is empty");
        assertRefused(
                () -> store().setPassword("alice", password("a\0b"), List.of(scram)),
                "28P01",
                "the password has a NUL");
        assertThatThrownBy(() -> store().setPassword("alice", password("x"), List.<AuthMechanism>of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changesWhatTheAdministratorDecides() {
        User before = addAlice();
        User after = new UserStore(home, Clock.fixed(END, ZoneOffset.UTC))
                .change("alice", settings -> settings.enabled(false).with(Role.Attribute.SUPERUSER));
        assertThat(after.settings())
                .isEqualTo(UserSettings.DEFAULT.enabled(false).with(Role.Attribute.SUPERUSER));
        assertThat(after.verifiers()).isEqualTo(before.verifiers());
        assertThat(after.created()).isEqualTo(NOW);
        assertThat(after.changed()).isEqualTo(END);
        assertThat(store().change("alice", settings -> settings.without(Role.Attribute.SUPERUSER))
                        .settings())
                .isEqualTo(UserSettings.DEFAULT.enabled(false));
    }

    @Test
    void dropsAUser() {
        addAlice();
        store().drop("alice");
        assertThat(store().users()).isEmpty();
        assertRefused(() -> store().drop("alice"), "42704", "user \"alice\" does not exist");
        assertRefused(
                () -> store().setPassword("alice", password("x"), List.of(scram)),
                "42704",
                "user \"alice\" does not exist");
        assertRefused(() -> store().change("alice", settings -> settings), "42704", "user \"alice\" does not exist");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 42602 | user name has 0 octets (expected: 1 to 63)",
                "a123456789b123456789c123456789d123456789e123456789f1234567890123 | 42602"
                        + " | user name has 64 octets (expected: 1 to 63)",
                "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü | 42602 | user name has 64 octets (expected: 1 to 63)",
                "'a\tb' | 42602 | user name has a character that cannot be printed",
                "'a\u0085b' | 42602 | user name has a character that cannot be printed",
                "pg_monitor | 42939 | user name \"pg_monitor\" is reserved",
                "public | 42939 | user name \"public\" is reserved",
                "none | 42939 | user name \"none\" is reserved",
            })
    void refusesNamesThatNoRoleCanHave(String name, String sqlState, String message) {
        assertRefused(() -> store().add(name, UserSettings.DEFAULT, password("x"), List.of(scram)), sqlState, message);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void refusesHalfACharacterAndOddDatabases() {
        for (String name : List.of("a" + Character.toString(0xD83D), "a\0b")) {
            assertRefused(
                    () -> store().add(name, UserSettings.DEFAULT, password("x"), List.of(scram)),
                    "42602",
                    "user name has a character that cannot be printed");
        }
        assertRefused(() -> UserSettings.DEFAULT.owning(""), "42602", "database name has 0 octets (expected: 1 to 63)");
    }

    @Test
    void keepsFieldsThatItDoesNotKnow() throws IOException {
        write(
                """
                {"version": 1, "comment": {"by": "hand"}, "users": {
                  "alice": {"verifiers": {"scram-sha-256": "v"}, "keys": [{"id": 7}], "enabled": true},
                  "bob": {"verifiers": {}, "colour": "blue"}}}
                """);
        store().setPassword("alice", password("new"), List.of(scram));
        assertThat(read())
                .contains("\"comment\" : {\n    \"by\" : \"hand\"")
                .contains("\"keys\" : [ {\n        \"id\" : 7")
                .contains("\"colour\" : \"blue\"");
        assertThat(store().user("bob").orElseThrow().settings()).isEqualTo(UserSettings.DEFAULT);
        assertThat(store().user("bob").orElseThrow().created()).isEqualTo(Instant.EPOCH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"version\": 1",
                "{\"version\": 1, \"users\": {}} x",
                "{\"version\": \"1\", \"users\": {}}",
                "{\"version\": 1.5, \"users\": {}}",
                "{\"version\": 0, \"users\": {}}",
                "{\"version\": 1, \"users\": []}",
                "{\"version\": 1, \"users\": {\"a\": 1}}",
                "{\"version\": 1, \"users\": {\"a\": {}}}",
                "{\"version\": 1, \"users\": {\"pg_a\": {\"verifiers\": {}}}}",
                "{\"version\": 1, \"users\": {\"a\": {\"verifiers\": {\"k\": 1}}}}",
                "{\"version\": 1, \"users\": {\"a\": {\"verifiers\": {}, \"enabled\": \"no\"}}}",
                "{\"version\": 1, \"users\": {\"a\": {\"verifiers\": {}, \"validUntil\": \"soon\"}}}",
                "{\"version\": 1, \"users\": {\"a\": {\"verifiers\": {}, \"attributes\": \"CREATEDB\"}}}",
                "{\"version\": 1, \"users\": {\"a\": {\"verifiers\": {}, \"attributes\": [\"FLY\"]}}}",
                "{\"version\": 1, \"users\": {\"a\": {\"verifiers\": {}, \"database\": \"\"}}}",
                "{\"version\": 1, \"users\": {\"a\": {\"verifiers\": {}}, \"a\": {\"verifiers\": {}}}}",
            })
    void aDamagedFileIsRefusedAndLeftAsItIs(String content) throws IOException {
        write(content);
        assertThatThrownBy(() -> store().users())
                .isInstanceOfSatisfying(HeliosException.class, e -> {
                    assertThat(e.sqlState()).isEqualTo("XX001");
                    assertThat(e.field(HeliosException.Field.HINT)).isPresent();
                })
                .hasMessageStartingWith("user store " + home.resolve("identity/users.json") + " is damaged: ");
        assertThatThrownBy(() -> addAlice()).isInstanceOfSatisfying(HeliosException.class, e -> assertThat(e.sqlState())
                .isEqualTo("XX001"));
        assertThat(read()).isEqualTo(content);
    }

    @Test
    void aFileOfANewerVersionIsLeftAsItIs() throws IOException {
        write("{\"version\": 2, \"people\": {}}");
        assertRefused(
                () -> addAlice(),
                "0A000",
                "user store " + home.resolve("identity/users.json")
                        + " is of a newer HeliosDB: version 2 (expected: 1)");
        assertThat(read()).isEqualTo("{\"version\": 2, \"people\": {}}");
    }

    @Test
    void sayWhereTheFileIsDamagedWithoutItsSecrets() throws IOException {
        write("{\"version\": 1, \"users\": {\n\"alice\": {\"verifiers\": {\"scram-sha-256\": SECRET}}}}");
        assertThatThrownBy(() -> store().users())
                .hasMessageEndingWith("no JSON at line 2, column 42")
                .hasMessageNotContaining("SECRET");
    }

    @Test
    void showsNoVerifier() {
        assertThat(addAlice().toString())
                .isEqualTo("User[alice, " + UserSettings.DEFAULT + ", [scram-sha-256]]")
                .doesNotContain("$");
    }

    @Test
    void saysWhyItCannotBeRead() throws IOException {
        Files.createDirectories(home.resolve("identity/users.json"));
        assertRefused(
                () -> store().users(),
                "58030",
                "user store " + home.resolve("identity/users.json") + " cannot be read: Is a directory");
    }

    @Test
    void saysWhyItCannotBeWritten() throws IOException {
        Files.writeString(home.resolve("identity"), "a file");
        assertThatThrownBy(() -> addAlice())
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("58030"))
                .hasMessageContaining("users.json cannot be written: ")
                .hasMessageContaining("FileAlreadyExistsException");
    }

    private User addAlice() {
        return store().add("alice", UserSettings.DEFAULT, password("s3cret"), List.of(scram));
    }

    private UserStore store() {
        return new UserStore(home, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private void write(String content) throws IOException {
        Files.createDirectories(home.resolve("identity"));
        Files.writeString(home.resolve("identity/users.json"), content);
    }

    private String read() throws IOException {
        return Files.readString(home.resolve("identity/users.json"), UTF_8);
    }

    private static char[] password(String text) {
        return text.toCharArray();
    }

    private static void assertRefused(Runnable task, String sqlState, String message) {
        assertThatThrownBy(task::run)
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo(sqlState))
                .hasMessage(message);
    }
}
