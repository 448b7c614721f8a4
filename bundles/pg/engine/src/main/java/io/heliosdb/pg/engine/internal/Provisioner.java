package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.wire.scram.ScramKeys;
import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.Role.Attribute;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the roles of users at the engine, with exactly the rights that they are to have, and the databases that they own:
 * at the first use of each, and again when its record changes. For several threads.
 */
final class Provisioner {
    private static final Logger LOGGER = LoggerFactory.getLogger(Provisioner.class);

    private static final int PASSWORD_OCTETS = 32;
    private static final int SALT_OCTETS = 16;
    private static final String DUPLICATE_DATABASE = "42P04";

    /** What the later one of two that make the same database at once is told. */
    private static final String UNIQUE_VIOLATION = "23505";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String TRUE = "t";
    private static final List<Attribute> ATTRIBUTES =
            List.of(Attribute.SUPERUSER, Attribute.CREATEDB, Attribute.CREATEROLE);

    private record Provisioned(Role role, CompletableFuture<Optional<EnginePassword>> outcome) {
        boolean serves(Role wanted) {
            return role.equals(wanted) && !outcome.isCompletedExceptionally();
        }
    }

    private final Administration administration;
    private final EngineEndpoint endpoint;
    private final Credentials credentials;
    private final Supplier<EngineSettings> settings;
    private final Executor blocking;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentMap<String, Provisioned> roles = new ConcurrentHashMap<>();

    /** Roles that the engine did not let in: what is known of them may be wrong. */
    private final Set<String> refused = ConcurrentHashMap.newKeySet();

    Provisioner(
            Administration administration,
            EngineEndpoint endpoint,
            Credentials credentials,
            Supplier<EngineSettings> settings,
            Executor blocking) {
        this.administration = administration;
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.settings = settings;
        this.blocking = blocking;
    }

    /**
     * Makes sure of a role and its database. Those who ask while it is being done wait for the same outcome.
     *
     * @return the password that the role logs in with, empty where the engine knows the operating system's user; failed
     *     with a HeliosException
     */
    CompletionStage<Optional<EnginePassword>> provision(Role role) {
        Provisioned known = roles.get(role.name());
        if (known != null && known.serves(role)) {
            return known.outcome;
        }
        CompletableFuture<Optional<EnginePassword>> outcome = new CompletableFuture<>();
        CompletableFuture<Void> turn = new CompletableFuture<>();
        Provisioned entry = roles.compute(role.name(), (name, before) -> {
            if (before != null && before.serves(role)) {
                return before;
            }
            CompletionStage<?> previous = before == null ? turn : before.outcome.handle((done, failure) -> done);
            turn.thenCombine(previous, (now, then) -> null)
                    .thenCompose(now -> begin(role))
                    .whenComplete((password, failure) -> {
                        if (failure == null) {
                            outcome.complete(password);
                        } else {
                            outcome.completeExceptionally(ConnectFailure.of(failure));
                        }
                    });
            return new Provisioned(role, outcome);
        });
        turn.complete(null); // outside of the map's lock
        return entry.outcome;
    }

    /** Whether the role is as its record says, as far as is known. */
    boolean isDone(Role role) {
        Provisioned known = roles.get(role.name());
        return known != null && known.serves(role) && known.outcome.isDone();
    }

    /** The engine did not let the role in: it is looked at anew when it comes again. */
    void forget(String role) {
        refused.add(role);
        roles.remove(role);
    }

    private CompletionStage<Optional<EnginePassword>> begin(Role role) {
        try {
            Login.checkName("role", role.name());
            role.database().ifPresent(name -> Login.checkName("database", name));
        } catch (HeliosException e) {
            return CompletableFuture.failedFuture(ConnectFailure.answered(e));
        }
        if (role.name().equals(endpoint.administrator())) {
            return role.attributes().contains(Attribute.SUPERUSER)
                    ? CompletableFuture.completedFuture(administration.password())
                    : CompletableFuture.failedFuture(new HeliosException(
                            SqlState.INVALID_AUTHORIZATION,
                            "role \"" + role.name() + "\" administers the engine and serves no other user"));
        }
        return administration.open(Optional.empty()).thenCompose(session -> run(session, role)
                .whenComplete((password, failure) -> session.close()));
    }

    private CompletionStage<Optional<EnginePassword>> run(AdministratorSession session, Role role) {
        return find(session, role)
                .thenCompose(found -> found.isEmpty() ? create(session, role) : adapt(session, role, found.get(0)))
                .thenCompose(password -> ensureDatabase(session, role).thenApply(done -> password));
    }

    // ------------------------------------------------------------------ role

    private static CompletionStage<List<List<String>>> find(AdministratorSession session, Role role) {
        return session.run("SELECT rolcanlogin, rolsuper, rolcreatedb, rolcreaterole FROM pg_catalog.pg_roles"
                + " WHERE rolname = " + SqlText.literal(role.name()));
    }

    private CompletionStage<Optional<EnginePassword>> create(AdministratorSession session, Role role) {
        StringBuilder sql = new StringBuilder("CREATE ROLE ")
                .append(SqlText.identifier(role.name()))
                .append(" LOGIN");
        ATTRIBUTES.stream().filter(role.attributes()::contains).forEach(attribute -> sql.append(' ')
                .append(attribute.name()));
        LOGGER.info("creating role {} at the engine", role.name());
        return password(role, true).thenCompose(password -> session.run(sql + clause(password))
                .thenApply(done -> password.map(Given::password))
                .exceptionallyCompose(failure -> adaptIfThere(session, role, failure)));
    }

    /** Another server that shares the engine may make the same role at this moment. */
    private CompletionStage<Optional<EnginePassword>> adaptIfThere(
            AdministratorSession session, Role role, Throwable failure) {
        String state = ConnectFailure.of(failure).reason().sqlState();
        if (!state.equals(SqlState.DUPLICATE_OBJECT) && !state.equals(UNIQUE_VIOLATION)) {
            return CompletableFuture.failedFuture(failure);
        }
        return find(session, role)
                .thenCompose(found ->
                        found.isEmpty() ? CompletableFuture.failedFuture(failure) : adapt(session, role, found.get(0)));
    }

    private CompletionStage<Optional<EnginePassword>> adapt(
            AdministratorSession session, Role role, List<String> found) {
        StringBuilder changes = new StringBuilder();
        if (!found.get(0).equals(TRUE)) {
            changes.append(" LOGIN");
        }
        for (int i = 0; i < ATTRIBUTES.size(); i++) {
            boolean has = found.get(i + 1).equals(TRUE);
            boolean wanted = role.attributes().contains(ATTRIBUTES.get(i));
            if (has != wanted) {
                changes.append(wanted ? " " : " NO").append(ATTRIBUTES.get(i).name());
            }
        }
        boolean superuser = found.get(1).equals(TRUE);
        return ownPassword(role, superuser).thenCompose(password -> {
            String sql = changes
                    + password.filter(Given::fresh)
                            .map(given -> clause(password))
                            .orElse("");
            Optional<EnginePassword> result = password.map(Given::password);
            if (sql.isEmpty()) {
                return CompletableFuture.completedFuture(result);
            }
            LOGGER.info("changing role {} at the engine", role.name());
            return session.run("ALTER ROLE " + SqlText.identifier(role.name()) + sql)
                    .thenApply(done -> result);
        });
    }

    /** The password of a role that exists: ours, or a new one where taking it over is allowed. */
    private CompletionStage<Optional<Given>> ownPassword(Role role, boolean superuser) {
        if (!usesPasswords()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(() -> credentials.find(endpoint.toString(), role.name()), blocking)
                .thenCompose(known -> {
                    boolean doubtful =
                            refused.contains(role.name()) && settings.get().takeOverRoles();
                    if (known.isPresent() && !doubtful) {
                        return CompletableFuture.completedFuture(
                                Optional.of(new Given(new EnginePassword(known.get()), false)));
                    }
                    if (!settings.get().takeOverRoles()
                            || (superuser && !role.attributes().contains(Attribute.SUPERUSER))) {
                        return CompletableFuture.failedFuture(notOurs(role, superuser));
                    }
                    return password(role, false);
                });
    }

    private static HeliosException notOurs(Role role, boolean superuser) {
        return new HeliosException(
                        SqlState.INVALID_AUTHORIZATION,
                        "role \"" + role.name() + "\" exists at the engine, and this server does not know its password")
                .with(
                        HeliosException.Field.HINT,
                        superuser
                                ? "It is a superuser there, so it cannot be taken over: choose another name for the user."
                                : "Choose another name for the user, or set " + EngineKeys.TAKE_OVER_ROLES.name()
                                        + "=true to give the role a new password.");
    }

    // ------------------------------------------------------------------ password

    /** @param fresh whether the engine has to be told */
    private record Given(EnginePassword password, boolean fresh) {}

    private boolean usesPasswords() {
        return !endpoint.unixSocket() || endpoint.password().isPresent();
    }

    /** A password that is on disk before the engine hears of it: one made earlier for this role, or a new one. */
    private CompletionStage<Optional<Given>> password(Role role, boolean reuse) {
        if (!usesPasswords()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    String engine = endpoint.toString();
                    Optional<String> known = reuse ? credentials.find(engine, role.name()) : Optional.empty();
                    String text = known.orElseGet(this::newPassword);
                    if (known.isEmpty()) {
                        credentials.keep(engine, role.name(), text);
                    }
                    EnginePassword password = new EnginePassword(text);
                    password.keys(octets(SALT_OCTETS), ScramKeys.DEFAULT_ITERATIONS);
                    refused.remove(role.name());
                    return Optional.of(new Given(password, true));
                },
                blocking);
    }

    private String newPassword() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets(PASSWORD_OCTETS));
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    /** The engine is told the verifier: the password itself never leaves this server. */
    private static String clause(Optional<Given> given) {
        return given.map(password ->
                        " PASSWORD " + SqlText.literal(password.password().verifier()))
                .orElse("");
    }

    // ------------------------------------------------------------------ database

    private static CompletionStage<Void> ensureDatabase(AdministratorSession session, Role role) {
        if (role.database().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        String name = role.database().get();
        return session.run("SELECT 1 FROM pg_catalog.pg_database WHERE datname = " + SqlText.literal(name))
                .thenCompose(found -> {
                    if (!found.isEmpty()) {
                        return CompletableFuture.completedFuture(null);
                    }
                    LOGGER.info("creating database {} at the engine", name);
                    return createDatabase(session, role.name(), name);
                });
    }

    private static CompletionStage<Void> createDatabase(AdministratorSession session, String role, String name) {
        String sql = "CREATE DATABASE " + SqlText.identifier(name) + " OWNER " + SqlText.identifier(role);
        CompletableFuture<Void> outcome = new CompletableFuture<>();
        session.run(sql).whenComplete((done, failure) -> {
            String state =
                    failure == null ? "" : ConnectFailure.of(failure).reason().sqlState();
            if (failure == null || state.equals(DUPLICATE_DATABASE) || state.equals(UNIQUE_VIOLATION)) {
                outcome.complete(null);
            } else if (state.equals(INSUFFICIENT_PRIVILEGE)) {
                // An administrator that is no superuser must be a member of the role to give it a database.
                session.run("GRANT " + SqlText.identifier(role) + " TO CURRENT_USER")
                        .thenCompose(granted -> session.run(sql))
                        .whenComplete((created, refusal) -> {
                            if (refusal == null) {
                                outcome.complete(null);
                            } else {
                                outcome.completeExceptionally(ConnectFailure.of(refusal));
                            }
                        });
            } else {
                outcome.completeExceptionally(ConnectFailure.of(failure));
            }
        });
        return outcome;
    }
}
