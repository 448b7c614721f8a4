package io.heliosdb.identity.internal;

import io.heliosdb.identity.User;
import io.heliosdb.identity.UserSettings;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.engine.Role;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * User {@code demo} with password {@code demo}, who owns database {@code demo} and may make others. It is marked in the
 * store, so that a server that does not run in demo mode refuses it. A user of that name whom somebody else made is left
 * alone.
 */
final class DemoUser {
    static final String NAME = "demo";
    static final String DATABASE = "demo";

    private static final Logger LOG = LoggerFactory.getLogger(DemoUser.class);
    private static final char[] PASSWORD = {'d', 'e', 'm', 'o'};
    private static final UserSettings SETTINGS =
            UserSettings.DEFAULT.owning(DATABASE).with(Role.Attribute.CREATEDB);

    private final Clock clock;
    private final AtomicBoolean said = new AtomicBoolean();

    DemoUser(Clock clock) {
        this.clock = clock;
    }

    /** Makes sure that the demo user can log in by the mechanism. */
    void ensure(UserFile file, AuthMechanism mechanism) {
        String kind = mechanism.verifierKind();
        User now = file.read().users().get(NAME);
        if (isSomebodyElse(now)) {
            if (!said.getAndSet(true)) {
                LOG.warn("user \"{}\" was not made by demo mode: it keeps its own password", NAME);
            }
        } else if (isMissing(now, kind)) {
            String verifier = mechanism.derive(PASSWORD);
            file.edit(document -> {
                User user = document.users().get(NAME);
                if (!isSomebodyElse(user) && isMissing(user, kind)) {
                    document.put(withVerifier(user, kind, verifier));
                }
                return null;
            });
        }
    }

    private static boolean isSomebodyElse(User user) {
        return user != null && !user.demo();
    }

    private static boolean isMissing(User user, String kind) {
        return user == null || user.verifier(kind).isEmpty();
    }

    private User withVerifier(User user, String kind, String verifier) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (user == null) {
            return new User(NAME, SETTINGS, Map.of(kind, verifier), true, now, now);
        }
        Map<String, String> verifiers = new TreeMap<>(user.verifiers());
        verifiers.put(kind, verifier);
        return user.with(verifiers, true, now);
    }
}
