-- MySQL's aggregates where PostgreSQL's have another result, or are missing. An aggregate can be created, but not replaced.
-- A step in PL/pgSQL costs a fraction of one in SQL, which cannot be inlined here. Its body is parsed where it is used, so that operators
-- of ours must not be meant by chance.

SET LOCAL search_path = pg_catalog;

CREATE FUNCTION pg_temp.aggregate(signature text, definition text) RETURNS void LANGUAGE plpgsql AS $body$
BEGIN
    IF to_regprocedure('helios_mysql.' || signature) IS NULL THEN
        EXECUTE 'CREATE AGGREGATE helios_mysql.' || signature || ' (' || definition || ')';
    END IF;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'helios_mysql.% is left out: a state of type internal needs a superuser', signature;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_bigint(value bigint) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::numeric;

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_average(state bigint[]) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN round(state[2]::numeric / nullif(state[1], 0), 4);

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_add(state bigint, value boolean) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS 'BEGIN RETURN CASE WHEN value IS NULL THEN state ELSE coalesce(state, 0) OPERATOR(pg_catalog.+) value::integer END; END';

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_add(state double precision, value text) RETURNS double precision
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS 'BEGIN RETURN CASE WHEN value IS NULL THEN state ELSE coalesce(state, 0) OPERATOR(pg_catalog.+) helios_mysql.as_double(value) END; END';

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_count(state double precision[], value text) RETURNS double precision[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS 'BEGIN RETURN CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] OPERATOR(pg_catalog.+) 1, state[2] OPERATOR(pg_catalog.+) helios_mysql.as_double(value)] END; END';

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_count(state bigint[], value boolean) RETURNS bigint[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS 'BEGIN RETURN CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] OPERATOR(pg_catalog.+) 1, state[2] OPERATOR(pg_catalog.+) value::integer] END; END';

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_average(state double precision[]) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN state[2] / nullif(state[1], 0);

-- AVG of a DECIMAL from its sum and count, four decimals more than the values have: much faster than the aggregate, whose state is an array.
CREATE OR REPLACE FUNCTION helios_mysql.average(sum numeric, count bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN round(sum / nullif(count, 0), least(scale(sum) + 4, 30));

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_count(state numeric[], value numeric) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS 'BEGIN RETURN CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] OPERATOR(pg_catalog.+) value, state[2] OPERATOR(pg_catalog.+) 1] END; END';

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_count(state numeric[], value bigint) RETURNS numeric[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS 'BEGIN RETURN CASE WHEN value IS NULL THEN state ELSE ARRAY[state[1] OPERATOR(pg_catalog.+) value, state[2] OPERATOR(pg_catalog.+) 1] END; END';

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_combine(a numeric[], b numeric[]) RETURNS numeric[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ARRAY[a[1] + b[1], a[2] + b[2]];

CREATE OR REPLACE FUNCTION helios_mysql.aggregate_average(state numeric[]) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN round(state[1] / nullif(state[2], 0), least(scale(state[1]) + 4, 30));

SELECT pg_temp.aggregate('sum(smallint)', 'SFUNC = int2_sum, STYPE = bigint, FINALFUNC = helios_mysql.aggregate_bigint, COMBINEFUNC = int8pl, PARALLEL = safe');
SELECT pg_temp.aggregate('sum(integer)', 'SFUNC = int4_sum, STYPE = bigint, FINALFUNC = helios_mysql.aggregate_bigint, COMBINEFUNC = int8pl, PARALLEL = safe');
SELECT pg_temp.aggregate('sum(boolean)', 'SFUNC = helios_mysql.aggregate_add, STYPE = bigint, FINALFUNC = helios_mysql.aggregate_bigint, COMBINEFUNC = int8pl, PARALLEL = safe');
SELECT pg_temp.aggregate('sum(text)', 'SFUNC = helios_mysql.aggregate_add, STYPE = double precision, COMBINEFUNC = float8pl, PARALLEL = safe');
SELECT pg_temp.aggregate('avg(smallint)', 'SFUNC = int2_avg_accum, STYPE = bigint[], FINALFUNC = helios_mysql.aggregate_average, COMBINEFUNC = int4_avg_combine, INITCOND = ''{0,0}'', PARALLEL = safe');
SELECT pg_temp.aggregate('avg(integer)', 'SFUNC = int4_avg_accum, STYPE = bigint[], FINALFUNC = helios_mysql.aggregate_average, COMBINEFUNC = int4_avg_combine, INITCOND = ''{0,0}'', PARALLEL = safe');
SELECT pg_temp.aggregate(format('avg(%s)', type), 'SFUNC = helios_mysql.aggregate_count, STYPE = numeric[], '
    'FINALFUNC = helios_mysql.aggregate_average, COMBINEFUNC = helios_mysql.aggregate_combine, INITCOND = ''{0,0}'', PARALLEL = safe')
FROM unnest(ARRAY['bigint', 'numeric']) AS type;
SELECT pg_temp.aggregate('avg(boolean)', 'SFUNC = helios_mysql.aggregate_count, STYPE = bigint[], FINALFUNC = helios_mysql.aggregate_average, INITCOND = ''{0,0}'', PARALLEL = safe');
SELECT pg_temp.aggregate('avg(text)', 'SFUNC = helios_mysql.aggregate_count, STYPE = double precision[], FINALFUNC = helios_mysql.aggregate_average, INITCOND = ''{0,0}'', PARALLEL = safe');

-- The bits of no rows are those of the operation's neutral element.
CREATE OR REPLACE FUNCTION helios_mysql.aggregate_bits(value bigint) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_unsigned(value::numeric);

DO $do$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT name, symbol, neutral, type FROM (VALUES ('bit_and', '&', -1), ('bit_or', '|', 0), ('bit_xor', '#', 0)) AS v (name, symbol, neutral),
        unnest(ARRAY['smallint', 'integer', 'bigint', 'numeric']) AS type
    LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.aggregate_%s(state bigint, value %s) RETURNS bigint LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS '
            '''BEGIN RETURN CASE WHEN value IS NULL THEN state ELSE state OPERATOR(pg_catalog.%s) helios_mysql.as_signed(value) END; END''', f.name, f.type, f.symbol);
        PERFORM pg_temp.aggregate(format('%s(%s)', f.name, f.type), format('SFUNC = helios_mysql.aggregate_%s, STYPE = bigint, '
            'FINALFUNC = helios_mysql.aggregate_bits, INITCOND = ''%s'', PARALLEL = safe', f.name, f.neutral));
    END LOOP;
    FOR f IN SELECT name, symbol FROM (VALUES ('max', 'or'), ('min', 'and')) AS v (name, symbol) LOOP
        PERFORM pg_temp.aggregate(f.name || '(boolean)', format('SFUNC = bool%s_statefunc, STYPE = boolean, COMBINEFUNC = bool%1$s_statefunc, PARALLEL = safe', f.symbol));
    END LOOP;
END
$do$;

SELECT pg_temp.aggregate('json_arrayagg(anyelement)', 'SFUNC = jsonb_agg_transfn, STYPE = internal, FINALFUNC = jsonb_agg_finalfn');
SELECT pg_temp.aggregate('json_objectagg("any", "any")', 'SFUNC = jsonb_object_agg_transfn, STYPE = internal, FINALFUNC = jsonb_object_agg_finalfn');

DROP FUNCTION pg_temp.aggregate(text, text);
