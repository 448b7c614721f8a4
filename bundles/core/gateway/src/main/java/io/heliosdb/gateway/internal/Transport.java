package io.heliosdb.gateway.internal;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.function.Supplier;

/**
 * The way to the network: native epoll where its library is there, the JDK's selectors elsewhere.
 *
 * @param name for the log
 */
public record Transport(
        String name, Supplier<IoHandlerFactory> handlers, Class<? extends ServerChannel> serverChannel) {
    public static final Transport NIO = new Transport("nio", NioIoHandler::newFactory, NioServerSocketChannel.class);

    /** The fastest that this machine has. */
    public static Transport best() {
        return epollIsThere() ? Native.EPOLL : NIO;
    }

    private static boolean epollIsThere() {
        try {
            return Epoll.isAvailable();
        } catch (NoClassDefFoundError absent) {
            // The import is optional: a distribution may leave the epoll bundles out.
            return false;
        }
    }

    public EventLoopGroup loops(int threads, String threadName) {
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory(threadName), handlers.get());
    }

    /** Apart, so that its classes are asked for only where they are there. */
    private static final class Native {
        static final Transport EPOLL =
                new Transport("epoll", EpollIoHandler::newFactory, EpollServerSocketChannel.class);
    }
}
