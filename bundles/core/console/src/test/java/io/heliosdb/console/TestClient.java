package io.heliosdb.console;

import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.spi.protocol.ClientLimits;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** A client whose connection is whatever channel it is given. */
final class TestClient implements Client {
    private final Channel channel;

    TestClient(Channel channel) {
        this.channel = channel;
    }

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
        return new ClientLimits(10_240, 1 << 20);
    }

    @Override
    public boolean tlsAvailable() {
        return false;
    }

    @Override
    public boolean encrypted() {
        return false;
    }

    @Override
    public Optional<String> alpn() {
        return Optional.empty();
    }

    @Override
    public void startTls() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void startTls(ByteBuf received) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<X509Certificate> serverCertificate() {
        return Optional.empty();
    }

    @Override
    public Identity identity() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<AuthMechanism> authMechanism(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<Dialect> dialect(String name) {
        return Optional.empty();
    }

    @Override
    public Engine engine() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void loggedIn(ClientDescription description) {}

    @Override
    public void addCodec(ChannelHandler codec) {
        throw new UnsupportedOperationException("the console's connections are not traced");
    }

    @Override
    public void errorTold(String code) {
        throw new UnsupportedOperationException("the console tells no errors of a protocol");
    }

    @Override
    public void activity(Activity activity) {}
}
