package io.heliosdb.spi.engine;

import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The database engine behind every protocol: a server of the PostgreSQL family. */
@ProviderType
public interface Engine {
    /** Complete when the engine answers; failed with a HeliosException that says why it cannot be reached. */
    CompletionStage<Void> ready();

    /**
     * Opens a session. Never blocks and never throws: the outcome arrives at the sink, {@link ResultSink#opened} or
     * {@link ResultSink#closed} (3D000 no such database, 28000 no such role, 53300 too many connections, 57P03 the engine
     * cannot be reached now).
     *
     * @param loop the client connection's event loop, on which the session lives
     */
    EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink);

    /**
     * Closes every pooled connection that serves no session, so that a database can be dropped, renamed or used as a
     * template.
     *
     * @return complete when they are closed
     */
    CompletionStage<Void> closeIdle();

    /**
     * Takes a {@link Prelude} out of a database, on the wish of whoever runs the server. Sessions that are open lose what
     * it defines; the next session that asks for it has it installed again.
     *
     * @param schema {@link Prelude#schema()}
     * @return complete when it is gone; failed with a HeliosException: 42704 where it is not installed, 2BP01 with the
     *     names in its detail where something depends on it
     */
    default CompletionStage<Void> removePrelude(String database, String schema) {
        return CompletableFuture.failedFuture(
                new HeliosException(SqlState.FEATURE_NOT_SUPPORTED, "this engine installs no preludes"));
    }
}
