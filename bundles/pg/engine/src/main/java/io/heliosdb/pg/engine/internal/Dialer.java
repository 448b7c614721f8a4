package io.heliosdb.pg.engine.internal;

import io.heliosdb.pg.engine.EngineAddress;
import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Opens channels to an engine, encrypted where that is wanted. For several event loops. */
final class Dialer {
    private final EngineAddress address;
    private final TlsPolicy tls;
    private final Executor blocking;

    /** @param blocking where host names are resolved */
    Dialer(EngineAddress address, Executor blocking) {
        this.address = address;
        this.tls = new TlsPolicy(address);
        this.blocking = blocking;
    }

    TlsPolicy tls() {
        return tls;
    }

    /**
     * Opens a channel.
     *
     * @param encrypt whether to ask for TLS
     * @param whole what the channel is opened for: when it fails, the channel is closed
     * @return completed on the event loop, with a channel whose pipeline has nothing but what TLS needs
     */
    CompletableFuture<Channel> dial(EventLoop loop, boolean encrypt, CompletableFuture<?> whole) {
        CompletableFuture<Channel> dialed = new CompletableFuture<>();
        resolve(loop, addresses -> next(loop, addresses, 0, encrypt, whole, dialed), dialed);
        return dialed;
    }

    private void resolve(EventLoop loop, Consumer<List<SocketAddress>> then, CompletableFuture<Channel> dialed) {
        EngineEndpoint endpoint = address.endpoint();
        if (endpoint.unixSocket()) {
            then.accept(List.of(Transport.of(loop).unixSocket(endpoint)));
            return;
        }
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(endpoint.host());
        if (literal != null) {
            then.accept(socketAddresses(literalAddress(literal)));
            return;
        }
        // The loop may end while a name is looked up: then nobody waits for it any more.
        CompletableFuture<List<SocketAddress>> unused = CompletableFuture.supplyAsync(
                        () -> lookUp(endpoint.host()), blocking)
                .whenCompleteAsync(
                        (found, failure) -> {
                            if (failure == null) {
                                then.accept(found);
                            } else {
                                dialed.completeExceptionally(failure);
                            }
                        },
                        loop);
    }

    private List<SocketAddress> lookUp(String host) {
        try {
            return socketAddresses(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new HeliosException(SqlState.CONNECTION_FAILURE, "the engine's host is unknown: " + host);
        }
    }

    private static InetAddress literalAddress(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong number of octets
        }
    }

    private List<SocketAddress> socketAddresses(InetAddress... hosts) {
        List<SocketAddress> addresses = new ArrayList<>();
        for (InetAddress host : hosts) {
            addresses.add(new InetSocketAddress(host, address.endpoint().port()));
        }
        return addresses;
    }

    /** A host may have several addresses: the first that answers is taken. */
    private void next(
            EventLoop loop,
            List<SocketAddress> addresses,
            int index,
            boolean encrypt,
            CompletableFuture<?> whole,
            CompletableFuture<Channel> dialed) {
        ChannelFuture connecting = Transport.of(loop)
                .bootstrap(loop, address.endpoint())
                .handler(new ChannelInboundHandlerAdapter())
                .connect(addresses.get(index));
        Channel channel = connecting.channel();
        whole.whenComplete((done, failure) -> {
            if (failure != null) {
                channel.close();
            }
        });
        connecting.addListener(connected -> {
            if (connected.isSuccess()) {
                connected(channel, encrypt, dialed);
            } else if (index + 1 < addresses.size() && !whole.isDone()) {
                next(loop, addresses, index + 1, encrypt, whole, dialed);
            } else {
                dialed.completeExceptionally(unreachable(connected.cause()));
            }
        });
    }

    private void connected(Channel channel, boolean encrypt, CompletableFuture<Channel> dialed) {
        channel.pipeline().removeFirst();
        if (!encrypt) {
            dialed.complete(channel);
            return;
        }
        channel.pipeline()
                .addLast(new TlsNegotiation(
                        tls,
                        context -> {
                            context.pipeline().remove(context.handler());
                            dialed.complete(channel);
                        },
                        dialed::completeExceptionally));
    }

    private HeliosException unreachable(Throwable cause) {
        // Netty's messages repeat the address, and the socket's path with it; the errno's own words are enough.
        String reason = cause instanceof IOException
                ? cause.getMessage()
                : ConnectFailure.of(cause).reason().getMessage();
        return new HeliosException(
                SqlState.CONNECTION_FAILURE, "cannot connect to the engine at " + address + ": " + reason);
    }
}
