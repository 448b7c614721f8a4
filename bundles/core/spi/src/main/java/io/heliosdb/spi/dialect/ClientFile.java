package io.heliosdb.spi.dialect;

import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a statement makes of a file that its client sends (MySQL: LOAD DATA LOCAL). The content comes in pieces; each gives
 * batches for the engine, which run in one transaction, so that all of the statement happens or nothing. Used on the
 * session's event loop only; never blocks.
 */
@ConsumerType
public interface ClientFile {
    /** The name that the client is asked for, as the statement has it. */
    String name();

    /**
     * The next octets of the file.
     *
     * @param octets borrowed, all of them are taken
     * @throws HeliosException where they are more than can be kept
     */
    void content(ByteBuf octets);

    /** There are no more octets. */
    void end();

    /**
     * The next batch; its steps return no rows to the client. It is asked for until there is none, then there may be more
     * content.
     *
     * @return empty where the octets so far make no batch
     * @throws CatalogMiss where a table has to be looked up first; the caller does, and asks again for the same batch
     * @throws HeliosException why the statement fails
     */
    Optional<Plan> next(Catalog catalog);

    /** The batch that was given last has run. */
    void ran(Outcome outcome);

    /** What the whole statement did, when its last batch has run. */
    Outcome loaded();

    /** The vendor's refusal to prepare such a statement. */
    HeliosException unprepared();
}
