package io.heliosdb.mysql.auth.nativepassword;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's own SHA-1, with a count of the digests that it made. */
public final class CountingProvider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger DIGESTS = new AtomicInteger();

    private CountingProvider() {
        super("Counting", "1", "");
        put("MessageDigest.SHA-1", CountingDigest.class.getName());
    }

    /** How many were made while the task ran; the test that counts runs alone. */
    static int count(Runnable task) {
        Provider provider = new CountingProvider();
        DIGESTS.set(0);
        Security.insertProviderAt(provider, 1);
        try {
            task.run();
            return DIGESTS.get();
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    public static final class CountingDigest extends MessageDigestSpi {
        private final MessageDigest digest = sun();

        private static MessageDigest sun() {
            try {
                return MessageDigest.getInstance("SHA-1", "SUN");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected void engineUpdate(byte input) {
            digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            DIGESTS.incrementAndGet();
            return digest.digest();
        }

        @Override
        protected int engineGetDigestLength() {
            return digest.getDigestLength();
        }

        @Override
        protected void engineReset() {
            digest.reset();
        }
    }
}
