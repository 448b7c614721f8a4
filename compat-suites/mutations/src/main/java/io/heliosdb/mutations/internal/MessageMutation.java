package io.heliosdb.mutations.internal;

import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;

/** What becomes of the messages of one session, in one direction. */
interface MessageMutation {
    /** @param out takes what goes on in the place of the message: nothing, itself, another one, several */
    void apply(Message message, Consumer<Message> out);

    /**
     * Applies it to a run of messages.
     *
     * @param run is read to its end; a message that is not whole goes on as it is
     */
    default void apply(ByteBuf run, ByteBuf out) {
        while (run.isReadable()) {
            if (!Message.isWhole(run)) {
                out.writeBytes(run);
                return;
            }
            apply(Message.read(run), message -> message.write(out));
        }
    }
}
