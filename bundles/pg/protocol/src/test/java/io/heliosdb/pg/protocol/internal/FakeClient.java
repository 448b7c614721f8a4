package io.heliosdb.pg.protocol.internal;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.ChannelBinding;
import io.heliosdb.spi.auth.Exchange;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Translation;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ClientLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The gateway's side of a connection, and a login in two steps: "first" is answered by "challenge", then "secret". */
final class FakeClient implements Client, Identity {
    static final int LONGEST_MESSAGE = 100_000;

    final EmbeddedChannel channel = new EmbeddedChannel();
    final FakeEngine engine = new FakeEngine();
    ClientDescription description;
    Activity activity;
    boolean tls = true;
    boolean encrypted;
    Optional<String> alpn = Optional.empty();
    boolean mechanismDeployed = true;
    boolean dialectDeployed = true;
    boolean engineDeployed = true;
    CompletableFuture<Void> verification = CompletableFuture.completedFuture(null);

    @Override
    public long id() {
        return 1;
    }

    @Override
    public Channel channel() {
        return channel;
    }

    @Override
    public ClientLimits limits() {
        return new ClientLimits(10_000, LONGEST_MESSAGE);
    }

    @Override
    public boolean tlsAvailable() {
        return tls;
    }

    @Override
    public boolean encrypted() {
        return encrypted;
    }

    @Override
    public Optional<String> alpn() {
        return alpn;
    }

    @Override
    public void startTls() {
        encrypted = true;
    }

    @Override
    public Optional<X509Certificate> serverCertificate() {
        return Optional.empty();
    }

    @Override
    public Identity identity() {
        return this;
    }

    @Override
    public Optional<AuthMechanism> authMechanism(String name) {
        return mechanismDeployed && name.equals("SCRAM-SHA-256") ? Optional.of(new Password()) : Optional.empty();
    }

    @Override
    public Optional<Dialect> dialect(String name) {
        return dialectDeployed ? Optional.of(new EverythingDropsADatabase()) : Optional.empty();
    }

    @Override
    public Engine engine() {
        if (!engineDeployed) {
            throw new HeliosException(SqlState.CANNOT_CONNECT_NOW, "no engine");
        }
        return engine;
    }

    @Override
    public void loggedIn(ClientDescription clientDescription) {
        description = clientDescription;
    }

    @Override
    public void activity(Activity now) {
        activity = now;
    }

    @Override
    public Login login(String user) {
        return new KnownLogin(user);
    }

    @Override
    public boolean remember(Login login, String kind, String verifier) {
        throw new UnsupportedOperationException("nothing logs in by clear text here");
    }

    private record KnownLogin(String user) implements Login {
        @Override
        public Optional<String> verifier(String kind) {
            return Optional.of("verifier");
        }

        @Override
        public Optional<Role> role() {
            return Optional.of(new Role(user, Set.of(), Optional.empty()));
        }

        @Override
        public byte[] decoySeed() {
            return new byte[32];
        }
    }

    private final class Password implements AuthMechanism {
        @Override
        public String name() {
            return "SCRAM-SHA-256";
        }

        @Override
        public String verifierKind() {
            return "password";
        }

        @Override
        public String derive(char[] password) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Exchange begin(Login login, Optional<ChannelBinding> binding) {
            return this::next;
        }

        private CompletionStage<Exchange.Step> next(byte[] message) {
            return switch (new String(message, StandardCharsets.US_ASCII)) {
                case "first" ->
                    CompletableFuture.completedFuture(
                            new Exchange.Challenge("challenge".getBytes(StandardCharsets.US_ASCII)));
                case "secret" ->
                    verification.thenApply(done -> new Exchange.Success("proof".getBytes(StandardCharsets.US_ASCII)));
                case "defect" -> CompletableFuture.failedFuture(new IllegalStateException("a defect"));
                default ->
                    CompletableFuture.completedFuture(new Exchange.Failure(
                            new HeliosException(SqlState.INVALID_PASSWORD, "password authentication failed")));
            };
        }
    }

    /** Sees a database in every statement that begins with DROP. */
    private static final class EverythingDropsADatabase implements Dialect {
        @Override
        public String name() {
            return "postgresql";
        }

        @Override
        public boolean verbatim() {
            return true;
        }

        @Override
        public StatementKind kind(ByteBuf sql) {
            return sql.toString(StandardCharsets.US_ASCII).startsWith("DROP")
                    ? StatementKind.DATABASE_DEFINITION
                    : StatementKind.OTHER;
        }

        @Override
        public Translation translate(String sql) {
            throw new UnsupportedOperationException();
        }
    }
}
