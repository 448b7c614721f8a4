package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;

/** The owner of a connection that serves nobody. The engine may tell it things, but owes it no answer. */
final class IdleOwner extends BackendOwner {
    static final IdleOwner INSTANCE = new IdleOwner();

    private IdleOwner() {
        super(MessageInterest.inAll());
    }

    @Override
    Verdict inspect(Backend backend, byte type, ByteBuf in, int start, int end) {
        return switch (type) {
            case MessageCode.PARAMETER_STATUS,
                    MessageCode.NOTICE_RESPONSE,
                    MessageCode.NOTIFICATION_RESPONSE,
                    MessageCode.ERROR_RESPONSE -> Verdict.SWALLOW;
            default ->
                throw new HeliosException(
                        SqlState.PROTOCOL_VIOLATION,
                        "the engine sent message type " + (char) type + " that nobody asked for");
        };
    }

    @Override
    void messages(ByteBuf run) {
        throw new IllegalStateException("everything is swallowed");
    }

    @Override
    void lost(Backend backend, HeliosException reason, boolean reported) {
        // The pool hears of it by Backend.whenGone.
    }
}
