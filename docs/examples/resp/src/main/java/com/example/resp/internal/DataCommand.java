package com.example.resp.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.TypeOid;
import io.heliosdb.sql.session.Parameter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A command on keys, as the engine runs it.
 *
 * @param sql with parameters
 * @param parameters their values
 * @param reply writes the result
 */
record DataCommand(String sql, List<Parameter> parameters, Reply reply) {
    /** What becomes of a result. */
    interface Reply {
        /**
         * @param value the first column of the only row; null where there is no row
         * @param affected rows that were changed, -1 for a query
         */
        void write(RespOutput out, byte[] value, long affected);
    }

    /** Made once in a database; two who are the first at the same time must not be in each other's way. */
    static final String TABLE =
            """
            DO $$ BEGIN
              IF to_regclass('redis.entries') IS NULL THEN
                PERFORM pg_advisory_xact_lock(6379);
                CREATE SCHEMA IF NOT EXISTS redis;
                CREATE TABLE IF NOT EXISTS redis.entries (
                  db int NOT NULL, key bytea NOT NULL, value bytea NOT NULL, expires timestamptz,
                  PRIMARY KEY (db, key));
              END IF;
            END $$""";

    private static final String LIVE = "(e.expires IS NULL OR e.expires > clock_timestamp())";

    private static final String GET = "SELECT e.value FROM redis.entries e WHERE e.db = $1 AND e.key = $2 AND " + LIVE;

    private static final String SET = "INSERT INTO redis.entries AS e (db, key, value, expires)"
            + " VALUES ($1, $2, $3, clock_timestamp() + $4::bigint * interval '1 millisecond')"
            + " ON CONFLICT (db, key) DO UPDATE SET value = excluded.value, expires = excluded.expires";

    private static final String SET_IF_ABSENT = SET + " WHERE NOT " + LIVE;

    private static final String SET_IF_PRESENT = "UPDATE redis.entries e SET value = $3,"
            + " expires = clock_timestamp() + $4::bigint * interval '1 millisecond'"
            + " WHERE e.db = $1 AND e.key = $2 AND " + LIVE;

    private static final String DELETE =
            "WITH e AS (DELETE FROM redis.entries WHERE db = $1 AND key = ANY ($2::bytea[])"
                    + " RETURNING expires) SELECT count(*) FROM e WHERE " + LIVE;

    private static final String EXISTS = "SELECT count(*) FROM unnest($2::bytea[]) AS k"
            + " JOIN redis.entries e ON e.db = $1 AND e.key = k WHERE " + LIVE;

    private static final String INCREMENT = "INSERT INTO redis.entries AS e (db, key, value)"
            + " VALUES ($1, $2, convert_to(($3::bigint)::text, 'UTF8')) ON CONFLICT (db, key) DO UPDATE SET"
            + " value = CASE WHEN " + LIVE + " THEN convert_to((CASE WHEN encode(e.value, 'escape')"
            + " ~ '^(0|-?[1-9][0-9]*)$' THEN encode(e.value, 'escape') ELSE 'not an integer' END::bigint"
            + " + $3::bigint)::text, 'UTF8') ELSE excluded.value END,"
            + " expires = CASE WHEN " + LIVE + " THEN e.expires END RETURNING e.value";

    private static final int INTEGER_OCTETS = Long.BYTES;

    /**
     * The command of that name.
     *
     * @return empty where it is none on keys
     * @throws RespError where its arguments are wrong
     */
    static Optional<DataCommand> of(int db, Words words) {
        return switch (words.upper(0)) {
            case "GET" -> {
                words.expect(2, 2);
                yield command(GET, DataCommand::writeValue, number(db), key(words));
            }
            case "SET" -> {
                words.expect(3, Integer.MAX_VALUE);
                yield Optional.of(set(db, words));
            }
            case "DEL" -> {
                words.expect(2, Integer.MAX_VALUE);
                yield command(DELETE, DataCommand::writeCount, number(db), keys(words));
            }
            case "EXISTS" -> {
                words.expect(2, Integer.MAX_VALUE);
                yield command(EXISTS, DataCommand::writeCount, number(db), keys(words));
            }
            case "INCR", "DECR" -> {
                words.expect(2, 2);
                yield add(db, words, words.upper(0).equals("INCR") ? 1 : -1);
            }
            case "INCRBY" -> {
                words.expect(3, 3);
                yield add(db, words, words.number(2));
            }
            case "DECRBY" -> {
                words.expect(3, 3);
                if (words.number(2) == Long.MIN_VALUE) {
                    throw new RespError("ERR decrement would overflow");
                }
                yield add(db, words, -words.number(2));
            }
            default -> Optional.empty();
        };
    }

    private static DataCommand set(int db, Words words) {
        String sql = SET;
        Parameter milliseconds = Parameter.NULL;
        for (int i = 3; i < words.count(); i++) {
            String option = words.upper(i);
            if ((option.equals("NX") || option.equals("XX")) && sql.equals(SET)) {
                sql = option.equals("NX") ? SET_IF_ABSENT : SET_IF_PRESENT;
            } else if ((option.equals("EX") || option.equals("PX"))
                    && milliseconds == Parameter.NULL
                    && i + 1 < words.count()) {
                milliseconds = number(milliseconds(words.number(++i), option.equals("EX") ? 1000 : 1));
            } else {
                throw new RespError("ERR syntax error");
            }
        }
        return new DataCommand(
                sql, List.of(number(db), key(words), octets(words.octets(2)), milliseconds), (out, value, affected) -> {
                    if (affected > 0) {
                        out.simple("OK");
                    } else {
                        out.nothing();
                    }
                });
    }

    private static long milliseconds(long time, long unit) {
        // As long as a moment of the engine's can be.
        if (time <= 0 || time > Integer.MAX_VALUE * 1000L / unit) {
            throw new RespError("ERR invalid expire time in 'set' command");
        }
        return time * unit;
    }

    private static Optional<DataCommand> add(int db, Words words, long amount) {
        return command(
                INCREMENT,
                (out, value, affected) -> out.integer(Long.parseLong(new String(value, StandardCharsets.US_ASCII))),
                number(db),
                key(words),
                number(amount));
    }

    private static Optional<DataCommand> command(String sql, Reply reply, Parameter... parameters) {
        return Optional.of(new DataCommand(sql, Arrays.asList(parameters), reply));
    }

    private static Parameter key(Words words) {
        return octets(words.octets(1));
    }

    private static Parameter octets(byte[] value) {
        return new Parameter(TypeOid.BYTEA, value);
    }

    private static Parameter number(long value) {
        return new Parameter(TypeOid.INT8, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** All words but the first, as the text of an array of octets. */
    private static Parameter keys(Words words) {
        List<byte[]> keys = new ArrayList<>(words.octets().subList(1, words.count()));
        String array = keys.stream()
                .map(key -> "\"\\\\x" + HexFormat.of().formatHex(key) + '"')
                .collect(Collectors.joining(",", "{", "}"));
        return new Parameter(0, array.getBytes(StandardCharsets.US_ASCII));
    }

    private static void writeValue(RespOutput out, byte[] value, long affected) {
        if (value == null) {
            out.nothing();
        } else {
            out.bulk(value);
        }
    }

    /** A count(*), in the engine's binary form. */
    private static void writeCount(RespOutput out, byte[] value, long affected) {
        long number = 0;
        for (int i = 0; i < INTEGER_OCTETS; i++) {
            number = number << Byte.SIZE | (value[i] & 0xff);
        }
        out.integer(number);
    }

    /** An error of the engine's in Redis's words. */
    static String error(HeliosException error) {
        return switch (error.sqlState()) {
            case "22P02" -> "ERR value is not an integer or out of range";
            case "22003" ->
                error.getMessage().startsWith("bigint")
                        ? "ERR increment or decrement would overflow"
                        : "ERR value is not an integer or out of range";
            default -> "ERR " + error.getMessage();
        };
    }
}
