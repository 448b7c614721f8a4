package io.heliosdb.identity.internal;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.error.HeliosException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Checks the passwords that clients show in clear text, and derives what the user lacks from one that is right.
 *
 * <p>For every login the same is done: each kind of verifier is checked if the user has one, and derived if not. So a user
 * who does not exist, for whom all are derived in vain, costs what another one does.
 */
final class ShownPasswords {
    private final List<AuthMechanism> mechanisms = new CopyOnWriteArrayList<>();

    void add(AuthMechanism mechanism) {
        mechanisms.add(mechanism);
    }

    void remove(AuthMechanism mechanism) {
        mechanisms.remove(mechanism);
    }

    /**
     * What a password is to the user who logs in.
     *
     * @param right whether it is the user's
     * @param lacking the verifiers of it that the user does not have, by kind
     */
    record Finding(boolean right, Map<String, String> lacking) {}

    Finding check(StoredLogin login, char[] password, Optional<AuthMechanism> asking) {
        boolean right = false;
        Map<String, String> lacking = new TreeMap<>();
        for (AuthMechanism mechanism : oneOfAKind(asking)) {
            String kind = mechanism.verifierKind();
            Optional<String> verifier = login.verifier(kind);
            if (verifier.isPresent()) {
                right |= mechanism.verify(verifier.get(), password);
            } else {
                derive(mechanism, password).ifPresent(derived -> lacking.put(kind, derived));
            }
        }
        return new Finding(right, lacking);
    }

    private Iterable<AuthMechanism> oneOfAKind(Optional<AuthMechanism> asking) {
        Map<String, AuthMechanism> byKind = new TreeMap<>();
        // First: its bundle may be on its way out, and then it is not in the list any more.
        asking.ifPresent(mechanism -> byKind.put(mechanism.verifierKind(), mechanism));
        mechanisms.forEach(mechanism -> byKind.putIfAbsent(mechanism.verifierKind(), mechanism));
        return byKind.values();
    }

    private static Optional<String> derive(AuthMechanism mechanism, char[] password) {
        try {
            return Optional.of(mechanism.derive(password));
        } catch (HeliosException cannotCarryIt) {
            return Optional.empty();
        }
    }
}
