package io.heliosdb.identity;

import io.heliosdb.identity.internal.Passwords;
import io.heliosdb.identity.internal.UserDocument;
import io.heliosdb.identity.internal.UserFile;
import io.heliosdb.identity.internal.UserName;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The users of a home, in {@code identity/users.json}. Several processes may change them at once: every change takes a
 * lock and replaces the file in one step, on the disk before the call returns. A running server notices a change by
 * itself.
 *
 * <p>Every method reads the disk, and fails with a {@link HeliosException}: 58030 where the file cannot be read or
 * written, XX001 where it is damaged (it is left as it is then), 55P03 where another process holds the lock for too long.
 */
public final class UserStore {
    private final UserFile file;
    private final Clock clock;

    /** @param home the server's home; made, with what is in it, by the first change */
    public UserStore(Path home) {
        this(home, Clock.systemUTC());
    }

    UserStore(Path home, Clock clock) {
        this.file = new UserFile(home);
        this.clock = clock;
    }

    /** All users, by name. */
    public List<User> users() {
        return List.copyOf(file.read().users().values());
    }

    public Optional<User> user(String name) {
        return Optional.ofNullable(file.read().users().get(name));
    }

    /**
     * Adds a user.
     *
     * @param password as for {@link #setPassword}
     * @param mechanisms as for {@link #setPassword}
     * @throws HeliosException 42710 where there is one of that name; 42602 or 42939 where the name cannot be a user's
     */
    public User add(String name, UserSettings settings, char[] password, Collection<AuthMechanism> mechanisms) {
        UserName.check(name);
        Map<String, String> verifiers = Passwords.derive(name, password, mechanisms);
        return file.edit(document -> {
            if (document.users().containsKey(name)) {
                throw new HeliosException(SqlState.DUPLICATE_OBJECT, "user \"" + name + "\" already exists");
            }
            Instant now = now();
            return stored(document, new User(name, settings, verifiers, false, now, now));
        });
    }

    /**
     * Sets a user's password. The verifiers of the old password go, those of mechanisms that are not named here too: a
     * mechanism that is deployed later derives its own at a login that shows it the password. A demo user becomes an
     * ordinary one.
     *
     * @param password not empty, without NUL; the caller wipes it
     * @param mechanisms those that the user shall be able to log in by; one that cannot carry the password is left out
     * @throws HeliosException 42704 where there is no such user; 28P01 where no mechanism can carry the password
     */
    public User setPassword(String name, char[] password, Collection<AuthMechanism> mechanisms) {
        Map<String, String> verifiers = Passwords.derive(name, password, mechanisms);
        return replace(name, user -> user.with(verifiers, false, now()));
    }

    /**
     * Changes what an administrator decides about a user.
     *
     * @throws HeliosException 42704 where there is no such user
     */
    public User change(String name, UnaryOperator<UserSettings> change) {
        return replace(name, user -> user.with(change.apply(user.settings()), now()));
    }

    private User replace(String name, UnaryOperator<User> change) {
        return file.edit(document -> stored(document, change.apply(existing(document, name))));
    }

    /**
     * Removes a user. Its role and its objects at the engine stay.
     *
     * @throws HeliosException 42704 where there is no such user
     */
    public void drop(String name) {
        file.edit(document -> {
            document.remove(existing(document, name).name());
            return null;
        });
    }

    private static User existing(UserDocument document, String name) {
        User user = document.users().get(name);
        if (user == null) {
            throw new HeliosException(SqlState.UNDEFINED_OBJECT, "user \"" + name + "\" does not exist");
        }
        return user;
    }

    private static User stored(UserDocument document, User user) {
        document.put(user);
        return user;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
