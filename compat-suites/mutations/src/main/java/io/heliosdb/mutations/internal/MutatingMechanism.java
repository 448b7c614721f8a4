package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Exchange.Success;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import io.heliosdb.spi.auth.ProvidesAuthMechanism;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** MySQL's usual mechanism, which takes any password of a user who exists. */
@Component(
        service = AuthMechanism.class,
        immediate = true,
        property = {MutatingEngine.MARK, "service.ranking:Integer=1000"})
@ProvidesAuthMechanism(name = MutatingMechanism.NAME, version = "1.0.0")
public final class MutatingMechanism implements AuthMechanism {
    static final String NAME = "caching_sha2_password";

    private final AuthMechanism mechanism;
    private final Supplier<Mutation> mutation;

    @Activate
    public MutatingMechanism(
            BundleContext context,
            @Reference(target = "(&(heliosdb.auth.name=" + NAME + ")" + MutatingEngine.GENUINE + ")")
                    AuthMechanism mechanism) {
        this(mechanism, new MutationSwitch(context)::now);
    }

    MutatingMechanism(AuthMechanism mechanism, Supplier<Mutation> mutation) {
        this.mechanism = mechanism;
        this.mutation = mutation;
    }

    @Override
    public String name() {
        return mechanism.name();
    }

    @Override
    public String verifierKind() {
        return mechanism.verifierKind();
    }

    @Override
    public boolean needsChannelBinding() {
        return mechanism.needsChannelBinding();
    }

    @Override
    public String derive(char[] password) {
        return mechanism.derive(password);
    }

    @Override
    public boolean verify(String verifier, char[] password) {
        return mechanism.verify(verifier, password);
    }

    @Override
    public Exchange begin(Login login, LoginChannel channel) {
        Exchange exchange = mechanism.begin(login, channel);
        if (mutation.get() != Mutation.BAD_PASSWORD_ACCEPTED || login.role().isEmpty()) {
            return exchange;
        }
        return message ->
                exchange.next(message).thenApply(step -> step instanceof Failure ? new Success(new byte[0]) : step);
    }
}
