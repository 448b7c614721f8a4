-- MySQL's numeric functions. What has no value is NULL where PostgreSQL raises an error. A text is a DOUBLE.

SET LOCAL search_path = pg_catalog;

CREATE OR REPLACE FUNCTION helios_mysql.truncate(value numeric, decimals integer) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN trunc(value, CASE WHEN decimals > 30 THEN 30 ELSE decimals END);

CREATE OR REPLACE FUNCTION helios_mysql.truncate(value bigint, decimals integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN decimals >= 0 THEN value ELSE trunc(value::numeric, decimals)::bigint END;

CREATE OR REPLACE FUNCTION helios_mysql.truncate(value integer, decimals integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN decimals >= 0 THEN value ELSE trunc(value::numeric, decimals)::bigint END;

CREATE OR REPLACE FUNCTION helios_mysql.truncate(value double precision, decimals integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN trunc(value::numeric, decimals)::double precision;

CREATE OR REPLACE FUNCTION helios_mysql.truncate(value text, decimals integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.truncate(helios_mysql.as_double(value), decimals);

CREATE OR REPLACE FUNCTION helios_mysql.round(value integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;
CREATE OR REPLACE FUNCTION helios_mysql.round(value bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;
CREATE OR REPLACE FUNCTION helios_mysql.round(value text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.round(helios_mysql.as_double(value));

CREATE OR REPLACE FUNCTION helios_mysql.round(value numeric, decimals integer) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.round(value, CASE WHEN decimals > scale(value) THEN scale(value) ELSE decimals END);

CREATE OR REPLACE FUNCTION helios_mysql.round(value bigint, decimals integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN decimals >= 0 THEN value ELSE pg_catalog.round(value::numeric, decimals)::bigint END;

CREATE OR REPLACE FUNCTION helios_mysql.round(value integer, decimals integer) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN decimals >= 0 THEN value ELSE pg_catalog.round(value::numeric, decimals)::bigint END;

CREATE OR REPLACE FUNCTION helios_mysql.round(value double precision, decimals integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.round(value::numeric, decimals)::double precision;

CREATE OR REPLACE FUNCTION helios_mysql.round(value text, decimals integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.round(helios_mysql.as_double(value), decimals);

-- Decimals may be a BIGINT: sums of integers are.
DO $do$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT name, type, CASE type WHEN 'integer' THEN 'bigint' WHEN 'text' THEN 'double precision' ELSE type END AS result
        FROM unnest(ARRAY['truncate', 'round']) AS name, unnest(ARRAY['numeric', 'bigint', 'integer', 'double precision', 'text']) AS type
    LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%1$s(value %2$s, decimals bigint) RETURNS %3$s LANGUAGE sql IMMUTABLE PARALLEL SAFE '
            'RETURN helios_mysql.%1$s(value, helios_mysql.as_count(decimals))', f.name, f.type, f.result);
    END LOOP;
    FOR f IN SELECT name, type FROM unnest(ARRAY['floor', 'ceil', 'ceiling']) AS name, unnest(ARRAY['integer', 'bigint', 'numeric']) AS type LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%1$s(value %2$s) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %3$s::bigint',
            f.name, f.type, CASE f.type WHEN 'numeric' THEN 'pg_catalog.' || f.name || '(value)' ELSE 'value' END);
    END LOOP;
    FOR f IN SELECT name FROM unnest(ARRAY['floor', 'ceil', 'ceiling', 'abs', 'sin', 'cos', 'tan', 'cot', 'atan', 'exp', 'degrees', 'radians']) AS name LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%1$s(value text) RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE '
            'RETURN pg_catalog.%1$s(helios_mysql.as_double(value))', f.name);
    END LOOP;
    -- Numbers outside of what a function is defined for; NUMERIC arguments too give a DOUBLE.
    FOR f IN SELECT * FROM (VALUES
        ('sqrt', 'CASE WHEN %1$s >= 0 THEN pg_catalog.sqrt(%1$s) END'), ('ln', 'CASE WHEN %1$s > 0 THEN pg_catalog.ln(%1$s) END'),
        ('log', 'CASE WHEN %1$s > 0 THEN pg_catalog.ln(%1$s) END'), ('log10', 'CASE WHEN %1$s > 0 THEN pg_catalog.log10(%1$s) END'),
        ('log2', 'CASE WHEN %1$s > 0 THEN pg_catalog.log(2, %1$s::numeric)::double precision END'),
        ('asin', 'CASE WHEN %1$s BETWEEN -1 AND 1 THEN pg_catalog.asin(%1$s) END'), ('acos', 'CASE WHEN %1$s BETWEEN -1 AND 1 THEN pg_catalog.acos(%1$s) END'),
        ('sign', 'CASE WHEN %1$s > 0 THEN 1 WHEN %1$s < 0 THEN -1 WHEN %1$s = 0 THEN 0 END'),
        ('exp', 'pg_catalog.exp(%1$s)')) AS v (name, body)
    LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(value double precision) RETURNS %s LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s',
            f.name, CASE f.name WHEN 'sign' THEN 'integer' ELSE 'double precision' END, format(f.body, 'value'));
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(value numeric) RETURNS %s LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s',
            f.name, CASE f.name WHEN 'sign' THEN 'integer' ELSE 'double precision' END, format(f.body, 'value::double precision'));
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(value text) RETURNS %s LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s',
            f.name, CASE f.name WHEN 'sign' THEN 'integer' ELSE 'double precision' END, format(f.body, 'helios_mysql.as_double(value)'));
    END LOOP;
    FOR f IN SELECT name, type, other FROM unnest(ARRAY['pow', 'power', 'mod', 'integer_divide', 'atan', 'atan2', 'log']) AS name,
        unnest(ARRAY['double precision', 'text']) AS type, unnest(ARRAY['double precision', 'text']) AS other
    LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(a %s, b %s) RETURNS %s LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN %s', f.name, f.type, f.other,
            CASE f.name WHEN 'integer_divide' THEN 'bigint' ELSE 'double precision' END,
            format(CASE f.name WHEN 'mod' THEN '%1$s OPERATOR(helios_mysql.%%) %2$s' WHEN 'integer_divide' THEN 'trunc(%1$s / nullif(%2$s, 0))::bigint'
                WHEN 'atan' THEN 'pg_catalog.atan2(%1$s, %2$s)' WHEN 'atan2' THEN 'pg_catalog.atan2(%1$s, %2$s)'
                WHEN 'log' THEN 'CASE WHEN %1$s > 0 AND %1$s <> 1 AND %2$s > 0 THEN pg_catalog.ln(%2$s) / pg_catalog.ln(%1$s) END'
                ELSE 'pg_catalog.power(%1$s, %2$s)' END, CASE f.type WHEN 'text' THEN 'helios_mysql.as_double(a)' ELSE 'a' END,
                CASE f.other WHEN 'text' THEN 'helios_mysql.as_double(b)' ELSE 'b' END));
    END LOOP;
END
$do$;

CREATE OR REPLACE FUNCTION helios_mysql.atan2(value double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.atan(value);

CREATE OR REPLACE FUNCTION helios_mysql.power(a numeric, b numeric) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.power(a::double precision, b::double precision);

CREATE OR REPLACE FUNCTION helios_mysql.pow(a numeric, b numeric) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.power(a::double precision, b::double precision);

CREATE OR REPLACE FUNCTION helios_mysql.mod(a smallint, b smallint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a OPERATOR(helios_mysql.%) b;
CREATE OR REPLACE FUNCTION helios_mysql.mod(a integer, b integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a OPERATOR(helios_mysql.%) b;
CREATE OR REPLACE FUNCTION helios_mysql.mod(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a OPERATOR(helios_mysql.%) b;
CREATE OR REPLACE FUNCTION helios_mysql.mod(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN a OPERATOR(helios_mysql.%) b;

CREATE OR REPLACE FUNCTION helios_mysql.integer_divide(a integer, b integer) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::bigint ELSE a::bigint / b::bigint END;
CREATE OR REPLACE FUNCTION helios_mysql.integer_divide(a bigint, b bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::bigint ELSE a / b END;
CREATE OR REPLACE FUNCTION helios_mysql.integer_divide(a numeric, b numeric) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::bigint ELSE div(a, b)::bigint END;

-- The first number that MySQL's generator gives for a seed. Every row gets that one, where MySQL goes on with the next.
CREATE OR REPLACE FUNCTION helios_mysql.rand() RETURNS double precision LANGUAGE sql VOLATILE PARALLEL RESTRICTED RETURN random();

CREATE OR REPLACE FUNCTION helios_mysql.rand(seed bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (mod(mod(mod(seed, 4294967296) * 65537 + 55555555, 4294967296) % 1073741823 * 3 + mod(mod(seed, 4294967296) * 268435457::numeric, 4294967296)::bigint % 1073741823, 1073741823))
    ::double precision / 1073741823;

CREATE OR REPLACE FUNCTION helios_mysql.bit_count(value bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN length(replace(value::bit(64)::text, '0', ''));

CREATE OR REPLACE FUNCTION helios_mysql.bit_count(value integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.bit_count(value::bigint);

CREATE OR REPLACE FUNCTION helios_mysql.bit_count(value numeric) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.bit_count(helios_mysql.as_signed(value));

-- NULL if any argument is NULL, unlike PostgreSQL's.
CREATE OR REPLACE FUNCTION helios_mysql.greatest(VARIADIC list anycompatiblearray) RETURNS anycompatible
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN pg_catalog.array_position(list, NULL) IS NULL
    THEN (SELECT pg_catalog.max(v) FROM pg_catalog.unnest(list) AS v) END';

CREATE OR REPLACE FUNCTION helios_mysql.least(VARIADIC list anycompatiblearray) RETURNS anycompatible
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN pg_catalog.array_position(list, NULL) IS NULL
    THEN (SELECT pg_catalog.min(v) FROM pg_catalog.unnest(list) AS v) END';

CREATE OR REPLACE FUNCTION helios_mysql.interval(value numeric, VARIADIC list numeric[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN -1 ELSE (SELECT count(*)::integer FROM unnest(list) AS v WHERE v IS NULL OR v <= value) END;

CREATE OR REPLACE FUNCTION helios_mysql.ifnull(a anycompatible, b anycompatible) RETURNS anycompatible
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT coalesce(a, b)';

CREATE OR REPLACE FUNCTION helios_mysql.isnull(value anyelement) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN $1 IS NULL THEN 1 ELSE 0 END';

CREATE OR REPLACE FUNCTION helios_mysql.isnull(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN value IS NULL THEN 1 ELSE 0 END;

-- CRC-32 of zlib: the server's own from PostgreSQL 18 on.
DO $do$
BEGIN
    IF to_regprocedure('pg_catalog.crc32(bytea)') IS NOT NULL THEN
        CREATE OR REPLACE FUNCTION helios_mysql.crc32(value bytea) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.crc32(value);
    ELSE
        CREATE OR REPLACE FUNCTION helios_mysql.crc32(value bytea) RETURNS bigint
        LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
        DECLARE
            crc bigint := 4294967295;
        BEGIN
            FOR place IN 0..length(value) - 1 LOOP
                crc := crc # get_byte(value, place);
                FOR bit IN 1..8 LOOP
                    crc := CASE WHEN crc & 1 = 1 THEN (crc >> 1) # 3988292384 ELSE crc >> 1 END;
                END LOOP;
            END LOOP;
            RETURN crc # 4294967295;
        END
        $body$;
    END IF;
END
$do$;

CREATE OR REPLACE FUNCTION helios_mysql.crc32(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.crc32(convert_to(value, 'UTF8'));

CREATE OR REPLACE FUNCTION helios_mysql.crc32(value anynonarray) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT helios_mysql.crc32(helios_mysql.as_text($1))';

-- A difference of integers without a sign, which must not get one unless sql_mode says NO_UNSIGNED_SUBTRACTION.
CREATE OR REPLACE FUNCTION helios_mysql.unsigned_difference(value bigint, expression text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
BEGIN
    IF value < 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'M1690', MESSAGE = pg_catalog.format('BIGINT UNSIGNED value is out of range in ''%s''', expression);
    END IF;
    RETURN value;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.unsigned_difference(value numeric, expression text) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
BEGIN
    IF value < 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'M1690', MESSAGE = pg_catalog.format('BIGINT UNSIGNED value is out of range in ''%s''', expression);
    END IF;
    RETURN value;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.unsigned_difference(value double precision, expression text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;
