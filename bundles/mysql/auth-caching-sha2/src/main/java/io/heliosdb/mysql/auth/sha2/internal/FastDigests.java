package io.heliosdb.mysql.auth.sha2.internal;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * SHA-256 of SHA-256 of the passwords that were shown lately: with it a scramble can be checked, in microseconds. Each is
 * bound to the verifier that it was checked by, so that one of an old password is worth nothing. In memory only.
 */
public final class FastDigests {
    private record Known(String verifier, byte[] digest) {}

    private final Map<String, Known> byUser;
    private final byte[] decoy = new byte[Sha256.OCTETS];

    /** @param capacity most users; the one whose login is longest ago gives way */
    public FastDigests(int capacity) {
        new SecureRandom().nextBytes(decoy);
        byUser = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                return size() > capacity;
            }
        };
    }

    /** @param verifier the one that the user has now, of which that password is */
    void remember(String user, String verifier, byte[] password) {
        byte[] once = Sha256.of(password);
        Known known = new Known(verifier, Sha256.of(once));
        Arrays.fill(once, (byte) 0);
        synchronized (byUser) {
            byUser.put(user, known);
        }
    }

    /**
     * Whether the scramble is that of the password, which is {@code SHA-256(password) XOR SHA-256(digest || challenge)}. Costs
     * the same for a user who is not known here. Compares in constant time.
     *
     * @param verifier the one that the user has now
     * @param scramble 32 octets
     */
    boolean fits(String user, String verifier, byte[] challenge, byte[] scramble) {
        Known known;
        synchronized (byUser) {
            known = byUser.get(user);
        }
        boolean current = known != null && known.verifier().equals(verifier);
        byte[] digest = current ? known.digest() : decoy;
        byte[] once = Sha256.of(digest, challenge);
        for (int i = 0; i < once.length; i++) {
            once[i] ^= scramble[i];
        }
        boolean fits = MessageDigest.isEqual(Sha256.of(once), digest) && current;
        Arrays.fill(once, (byte) 0);
        return fits;
    }
}
