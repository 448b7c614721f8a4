package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Gives a connection the parameters that a session wants, ahead of the session's own requests, which are sent without
 * waiting. Owns the connection until that is answered.
 */
final class Restore extends BackendOwner {
    private final TransactionSession session;
    private final Consumer<Boolean> done;
    private int answersAwaited;
    private boolean failed;

    private Restore(TransactionSession session, Consumer<Boolean> done) {
        super(MessageInterest.inAll());
        this.session = session;
        this.done = done;
    }

    /**
     * Sends what makes the connection report the wanted values.
     *
     * @param done told, before the session's first answer, whether it does
     */
    static void begin(
            Backend backend, Map<String, String> changes, TransactionSession session, Consumer<Boolean> done) {
        Restore restore = new Restore(session, done);
        backend.owner(restore);
        Map<String, String> others = new LinkedHashMap<>(changes);
        String encoding = others.remove(ParameterSet.CLIENT_ENCODING);
        if (encoding != null) {
            // First and alone: the other values are octets in the session's encoding.
            restore.send(backend, Map.of(ParameterSet.CLIENT_ENCODING, encoding));
        }
        if (!others.isEmpty()) {
            restore.send(backend, others);
        }
        // A simple Query takes the unnamed statement away.
        backend.statements().unnamed(null, 0);
    }

    private void send(Backend backend, Map<String, String> values) {
        answersAwaited++;
        FrontendMessages.queryOctets(backend.output().append(), FrontendMessages.setParameters(values));
    }

    @Override
    Verdict inspect(Backend backend, byte type, ByteBuf in, int start, int end) {
        if (type == MessageCode.ERROR_RESPONSE) {
            failed = true;
        } else if (type == MessageCode.READY_FOR_QUERY) {
            answersAwaited--;
            return answersAwaited == 0 ? Verdict.SWALLOW_AND_END : Verdict.SWALLOW;
        }
        return Verdict.SWALLOW;
    }

    @Override
    void messages(ByteBuf run) {
        throw new IllegalStateException("everything is swallowed");
    }

    @Override
    void delivered(Backend backend) {
        backend.owner(session);
        done.accept(!failed);
    }

    @Override
    void writable(boolean writable) {
        session.writable(writable);
    }

    @Override
    void lost(Backend backend, HeliosException reason, boolean reported) {
        session.lost(backend, reason, reported);
    }
}
