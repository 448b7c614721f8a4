package io.heliosdb.testkit;

import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import java.util.List;
import java.util.Optional;

/** The services that the protocol under test finds: fakes that answer at once, on the thread that asks. */
public record Lent(
        Optional<Identity> identity, List<AuthMechanism> mechanisms, List<Dialect> dialects, Optional<Engine> engine) {
    public Lent {
        mechanisms = List.copyOf(mechanisms);
        dialects = List.copyOf(dialects);
    }

    public Lent(Identity identity, List<AuthMechanism> mechanisms, List<Dialect> dialects, Engine engine) {
        this(Optional.of(identity), mechanisms, dialects, Optional.of(engine));
    }

    /** For a protocol that needs none. */
    public static Lent nothing() {
        return new Lent(Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    FakeClient to(FakeClient client) {
        mechanisms.forEach(client::with);
        dialects.forEach(client::with);
        identity.ifPresent(client::with);
        engine.ifPresent(client::with);
        return client;
    }

    void to(ServiceCatalog catalog) {
        identity.ifPresent(catalog::addIdentity);
        engine.ifPresent(catalog::addEngine);
        mechanisms.forEach(mechanism -> catalog.addMechanism(mechanism, "1", 0));
        dialects.forEach(dialect -> catalog.addDialect(dialect, "1", 0));
    }
}
