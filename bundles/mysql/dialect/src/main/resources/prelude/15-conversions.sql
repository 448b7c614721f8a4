-- What MySQL makes of a value where it wants one of another type. What cannot be read is NULL or 0, as in MySQL; the warning is not given.
-- None of the functions that can be inlined is STRICT: a strict one with a CASE is not, and NULL comes out of NULL anyway.
-- Functions in PL/pgSQL that look into a text are behind one that gives it a deterministic collation (read_…): all of their variables have
-- the collation of the arguments, and regular expressions want a deterministic one.

SET LOCAL search_path = pg_catalog;

-- The number that a text begins with, 0 where it begins with none.
CREATE OR REPLACE FUNCTION helios_mysql.as_double(value text) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL ELSE coalesce(
    substring(value COLLATE "C" from '^[ \t\n\r]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)')::double precision, 0) END;

CREATE OR REPLACE FUNCTION helios_mysql.as_double(value double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.as_double(value boolean) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::integer::double precision;

CREATE OR REPLACE FUNCTION helios_mysql.as_double(value bytea) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_double(encode(value, 'escape'));

CREATE OR REPLACE FUNCTION helios_mysql.as_double(value jsonb) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(value) WHEN 'boolean' THEN (value::boolean)::integer ELSE helios_mysql.as_double(value #>> '{}') END;

-- The same as an exact number.
CREATE OR REPLACE FUNCTION helios_mysql.as_decimal(value text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL ELSE coalesce(
    substring(value COLLATE "C" from '^[ \t\n\r]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)')::numeric, 0) END;

CREATE OR REPLACE FUNCTION helios_mysql.as_decimal(value numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.as_decimal(value double precision) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::numeric;

CREATE OR REPLACE FUNCTION helios_mysql.as_decimal(value boolean) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::integer::numeric;

CREATE OR REPLACE FUNCTION helios_mysql.as_decimal(value jsonb) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(value) WHEN 'boolean' THEN (value::boolean)::integer ELSE helios_mysql.as_decimal(value #>> '{}') END;

-- A count or a place as the INTEGER that PostgreSQL's functions take. (least and greatest would make a number of NULL.)
CREATE OR REPLACE FUNCTION helios_mysql.as_count(value bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN value > 2147483646 THEN 2147483646 WHEN value < -2147483646 THEN -2147483646 ELSE value END)::integer;

-- CAST(x AS SIGNED) and CAST(x AS UNSIGNED): a text is cut at its point, a number is rounded, a negative number wraps round.
CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL ELSE least(greatest(coalesce(
    substring(value COLLATE "C" from '^[ \t\n\r]*([+-]?[0-9]+)')::numeric, 0), -9223372036854775808), 9223372036854775807)::bigint END;

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value numeric) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN value IS NULL THEN NULL WHEN round(value) BETWEEN 9223372036854775808 AND 18446744073709551615 THEN round(value) - 18446744073709551616
    ELSE least(greatest(round(value), -9223372036854775808), 9223372036854775807) END)::bigint;

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value double precision) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_signed(round(value::numeric));

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value boolean) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::integer::bigint;

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value date) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value = '-infinity' THEN 0
    ELSE extract(year from value)::bigint * 10000 + extract(month from value)::bigint * 100 + extract(day from value)::bigint END;

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value timestamp) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value = '-infinity' THEN 0 ELSE helios_mysql.as_signed(date_trunc('second', value + interval '0.5 s')::date) * 1000000
    + extract(hour from date_trunc('second', value + interval '0.5 s'))::bigint * 10000
    + extract(minute from date_trunc('second', value + interval '0.5 s'))::bigint * 100
    + floor(extract(second from date_trunc('second', value + interval '0.5 s')))::bigint END;

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value timestamptz) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_signed(value::timestamp);

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value interval) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (sign(extract(epoch from value)) * (floor(abs(extract(epoch from value)) / 3600) * 10000
    + floor(mod(abs(extract(epoch from value)), 3600) / 60) * 100 + round(mod(abs(extract(epoch from value)), 60))))::bigint;

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value jsonb) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(value) WHEN 'number' THEN helios_mysql.as_signed(value::numeric)
    WHEN 'boolean' THEN (value::boolean)::integer ELSE helios_mysql.as_signed(value #>> '{}') END;

CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value bytea) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_signed(encode(value, 'escape'));

CREATE OR REPLACE FUNCTION helios_mysql.as_unsigned(value text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL
    WHEN value COLLATE "C" ~ '^[ \t\n\r]*-' THEN mod(18446744073709551616 + helios_mysql.as_signed(value), 18446744073709551616)
    ELSE least(coalesce(substring(value COLLATE "C" from '^[ \t\n\r]*([+-]?[0-9]+)')::numeric, 0), 18446744073709551615) END;

CREATE OR REPLACE FUNCTION helios_mysql.as_unsigned(value numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL WHEN round(value) < 0 THEN mod(18446744073709551616 + greatest(round(value), -9223372036854775808), 18446744073709551616)
    ELSE least(round(value), 18446744073709551615) END;

CREATE OR REPLACE FUNCTION helios_mysql.as_unsigned(value double precision) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_unsigned(value::numeric);

CREATE OR REPLACE FUNCTION helios_mysql.as_unsigned(value boolean) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::integer::numeric;

DO $do$
DECLARE
    type text;
BEGIN
    FOREACH type IN ARRAY ARRAY['date', 'timestamp', 'interval', 'jsonb', 'bytea'] LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.as_unsigned(value %s) RETURNS numeric LANGUAGE sql IMMUTABLE'
            ' PARALLEL SAFE RETURN helios_mysql.as_unsigned(helios_mysql.as_signed(value)::numeric)', type);
    END LOOP;
END
$do$;

-- MySQL's conditions: whether a value counts as true.
CREATE OR REPLACE FUNCTION helios_mysql.truth(value boolean) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value smallint) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value integer) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value real) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value double precision) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_double(value) <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value bytea) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_double(value) <> 0;

CREATE OR REPLACE FUNCTION helios_mysql.truth(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value NOT IN ('0', 'false');

CREATE OR REPLACE FUNCTION helios_mysql.truth(value date) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> '-infinity';

CREATE OR REPLACE FUNCTION helios_mysql.truth(value timestamp) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> '-infinity';

CREATE OR REPLACE FUNCTION helios_mysql.truth(value timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> '-infinity';

CREATE OR REPLACE FUNCTION helios_mysql.truth(value interval) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value <> interval '0';

-- MySQL's zero date, 0000-00-00, is the engine's -infinity, which comes before every other date, too.

-- The moment of the statement: that of the session's own clock where SET timestamp made it stand still.
CREATE OR REPLACE FUNCTION helios_mysql.moment() RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE coalesce(current_setting('helios_mysql.clock', true), '') WHEN '' THEN statement_timestamp()
    ELSE to_timestamp(current_setting('helios_mysql.clock', true)::double precision) END;

-- Date and time of a text: any punctuation between the parts, or none; two digits of a year; a zone at the end is applied.
CREATE OR REPLACE FUNCTION helios_mysql.read_as_datetime(value text) RETURNS timestamp
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    part text[];
    year integer;
    hour integer;
    result timestamp;
BEGIN
    value := btrim(value COLLATE "C", E' \t\r\n');
    part := regexp_match(value, '^(\d{4}|\d{1,2})[-/.:,;^@*+](\d{1,2})[-/.:,;^@*+](\d{1,2})(?:(?:[T]|\s+|[-/.:,;^@*+])(\d{1,2})(?:[-/.:,;^@*+](\d{1,2})(?:[-/.:,;^@*+](\d{1,2})(?:\.(\d*))?)?)?)?([+-]\d{2}:\d{2})?$');
    IF part IS NULL THEN
        part := regexp_match(value, '^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})(?:\.(\d*))?)?(?=$)()$');
        IF part IS NULL THEN
            part := regexp_match(value, '^(\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})(?:\.(\d*))?)?(?=$)()$');
        END IF;
        IF part IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    year := part[1]::integer;
    IF length(part[1]) <= 2 THEN
        year := year + CASE WHEN year < 70 THEN 2000 ELSE 1900 END;
    END IF;
    hour := coalesce(part[4]::integer, 0);
    IF year = 0 OR part[2]::integer NOT BETWEEN 1 AND 12 OR part[3]::integer NOT BETWEEN 1 AND 31 OR hour > 23
            OR coalesce(part[5]::integer, 0) > 59 OR coalesce(part[6]::integer, 0) > 59 THEN
        RETURN NULL;
    END IF;
    result := make_timestamp(year, part[2]::integer, part[3]::integer, hour, coalesce(part[5]::integer, 0),
        coalesce((part[6] || '.' || coalesce(nullif(rpad(part[7], 7, '0'), ''), '0'))::double precision, 0));
    IF part[8] <> '' THEN
        result := (result AT TIME ZONE 'UTC' - part[8]::interval)::timestamp;
    END IF;
    RETURN result;
EXCEPTION WHEN datetime_field_overflow OR invalid_datetime_format THEN
    RETURN NULL; -- the 30th of February
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.as_datetime(value text) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.read_as_datetime(value COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.as_datetime(value timestamp) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.as_datetime(value timestamptz) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN value::timestamp;

CREATE OR REPLACE FUNCTION helios_mysql.as_datetime(value date) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::timestamp;

CREATE OR REPLACE FUNCTION helios_mysql.as_datetime(value numeric) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN value = 0 THEN '-infinity' ELSE helios_mysql.as_datetime(CASE WHEN value < 1000000 THEN lpad(value::text, 6, '0')
    WHEN value BETWEEN 100000000 AND 999999999999 THEN lpad(value::text, 12, '0') ELSE value::text END) END;

-- A time is seen as that time of today.
CREATE OR REPLACE FUNCTION helios_mysql.as_datetime(value interval) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.moment()::date::timestamp + value;

CREATE OR REPLACE FUNCTION helios_mysql.as_date(value text) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_datetime(value)::date;

CREATE OR REPLACE FUNCTION helios_mysql.as_date(value date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.as_date(value timestamp) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::date;

CREATE OR REPLACE FUNCTION helios_mysql.as_date(value timestamptz) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN value::date;

CREATE OR REPLACE FUNCTION helios_mysql.as_date(value numeric) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_datetime(value)::date;

CREATE OR REPLACE FUNCTION helios_mysql.as_date(value interval) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_datetime(value)::date;

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value bigint) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value BETWEEN 1 AND 69 THEN value + 2000 WHEN value BETWEEN 70 AND 99 THEN value + 1900
    WHEN value = 0 OR value BETWEEN 1901 AND 2155 THEN value END;

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_year(value::bigint);

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value numeric) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_year(round(value)::bigint);

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value double precision) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.as_year(round(value)::bigint);

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value COLLATE "C" ~ '^0{1,2}$' THEN 2000 WHEN value COLLATE "C" ~ '^\d+' THEN helios_mysql.as_year(helios_mysql.as_signed(value)) END;

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN extract(year from value)::integer;

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value timestamp) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN extract(year from value)::integer;

CREATE OR REPLACE FUNCTION helios_mysql.as_year(value timestamptz) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE RETURN extract(year from value)::integer;

-- Time of a text: [-][days ]hours:minutes[:seconds[.fraction]], hhmmss, or the time of a date and time. Within +-838:59:59.
CREATE OR REPLACE FUNCTION helios_mysql.read_as_time(value text) RETURNS interval
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    part text[];
    seconds numeric;
BEGIN
    value := btrim(value COLLATE "C", E' \t\r\n');
    part := regexp_match(value, '^(-?)(?:(\d+)\s+)?(\d+):(\d{1,2})(?::(\d{1,2}(?:\.\d*)?))?$');
    IF part IS NULL THEN
        part := regexp_match(value, '^(-?)()(\d*?)(\d{0,2}?)(\d{1,2}(?:\.\d*)?)$');
    END IF;
    IF part IS NULL THEN
        part := regexp_match(value, '^(-?)(\d+)\s+(\d+)()()$');
    END IF;
    IF part IS NULL THEN
        RETURN helios_mysql.as_datetime(value)::time::interval;
    END IF;
    IF coalesce(nullif(part[4], '')::integer, 0) > 59 OR coalesce(nullif(rtrim(part[5], '.'), '')::numeric, 0) >= 60 THEN
        RETURN NULL;
    END IF;
    seconds := (coalesce(nullif(part[2], '')::numeric, 0) * 24 + coalesce(nullif(part[3], '')::numeric, 0)) * 3600
        + coalesce(nullif(part[4], '')::numeric, 0) * 60 + coalesce(nullif(rtrim(part[5], '.'), '')::numeric, 0);
    seconds := least(seconds, 3020399);
    RETURN make_interval(secs => CASE part[1] WHEN '-' THEN -seconds ELSE seconds END::double precision);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.as_time(value text) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.read_as_time(value COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.as_time(value interval) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.as_time(value timestamp) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN value = '-infinity' THEN interval '0' ELSE value::time::interval END;

CREATE OR REPLACE FUNCTION helios_mysql.as_time(value timestamptz) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_time(value::timestamp);

CREATE OR REPLACE FUNCTION helios_mysql.as_time(value time) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::interval;

CREATE OR REPLACE FUNCTION helios_mysql.as_time(value date) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN value IS NOT NULL THEN interval '0' END;

CREATE OR REPLACE FUNCTION helios_mysql.as_time(value numeric) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_time(value::text);

-- MySQL's text of a value. Fractions of a second are shown where there are any.
CREATE OR REPLACE FUNCTION helios_mysql.as_text(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE value WHEN true THEN '1' WHEN false THEN '0' END;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::text;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value double precision) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::text;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value real) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::text;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value = '-infinity' THEN '0000-00-00'
    ELSE lpad(extract(year from value)::text, 4, '0') || '-' || lpad(extract(month from value)::text, 2, '0')
        || '-' || lpad(extract(day from value)::text, 2, '0') END;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value interval) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN extract(epoch from value) < 0 THEN '-' ELSE '' END
    || lpad(floor(abs(extract(epoch from value)) / 3600)::text,
        greatest(2, length(floor(abs(extract(epoch from value)) / 3600)::text)), '0')
    || ':' || lpad(floor(mod(abs(extract(epoch from value)), 3600) / 60)::text, 2, '0')
    || ':' || lpad(floor(mod(abs(extract(epoch from value)), 60))::text, 2, '0')
    || CASE WHEN mod(extract(epoch from value), 1) = 0 THEN ''
        ELSE '.' || lpad((mod(abs(extract(epoch from value)), 1) * 1000000)::bigint::text, 6, '0') END;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value timestamp) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN helios_mysql.as_text(value::date) || ' ' || helios_mysql.as_text(helios_mysql.as_time(value));

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value timestamptz) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_text(value::timestamp);

-- With the digits that the column has for fractions, though they are zeros.
CREATE OR REPLACE FUNCTION helios_mysql.as_text(value interval, digits integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN split_part(helios_mysql.as_text(value), '.', 1) || '.'
    || left(lpad((mod(abs(extract(epoch from value)), 1) * 1000000)::bigint::text, 6, '0'), digits);

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value timestamp, digits integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN helios_mysql.as_text(value::date) || ' ' || helios_mysql.as_text(helios_mysql.as_time(value), digits);

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value timestamptz, digits integer) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_text(value::timestamp, digits);

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::text;

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN convert_from(value, 'UTF8');

CREATE OR REPLACE FUNCTION helios_mysql.as_text(value uuid) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::text;

CREATE OR REPLACE FUNCTION helios_mysql.as_binary(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN convert_to(value, 'UTF8');

CREATE OR REPLACE FUNCTION helios_mysql.as_binary(value bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

DO $do$
DECLARE
    type text;
BEGIN
    FOREACH type IN ARRAY ARRAY['boolean', 'numeric', 'double precision', 'date', 'timestamp', 'interval', 'jsonb'] LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.as_binary(value %s) RETURNS bytea LANGUAGE sql IMMUTABLE'
            ' PARALLEL SAFE RETURN convert_to(helios_mysql.as_text(value), ''UTF8'')', type);
    END LOOP;
END
$do$;

-- Without these an integer would be taken for a DOUBLE, which is the preferred type of numbers.
DO $do$
DECLARE
    type text;
BEGIN
    FOREACH type IN ARRAY ARRAY['smallint', 'integer', 'bigint'] LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.as_decimal(value %s) RETURNS numeric LANGUAGE sql IMMUTABLE'
            ' PARALLEL SAFE RETURN value::numeric', type);
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.as_signed(value %s) RETURNS bigint LANGUAGE sql IMMUTABLE'
            ' PARALLEL SAFE RETURN value::bigint', type);
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.as_unsigned(value %s) RETURNS numeric LANGUAGE sql IMMUTABLE'
            ' PARALLEL SAFE RETURN helios_mysql.as_unsigned(value::numeric)', type);
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.as_text(value %s) RETURNS text LANGUAGE sql IMMUTABLE'
            ' PARALLEL SAFE RETURN value::text', type);
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.as_binary(value %s) RETURNS bytea LANGUAGE sql IMMUTABLE'
            ' PARALLEL SAFE RETURN convert_to(value::text, ''UTF8'')', type);
    END LOOP;
END
$do$;

-- The members of an ENUM and of a SET.
CREATE OR REPLACE FUNCTION helios_mysql.is_set(value text, members text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN value IS NULL THEN NULL WHEN value = '''' THEN true
    ELSE (SELECT pg_catalog.bool_and(part = ANY (members)) AND pg_catalog.count(*) = pg_catalog.count(DISTINCT part)
        FROM pg_catalog.unnest(pg_catalog.string_to_array(value, '','')) AS part) END';

-- A string as SHOW CREATE TABLE writes it: in one line.
CREATE OR REPLACE FUNCTION helios_mysql.shown_literal(value text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN '''' || replace(replace(replace(replace(value, '\', '\\'), chr(10), '\n'), chr(13), '\r'), '''', '''''') || '''';
