package io.heliosdb.pg.auth.scram;

import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.MacSpi;

/** The JDK's own HMAC-SHA-256 and SHA-256, with a record of how often they run and over how many octets. */
public final class RecordingProvider extends Provider {
    private static final long serialVersionUID = 1L;
    private static final List<String> CALLS = new ArrayList<>();

    private RecordingProvider() {
        super("Recording", "1", "");
        put("Mac.HmacSHA256", RecordingMac.class.getName());
        put("MessageDigest.SHA-256", RecordingDigest.class.getName());
    }

    /** What ran while the task did, in its order. */
    static List<String> record(Runnable task) {
        Provider provider = new RecordingProvider();
        CALLS.clear();
        Security.insertProviderAt(provider, 1);
        try {
            task.run();
            return List.copyOf(CALLS);
        } finally {
            Security.removeProvider(provider.getName());
        }
    }

    /** Of this thread's test only: the test that uses it runs alone. */
    public static final class RecordingMac extends MacSpi {
        private final Mac mac = jdk(() -> Mac.getInstance("HmacSHA256", "SunJCE"));
        private int octets;

        @Override
        protected int engineGetMacLength() {
            return mac.getMacLength();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters)
                throws InvalidKeyException, InvalidAlgorithmParameterException {
            CALLS.add("HMAC key " + key.getEncoded().length);
            mac.init(key, parameters);
        }

        @Override
        protected void engineUpdate(byte input) {
            octets++;
            mac.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            octets += length;
            mac.update(input, offset, length);
        }

        @Override
        protected byte[] engineDoFinal() {
            CALLS.add("HMAC of " + octets);
            octets = 0;
            return mac.doFinal();
        }

        @Override
        protected void engineReset() {
            octets = 0;
            mac.reset();
        }
    }

    public static final class RecordingDigest extends MessageDigestSpi {
        private final MessageDigest digest = jdk(() -> MessageDigest.getInstance("SHA-256", "SUN"));
        private int octets;

        @Override
        protected void engineUpdate(byte input) {
            octets++;
            digest.update(input);
        }

        @Override
        protected void engineUpdate(byte[] input, int offset, int length) {
            octets += length;
            digest.update(input, offset, length);
        }

        @Override
        protected byte[] engineDigest() {
            CALLS.add("SHA-256 of " + octets);
            octets = 0;
            return digest.digest();
        }

        @Override
        protected void engineReset() {
            octets = 0;
            digest.reset();
        }
    }

    private interface Lookup<T> {
        T get() throws GeneralSecurityException;
    }

    private static <T> T jdk(Lookup<T> lookup) {
        try {
            return lookup.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
