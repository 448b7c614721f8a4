package io.heliosdb.testkit;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.util.concurrent.atomic.AtomicInteger;

/** The JDK's own digests, with a count of those that were made: what a login costs, whatever the machine. */
public final class CountingDigests extends Provider {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger DIGESTS = new AtomicInteger();

    private CountingDigests() {
        super("Counting", "1", "");
        put("MessageDigest.SHA-1", CountingSha1.class.getName());
        put("MessageDigest.SHA-256", CountingSha256.class.getName());
    }

    /** How many were made while the task ran; the test that counts runs alone. */
    public static int count(Runnable task) {
        Provider provider = new CountingDigests();
        DIGESTS.set(0);
        Security.insertProviderAt(provider, 1);
        try {
            task.run();
            return DIGESTS.get();
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** SHA-1, counted. */
    public static final class CountingSha1 extends CountingDigest {
        public CountingSha1() {
            super("SHA-1");
        }
    }

    /** SHA-256, counted. */
    public static final class CountingSha256 extends CountingDigest {
        public CountingSha256() {
            super("SHA-256");
        }
    }

    private abstract static class CountingDigest extends MessageDigestSpi {
        private final MessageDigest digest;

        CountingDigest(String algorithm) {
            try {
                digest = MessageDigest.getInstance(algorithm, "SUN");
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
