package io.heliosdb.testkit;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ClientLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway's side of a connection, for tests of a protocol alone: lends what the test puts in, and remembers what the
 * protocol told it. TLS is only noted, not spoken.
 */
public final class FakeClient implements Client {
    private final Channel channel;
    private final Map<String, AuthMechanism> mechanisms = new HashMap<>();
    private final Map<String, Dialect> dialects = new HashMap<>();
    private final List<String> errorsTold = new ArrayList<>();
    private final List<Activity> activities = new ArrayList<>();
    private ClientLimits limits = new ClientLimits(10_240, 1 << 20);
    private Optional<Identity> identity = Optional.empty();
    private Optional<Engine> engine = Optional.empty();
    private Optional<X509Certificate> certificate = Optional.empty();
    private Optional<ClientDescription> description = Optional.empty();
    private boolean tlsAvailable = true;
    private boolean encrypted;
    private String behindRequest = "";
    private Optional<String> alpn = Optional.empty();

    public FakeClient(Channel channel) {
        this.channel = channel;
    }

    // What the test lends.

    public FakeClient with(Identity lent) {
        identity = Optional.of(lent);
        return this;
    }

    public FakeClient with(AuthMechanism lent) {
        mechanisms.put(lent.name(), lent);
        return this;
    }

    public FakeClient with(Dialect lent) {
        dialects.put(lent.name(), lent);
        return this;
    }

    public FakeClient with(Engine lent) {
        engine = Optional.of(lent);
        return this;
    }

    public FakeClient with(ClientLimits lent) {
        limits = lent;
        return this;
    }

    /** What the server shows once the connection is encrypted. */
    public FakeClient with(X509Certificate lent) {
        certificate = Optional.of(lent);
        return this;
    }

    public FakeClient withoutTls() {
        tlsAvailable = false;
        return this;
    }

    /** As if the connection had begun with TLS, and an application protocol or none had been agreed. */
    public FakeClient insideTls(Optional<String> applicationProtocol) {
        alpn = applicationProtocol;
        encrypted = true;
        return this;
    }

    // What the protocol told.

    /** Who logged in, if anybody did. */
    public Optional<ClientDescription> description() {
        return description;
    }

    /** Everything that the session did, in order. */
    public List<Activity> activities() {
        return List.copyOf(activities);
    }

    // The contract.

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
        return limits;
    }

    @Override
    public boolean tlsAvailable() {
        return tlsAvailable;
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
        if (!tlsAvailable || encrypted) {
            throw new AssertionError("startTls with tlsAvailable " + tlsAvailable + ", encrypted " + encrypted);
        }
        encrypted = true;
    }

    @Override
    public void startTls(ByteBuf received) {
        startTls();
        behindRequest = ByteBufUtil.hexDump(received);
        received.release();
    }

    @Override
    public void addCodec(ChannelHandler codec) {
        channel.pipeline().addFirst(codec);
    }

    /** What came behind the request for TLS, as hexadecimal digits: none of it was read in clear. */
    public String behindRequest() {
        return behindRequest;
    }

    @Override
    public Optional<X509Certificate> serverCertificate() {
        return encrypted ? certificate : Optional.empty();
    }

    @Override
    public Identity identity() {
        return identity.orElseThrow(() -> notNow("no user store was lent"));
    }

    @Override
    public Optional<AuthMechanism> authMechanism(String name) {
        return Optional.ofNullable(mechanisms.get(name));
    }

    @Override
    public Optional<Dialect> dialect(String name) {
        return Optional.ofNullable(dialects.get(name));
    }

    @Override
    public void release(Dialect dialect) {
        // It counts no users.
    }

    @Override
    public Engine engine() {
        return engine.orElseThrow(() -> notNow("no engine was lent"));
    }

    @Override
    public void loggedIn(ClientDescription who) {
        description = Optional.of(who);
    }

    @Override
    public void activity(Activity activity) {
        activities.add(activity);
    }

    @Override
    public void errorTold(String code) {
        errorsTold.add(code);
    }

    /** The codes of the errors that the client was told. */
    public List<String> errorsTold() {
        return List.copyOf(errorsTold);
    }

    private static HeliosException notNow(String message) {
        return new HeliosException(SqlState.CANNOT_CONNECT_NOW, message);
    }
}
