package io.heliosdb.pg.engine.internal;

import io.heliosdb.spi.dialect.Prelude;
import java.util.List;
import org.osgi.framework.Version;

/**
 * What every database with a prelude has beside it: which preludes it has, and what the creators of tables said that the
 * engine cannot keep. Everybody may read it; it is written by the engine's administrator, and by {@code helios.declare}.
 */
final class HeliosSchema {
    static final String NAME = "helios";

    private static final String PRELUDES =
            """
            CREATE TABLE IF NOT EXISTS helios.preludes (
                schema name PRIMARY KEY,
                version text NOT NULL,
                installed_at timestamp with time zone NOT NULL DEFAULT pg_catalog.now())""";

    private static final String DECLARATIONS =
            """
            CREATE TABLE IF NOT EXISTS helios.declarations (
                relation regclass NOT NULL,
                attribute smallint NOT NULL,
                name text NOT NULL,
                dialect text NOT NULL,
                label text,
                declaration text,
                PRIMARY KEY (relation, attribute, dialect))""";

    /*
     * The session's user and not the current one is asked for its rights: inside of a function of the administrator's
     * the current user is the administrator. Whoever may be SET ROLE to is a role that the session's user is a member of.
     */
    private static final String DECLARE =
            """
            CREATE OR REPLACE FUNCTION helios.declare(
                relation regclass, attribute name, dialect text, label text, declaration text)
            RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
            DECLARE
                number smallint := 0;
            BEGIN
                IF declare.relation IS NULL OR declare.dialect IS NULL THEN
                    RAISE EXCEPTION USING ERRCODE = '22004', MESSAGE = 'relation and dialect must not be null';
                END IF;
                PERFORM FROM pg_class c WHERE c.oid = declare.relation AND pg_has_role(session_user, c.relowner, 'MEMBER');
                IF NOT FOUND THEN
                    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'must be owner of table ' || declare.relation;
                END IF;
                IF declare.attribute IS NOT NULL THEN
                    SELECT a.attnum INTO number FROM pg_attribute a
                    WHERE a.attrelid = declare.relation AND a.attname = declare.attribute AND NOT a.attisdropped;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION USING ERRCODE = '42703', MESSAGE = format(
                            'column "%s" of relation "%s" does not exist', declare.attribute, declare.relation);
                    END IF;
                END IF;
                IF declare.label IS NULL AND declare.declaration IS NULL THEN
                    DELETE FROM helios.declarations d WHERE d.relation = declare.relation
                        AND d.attribute = number AND d.dialect = declare.dialect;
                    RETURN;
                END IF;
                INSERT INTO helios.declarations AS d
                VALUES (declare.relation, number, coalesce(declare.attribute, ''), declare.dialect, declare.label,
                    declare.declaration)
                ON CONFLICT ON CONSTRAINT declarations_pkey DO UPDATE
                SET name = excluded.name, label = excluded.label, declaration = excluded.declaration;
            END
            $body$""";

    static final Prelude PRELUDE = new Prelude(NAME, new Version(1, 0, 0), List.of(PRELUDES, DECLARATIONS, DECLARE));

    /** Takes away what was said of columns and tables that are gone. */
    static final String SWEEP =
            """
            DELETE FROM helios.declarations d
            WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_class c WHERE c.oid = d.relation)
                OR d.attribute <> 0 AND NOT EXISTS (
                    SELECT FROM pg_catalog.pg_attribute a
                    WHERE a.attrelid = d.relation AND a.attnum = d.attribute AND NOT a.attisdropped)""";

    private HeliosSchema() {}
}
