package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.sql.session.SessionListener;
import io.heliosdb.sql.session.SqlSession;
import io.netty.channel.EventLoop;
import java.util.Map;

/** Opens the session in which a client's statements run: {@link SqlSession#open}. */
@FunctionalInterface
public interface SessionOpener {
    SqlSession open(
            Dialect dialect,
            SessionOpening opening,
            Engine engine,
            Role role,
            Map<String, String> parameters,
            EventLoop loop,
            SessionListener listener);
}
