package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Exchange.Failure;
import io.heliosdb.spi.auth.Exchange.Success;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.auth.LoginChannel;
import java.util.function.Supplier;

/** A mechanism that takes any password of a user who exists, where that is the fault. */
final class MutatingMechanism implements AuthMechanism {
    private final AuthMechanism mechanism;
    private final Supplier<Mutation> mutation;

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
