package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.engine.EngineSession;
import io.heliosdb.spi.engine.ResultSink;
import io.heliosdb.spi.engine.SessionRequest;
import io.netty.channel.EventLoop;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine, with one thing wrong. It takes the real one's place because the gateway uses the latest that came. */
@Component(service = Engine.class, immediate = true, property = MutatingEngine.MARK)
public final class MutatingEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(MutatingEngine.class);

    /** The property by which the services of this bundle are known. */
    static final String MARK = "heliosdb.mutations=true";

    static final String GENUINE = "(!(heliosdb.mutations=true))";

    private final Engine engine;
    private final Supplier<Mutation> mutation;

    @Activate
    public MutatingEngine(BundleContext context, @Reference(target = GENUINE) Engine engine) {
        this(engine, new MutationSwitch(context)::now);
        LOG.warn("This server has faults on purpose, as {} says", MutationSwitch.FILE);
    }

    MutatingEngine(Engine engine, Supplier<Mutation> mutation) {
        this.engine = engine;
        this.mutation = mutation;
    }

    @Override
    public CompletionStage<Void> ready() {
        return engine.ready();
    }

    @Override
    public EngineSession open(SessionRequest request, EventLoop loop, ResultSink sink) {
        Mutation now = mutation.get();
        if (now == Mutation.NONE) {
            return engine.open(request, loop, sink);
        }
        MutatingSink mutating = new MutatingSink(sink, now);
        return new MutatingSession(engine.open(request, loop, mutating), now, mutating::status);
    }

    @Override
    public CompletionStage<Void> closeIdle() {
        return engine.closeIdle();
    }

    @Override
    public CompletionStage<Void> removePrelude(String database, String schema) {
        return engine.removePrelude(database, schema);
    }
}
