package io.heliosdb.sql.session;

import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;

/**
 * Takes the content of a file that a statement reads, piece by piece. Called on the session's event loop; one of the sink's
 * ends follows {@link #end} or {@link #refuse}, never comes before: what is wrong with the first piece is told behind the
 * last one.
 */
public interface FileContent {
    /**
     * The next octets, after an earlier piece was taken.
     *
     * @param octets borrowed
     * @param taken run once when the next piece may come, perhaps before this returns
     */
    void content(ByteBuf octets, Runnable taken);

    /** There are no more; the last piece was taken. */
    void end();

    /** There is no file, in place of all content: the statement fails at once. */
    void refuse(HeliosException reason);
}
