package io.heliosdb.identity.internal;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a password into what is stored of it. */
public final class Passwords {
    private static final Logger LOG = LoggerFactory.getLogger(Passwords.class);

    private Passwords() {}

    /**
     * One verifier for every kind that the mechanisms use.
     *
     * @throws HeliosException 28P01 where the password is empty, has a NUL, or cannot be carried by any of them
     */
    public static Map<String, String> derive(String user, char[] password, Collection<AuthMechanism> mechanisms) {
        check(password);
        if (mechanisms.isEmpty()) {
            throw new IllegalArgumentException("no mechanism to derive a verifier with");
        }
        Map<String, String> verifiers = new TreeMap<>();
        HeliosException refusal = null;
        for (AuthMechanism mechanism : mechanisms) {
            if (!verifiers.containsKey(mechanism.verifierKind())) {
                try {
                    verifiers.put(mechanism.verifierKind(), mechanism.derive(password));
                } catch (HeliosException e) {
                    LOG.warn("user \"{}\" cannot log in by {}: {}", user, mechanism.name(), e.getMessage());
                    refusal = e;
                }
            }
        }
        if (verifiers.isEmpty() && refusal != null) {
            throw refusal;
        }
        return verifiers;
    }

    private static void check(char[] password) {
        if (password.length == 0) {
            throw new HeliosException(SqlState.INVALID_PASSWORD, "the password is empty");
        }
        for (char c : password) {
            if (c == '\0') {
                throw new HeliosException(SqlState.INVALID_PASSWORD, "the password has a NUL");
            }
        }
    }
}
