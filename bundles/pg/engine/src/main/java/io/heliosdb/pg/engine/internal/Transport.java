package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.EngineEndpoint;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;

/** The kind of channel that fits an event loop. */
enum Transport {
    EPOLL {
        @Override
        Bootstrap bootstrap(EventLoop loop, EngineEndpoint endpoint) {
            Bootstrap bootstrap = new Bootstrap().group(loop);
            return endpoint.unixSocket()
                    ? bootstrap.channelFactory(EpollDomainSocketChannel::new)
                    : bootstrap.channelFactory(EpollSocketChannel::new).option(ChannelOption.TCP_NODELAY, true);
        }

        @Override
        SocketAddress unixSocket(String path) {
            return new DomainSocketAddress(path);
        }
    },
    NIO {
        @Override
        Bootstrap bootstrap(EventLoop loop, EngineEndpoint endpoint) {
            Bootstrap bootstrap = new Bootstrap().group(loop);
            return endpoint.unixSocket()
                    ? bootstrap.channelFactory(NioDomainSocketChannel::new)
                    : bootstrap.channelFactory(NioSocketChannel::new).option(ChannelOption.TCP_NODELAY, true);
        }

        @Override
        SocketAddress unixSocket(String path) {
            return UnixDomainSocketAddress.of(path);
        }
    };

    /** Name of the socket file in its directory (PostgreSQL's UNIXSOCK_PATH). */
    private static final String SOCKET_NAME = "/.s.PGSQL.";

    /** @throws HeliosException 0A000 for a loop that is neither epoll nor NIO */
    static Transport of(EventLoop loop) {
        if (loop instanceof IoEventLoop io) {
            if (io.isIoType(NioIoHandler.class)) {
                return NIO;
            }
            if (epollClassesPresent() && io.isIoType(EpollIoHandler.class)) {
                return EPOLL;
            }
        }
        throw new HeliosException(
                SqlState.FEATURE_NOT_SUPPORTED,
                "event loop: " + loop.getClass().getName() + " (expected: epoll or NIO)");
    }

    /** One event loop of our own, for what belongs to no client. */
    static EventLoopGroup ownLoop() {
        IoHandlerFactory factory =
                epollClassesPresent() && Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("heliosdb-engine", true), factory);
    }

    abstract Bootstrap bootstrap(EventLoop loop, EngineEndpoint endpoint);

    abstract SocketAddress unixSocket(String path);

    SocketAddress unixSocket(EngineEndpoint endpoint) {
        return unixSocket(endpoint.host() + SOCKET_NAME + endpoint.port());
    }

    /** The native transport is an optional import: without its bundle there are no such classes. */
    private static boolean epollClassesPresent() {
        try {
            return EpollIoHandler.class.getName() != null;
        } catch (NoClassDefFoundError e) {
            return false;
        }
    }
}
