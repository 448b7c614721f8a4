package io.heliosdb.mysql.auth.sha2;

import io.heliosdb.mysql.auth.sha2.internal.CachingSha2Exchange;
import io.heliosdb.mysql.auth.sha2.internal.FastDigests;
import io.heliosdb.mysql.auth.sha2.internal.KeyFile;
import io.heliosdb.mysql.auth.sha2.internal.PasswordText;
import io.heliosdb.mysql.auth.sha2.internal.RsaKeys;
import io.heliosdb.mysql.auth.sha2.internal.Sha2Verifier;
import io.heliosdb.mysql.auth.sha2.internal.Workers;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.auth.ProvidesAuthMechanism;
import io.heliosdb.spi.error.HeliosException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * caching_sha2_password as MySQL 8 speaks it ("Caching SHA-2 Pluggable Authentication").
 *
 * <p>The client answers the protocol's challenge of 20 octets with a scramble. Whoever logged in before is known by it:
 * the server's last word is {@code 03}. Everybody else is told {@code 04} and shows the password, in clear where the
 * channel is encrypted, else encrypted with the server's RSA key, which the client asks for with {@code 02}.
 *
 * <p>What is stored is what MySQL stores: {@code $A$005$}, a salt and SHA-256-crypt's digest of the password.
 */
@Component(service = AuthMechanism.class)
@ProvidesAuthMechanism(name = CachingSha2Password.NAME, version = "1.0.0")
public final class CachingSha2Password implements AuthMechanism {
    public static final String NAME = "caching_sha2_password";

    private static final String HOME = "heliosdb.home";

    /** Folder below the home, beside the certificate. */
    private static final String KEYS = "tls";

    /** Users whose last login is remembered. */
    private static final int REMEMBERED_USERS = 4096;

    private final FastDigests fastDigests = new FastDigests(REMEMBERED_USERS);
    private final RsaKeys rsaKeys;
    private final Executor workers;

    /** With its key in the server's home. */
    @Activate
    public CachingSha2Password(BundleContext context) {
        this(
                Workers.start(),
                Optional.ofNullable(context.getProperty(HOME))
                        .map(home -> new KeyFile(Path.of(home).resolve(KEYS))));
    }

    /** With a key of its own. */
    public CachingSha2Password() {
        this(Workers.start(), Optional.empty());
    }

    /**
     * @param workers do what takes milliseconds
     * @param keys where the key is kept
     */
    CachingSha2Password(Executor workers, Optional<KeyFile> keys) {
        this.workers = workers;
        rsaKeys = new RsaKeys(keys);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String verifierKind() {
        return Sha2Verifier.KIND;
    }

    /** @throws HeliosException 28P01 for a password of more than 256 octets in UTF-8, as at MySQL, and for what is no text */
    @Override
    public String derive(char[] password) {
        byte[] octets = PasswordText.encode(password);
        try {
            return Sha2Verifier.derive(octets).stored();
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    @Override
    public boolean verify(String verifier, char[] password) {
        Optional<Sha2Verifier> stored = Sha2Verifier.parse(verifier);
        try {
            byte[] octets = PasswordText.encode(password);
            try {
                return stored.orElse(Sha2Verifier.OF_NO_PASSWORD).isOf(octets) && stored.isPresent();
            } finally {
                Arrays.fill(octets, (byte) 0);
            }
        } catch (HeliosException cannotBeCarried) {
            return false;
        }
    }

    /** @param channel with a challenge of 20 octets */
    @Override
    public Exchange begin(Login login, LoginChannel channel) {
        return new CachingSha2Exchange(this, login, channel, fastDigests, rsaKeys, workers);
    }
}
