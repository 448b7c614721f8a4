-- Operators that mean something else in MySQL, or that only MySQL has between these types. PostgreSQL's own operators are not touched:
-- these stand before them on the search path of MySQL's sessions alone. `=` between two texts is never one of them: collations do that.

SET LOCAL search_path = pg_catalog;

-- Division by 0 gives NULL and a warning. The divisor is an argument so that the engine does not evaluate this ahead of time.
CREATE OR REPLACE FUNCTION helios_mysql.division_by_zero(divisor numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $body$
BEGIN
    RAISE WARNING USING ERRCODE = 'M1365', MESSAGE = 'Division by 0';
    RETURN NULL;
END
$body$;

-- An operator can be created, but not replaced: its function can.
CREATE FUNCTION pg_temp.operator(symbol text, name text, left_type text, right_type text, result text, body text) RETURNS void
LANGUAGE plpgsql AS $body$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.operator_%s(a %s, b %s) RETURNS %s LANGUAGE sql %s PARALLEL SAFE RETURN %s',
        name, left_type, right_type, result,
        CASE WHEN 'timestamptz' IN (left_type, right_type) OR body LIKE '%as_datetime%' OR body LIKE '%as_time%' THEN 'STABLE' ELSE 'IMMUTABLE' END,
        body);
    IF to_regoperator(format('helios_mysql.%s(%s, %s)', symbol, left_type, right_type)) IS NULL THEN
        EXECUTE format('CREATE OPERATOR helios_mysql.%s (FUNCTION = helios_mysql.operator_%s, LEFTARG = %s, RIGHTARG = %s)',
            symbol, name, left_type, right_type);
    END IF;
END
$body$;

-- Integers are added, subtracted and multiplied as BIGINT.
SELECT pg_temp.operator(symbol, name, l, r, 'bigint', format('a::bigint %s b::bigint', symbol))
FROM (VALUES ('+', 'plus'), ('-', 'minus'), ('*', 'times')) AS o (symbol, name),
    unnest(ARRAY['smallint', 'integer']) AS l, unnest(ARRAY['smallint', 'integer']) AS r;

-- Division gives four decimals more than the dividend has, and NULL for a divisor of 0.
SELECT pg_temp.operator('/', 'over', l, r, 'numeric', 'CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::numeric ELSE round(a::numeric / b::numeric, 4) END')
FROM unnest(ARRAY['smallint', 'integer', 'bigint']) AS l, unnest(ARRAY['smallint', 'integer', 'bigint']) AS r;

SELECT pg_temp.operator('/', 'over', 'numeric', 'numeric', 'numeric', 'CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::numeric ELSE round(a / b, least(scale(a) + 4, 30)) END');

SELECT pg_temp.operator('/', 'over', l, r, 'double precision', 'CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::double precision ELSE a::double precision / b::double precision END')
FROM unnest(ARRAY['real', 'double precision']) AS l, unnest(ARRAY['real', 'double precision']) AS r;

SELECT pg_temp.operator('%', 'modulo', t, t, 'bigint', 'CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::bigint ELSE a::bigint % b::bigint END')
FROM unnest(ARRAY['smallint', 'integer', 'bigint']) AS t;

SELECT pg_temp.operator('%', 'modulo', 'numeric', 'numeric', 'numeric', 'CASE WHEN b = 0 THEN helios_mysql.division_by_zero(b::numeric)::numeric ELSE a % b END');

SELECT pg_temp.operator('%', 'modulo', 'double precision', 'double precision', 'double precision',
    'a - b * trunc(a / nullif(b, 0))');

-- Bits are those of 64-bit integers.
SELECT pg_temp.operator(symbol, name, l, r, 'bigint', format('a::bigint %s b::bigint', symbol))
FROM (VALUES ('&', 'bit_and'), ('|', 'bit_or'), ('#', 'bit_xor')) AS o (symbol, name),
    unnest(ARRAY['smallint', 'integer']) AS l, unnest(ARRAY['smallint', 'integer', 'bigint']) AS r;

SELECT pg_temp.operator(symbol, name, 'numeric', 'numeric', 'numeric',
    format('helios_mysql.as_unsigned((helios_mysql.as_signed(a) %s helios_mysql.as_signed(b))::numeric)', symbol))
FROM (VALUES ('&', 'bit_and'), ('|', 'bit_or'), ('#', 'bit_xor')) AS o (symbol, name);

SELECT pg_temp.operator(symbol, name, l, r, 'bigint', format('CASE WHEN b BETWEEN 0 AND 63 THEN a::bigint %s b::integer '
    'WHEN b IS NOT NULL AND a IS NOT NULL THEN 0 END', symbol))
FROM (VALUES ('<<', 'shift_left'), ('>>', 'shift_right')) AS o (symbol, name),
    unnest(ARRAY['smallint', 'integer', 'bigint']) AS l, unnest(ARRAY['smallint', 'integer', 'bigint']) AS r;

-- A comparison counts as 1 or 0 where a number is wanted.
SELECT pg_temp.operator(symbol, name, 'boolean', t, CASE t WHEN 'numeric' THEN t WHEN 'double precision' THEN t ELSE 'bigint' END,
        format('a::integer::%s %s b::%1$s', CASE t WHEN 'numeric' THEN t WHEN 'double precision' THEN t ELSE 'bigint' END, symbol)),
    pg_temp.operator(symbol, name, t, 'boolean', CASE t WHEN 'numeric' THEN t WHEN 'double precision' THEN t ELSE 'bigint' END,
        format('a::%s %s b::integer::%1$s', CASE t WHEN 'numeric' THEN t WHEN 'double precision' THEN t ELSE 'bigint' END, symbol))
FROM (VALUES ('+', 'plus'), ('-', 'minus'), ('*', 'times')) AS o (symbol, name),
    unnest(ARRAY['integer', 'bigint', 'numeric', 'double precision']) AS t;

SELECT pg_temp.operator(symbol, name, 'boolean', 'boolean', 'bigint', format('a::integer::bigint %s b::integer::bigint', symbol))
FROM (VALUES ('+', 'plus'), ('-', 'minus'), ('*', 'times'), ('&', 'bit_and'), ('|', 'bit_or'), ('#', 'bit_xor')) AS o (symbol, name);

SELECT pg_temp.operator(symbol, name, 'boolean', t, 'boolean', format('a::integer %s b', symbol)),
    pg_temp.operator(symbol, name, t, 'boolean', 'boolean', format('a %s b::integer', symbol))
FROM (VALUES ('=', 'equal'), ('<>', 'unequal'), ('<', 'less'), ('<=', 'less_or_equal'), ('>', 'greater'),
        ('>=', 'greater_or_equal')) AS o (symbol, name),
    unnest(ARRAY['smallint', 'integer', 'bigint', 'numeric', 'double precision']) AS t;

-- A text is a DOUBLE where a number is wanted.
SELECT pg_temp.operator(symbol, name, 'text', 'double precision', 'double precision', format('helios_mysql.as_double(a) %s b', symbol)),
    pg_temp.operator(symbol, name, 'double precision', 'text', 'double precision', format('a %s helios_mysql.as_double(b)', symbol)),
    pg_temp.operator(symbol, name, 'text', 'text', 'double precision',
        format('helios_mysql.as_double(a) %s helios_mysql.as_double(b)', symbol))
FROM (VALUES ('+', 'plus'), ('-', 'minus'), ('*', 'times')) AS o (symbol, name);

SELECT pg_temp.operator(symbol, name, 'text', 'double precision', 'double precision',
        format('helios_mysql.as_double(a) OPERATOR(helios_mysql.%s) b', symbol)),
    pg_temp.operator(symbol, name, 'double precision', 'text', 'double precision',
        format('a OPERATOR(helios_mysql.%s) helios_mysql.as_double(b)', symbol)),
    pg_temp.operator(symbol, name, 'text', 'text', 'double precision',
        format('helios_mysql.as_double(a) OPERATOR(helios_mysql.%s) helios_mysql.as_double(b)', symbol))
FROM (VALUES ('/', 'over'), ('%', 'modulo')) AS o (symbol, name);

SELECT pg_temp.operator(symbol, name, 'text', 'double precision', 'boolean', format('helios_mysql.as_double(a) %s b', symbol)),
    pg_temp.operator(symbol, name, 'double precision', 'text', 'boolean', format('a %s helios_mysql.as_double(b)', symbol)),
    pg_temp.operator(symbol, name, 'text', 'boolean', 'boolean', format('helios_mysql.as_double(a) %s b::integer', symbol)),
    pg_temp.operator(symbol, name, 'boolean', 'text', 'boolean', format('a::integer %s helios_mysql.as_double(b)', symbol))
FROM (VALUES ('=', 'equal'), ('<>', 'unequal'), ('<', 'less'), ('<=', 'less_or_equal'), ('>', 'greater'),
        ('>=', 'greater_or_equal')) AS o (symbol, name);

-- Dates and times are compared with texts as dates and times; what is none is compared with NULL.
SELECT pg_temp.operator(symbol, name, t, 'text', 'boolean', format('a %s helios_mysql.%s(b)', symbol, reader)),
    pg_temp.operator(symbol, name, 'text', t, 'boolean', format('helios_mysql.%s(a) %s b', reader, symbol))
FROM (VALUES ('=', 'equal'), ('<>', 'unequal'), ('<', 'less'), ('<=', 'less_or_equal'), ('>', 'greater'),
        ('>=', 'greater_or_equal')) AS o (symbol, name),
    (VALUES ('date', 'as_datetime'), ('timestamp', 'as_datetime'), ('timestamptz', 'as_datetime'), ('interval', 'as_time'))
        AS v (t, reader);

-- Dates and times are numbers of their digits where a number is wanted, in comparisons too.
SELECT pg_temp.operator(symbol, name, t, n, result, format('helios_mysql.as_signed(a)::%s %s b', result, symbol)),
    pg_temp.operator(symbol, name, n, t, result, format('a %s helios_mysql.as_signed(b)::%s', symbol, result))
FROM (VALUES ('+', 'plus'), ('-', 'minus'), ('*', 'times')) AS o (symbol, name),
    unnest(ARRAY['date', 'timestamp', 'timestamptz', 'interval']) AS t,
    (VALUES ('integer', 'bigint'), ('bigint', 'bigint'), ('numeric', 'numeric'), ('double precision', 'double precision')) AS v (n, result)
WHERE NOT (t = 'interval' AND n = 'double precision' AND symbol = '*');

SELECT pg_temp.operator(symbol, name, t, t, 'bigint', format('helios_mysql.as_signed(a) %s helios_mysql.as_signed(b)', symbol))
FROM (VALUES ('+', 'plus'), ('-', 'minus')) AS o (symbol, name), unnest(ARRAY['date', 'timestamp', 'timestamptz']) AS t;

SELECT pg_temp.operator(symbol, name, t, 'bigint', 'boolean', format('a %s helios_mysql.as_datetime(b::numeric)', symbol)),
    pg_temp.operator(symbol, name, 'bigint', t, 'boolean', format('helios_mysql.as_datetime(a::numeric) %s b', symbol))
FROM (VALUES ('=', 'equal'), ('<>', 'unequal'), ('<', 'less'), ('<=', 'less_or_equal'), ('>', 'greater'),
        ('>=', 'greater_or_equal')) AS o (symbol, name),
    unnest(ARRAY['date', 'timestamp', 'timestamptz']) AS t;

-- A value of JSON is compared with a value of SQL as the value of JSON that this one would be.
SELECT pg_temp.operator(symbol, name, 'jsonb', t, 'boolean', format('a %s to_jsonb(b)', symbol)),
    pg_temp.operator(symbol, name, t, 'jsonb', 'boolean', format('to_jsonb(a) %s b', symbol))
FROM (VALUES ('=', 'equal'), ('<>', 'unequal'), ('<', 'less'), ('<=', 'less_or_equal'), ('>', 'greater'),
        ('>=', 'greater_or_equal')) AS o (symbol, name),
    unnest(ARRAY['text', 'boolean', 'integer', 'bigint', 'numeric', 'double precision']) AS t;

-- LIKE takes numbers, dates and times as their text.
SELECT pg_temp.operator(symbol, name, t, 'text', 'boolean', format('helios_mysql.as_text(a) %s b', symbol))
FROM (VALUES ('~~', 'like'), ('!~~', 'not_like')) AS o (symbol, name),
    unnest(ARRAY['smallint', 'integer', 'bigint', 'numeric', 'double precision', 'boolean', 'date', 'timestamp', 'timestamptz',
        'interval', 'jsonb']) AS t;

DO $do$
BEGIN
    CREATE OR REPLACE FUNCTION helios_mysql.operator_negative(a text) RETURNS double precision
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN - helios_mysql.as_double(a);
    CREATE OR REPLACE FUNCTION helios_mysql.operator_negative(a boolean) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN - a::integer;
    CREATE OR REPLACE FUNCTION helios_mysql.operator_bit_not(a bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_unsigned((~ a)::numeric);
    CREATE OR REPLACE FUNCTION helios_mysql.operator_bit_not(a integer) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_unsigned((~ a::bigint)::numeric);
    CREATE OR REPLACE FUNCTION helios_mysql.operator_bit_not(a numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 18446744073709551615 - helios_mysql.as_unsigned(a);
    IF to_regoperator('helios_mysql.-(none, text)') IS NULL THEN
        CREATE OPERATOR helios_mysql.- (FUNCTION = helios_mysql.operator_negative, RIGHTARG = text);
        CREATE OPERATOR helios_mysql.- (FUNCTION = helios_mysql.operator_negative, RIGHTARG = boolean);
        CREATE OPERATOR helios_mysql.~ (FUNCTION = helios_mysql.operator_bit_not, RIGHTARG = bigint);
        CREATE OPERATOR helios_mysql.~ (FUNCTION = helios_mysql.operator_bit_not, RIGHTARG = integer);
        CREATE OPERATOR helios_mysql.~ (FUNCTION = helios_mysql.operator_bit_not, RIGHTARG = numeric);
    END IF;
END
$do$;

DROP FUNCTION pg_temp.operator(text, text, text, text, text, text);
