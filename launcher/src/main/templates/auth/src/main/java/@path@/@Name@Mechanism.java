package @package@;

import @package@.internal.@Name@Exchange;
import @package@.internal.@Name@Verifier;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.auth.ProvidesAuthMechanism;
import org.osgi.service.component.annotations.Component;

/** The client shows its password, in UTF-8, inside TLS. What is stored of it is a salted hash that is slow to make. */
@Component(service = AuthMechanism.class)
@ProvidesAuthMechanism(name = @Name@Mechanism.NAME, version = "1.0.0")
public final class @Name@Mechanism implements AuthMechanism {
    /** The name by which protocols ask for it. */
    public static final String NAME = "@name@";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String verifierKind() {
        return @Name@Verifier.KIND;
    }

    @Override
    public String derive(char[] password) {
        return @Name@Verifier.derive(password).stored();
    }

    @Override
    public boolean verify(String verifier, char[] password) {
        return @Name@Verifier.parse(verifier)
                .map(stored -> stored.isOf(password))
                .orElse(false);
    }

    @Override
    public Exchange begin(Login login, LoginChannel channel) {
        return new @Name@Exchange(login, channel.encrypted());
    }
}
