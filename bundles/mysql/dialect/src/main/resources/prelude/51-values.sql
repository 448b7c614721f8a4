-- What columns make of the values that go into them: forms in which a value may be written, and cuts where sql_mode is not strict.

SET LOCAL search_path = pg_catalog;

-- A member of an ENUM by its name, in any case, or by its number. What is none stays as it is: the column's CHECK refuses it.
CREATE OR REPLACE FUNCTION helios_mysql.enum_value(value text, members text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL ELSE coalesce(
    (SELECT member FROM unnest(members) AS m (member)
        WHERE member COLLATE helios_mysql.utf8mb4_0900_ai_ci = value COLLATE helios_mysql.utf8mb4_0900_ai_ci LIMIT 1),
    CASE WHEN value COLLATE "C" ~ '^[0-9]{1,5}$' THEN members[value::integer] END, value) END;

CREATE OR REPLACE FUNCTION helios_mysql.enum_value(value numeric, members text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL WHEN value BETWEEN 1 AND 65535 THEN coalesce(members[value::integer], value::text) ELSE value::text END;

-- The members of a SET in the order of its definition, each once; by a number, whose bits are the members.
CREATE OR REPLACE FUNCTION helios_mysql.set_value(value text, members text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL WHEN value COLLATE "C" = '' THEN ''
    WHEN EXISTS (SELECT FROM unnest(string_to_array(value, ',')) AS p (part) WHERE NOT EXISTS (SELECT FROM unnest(members) AS m (member)
        WHERE member COLLATE helios_mysql.utf8mb4_0900_ai_ci = part COLLATE helios_mysql.utf8mb4_0900_ai_ci)) THEN value
    ELSE (SELECT coalesce(string_agg(member, ',' ORDER BY place), '') FROM unnest(members) WITH ORDINALITY AS m (member, place)
        WHERE EXISTS (SELECT FROM unnest(string_to_array(value, ',')) AS p (part)
            WHERE member COLLATE helios_mysql.utf8mb4_0900_ai_ci = part COLLATE helios_mysql.utf8mb4_0900_ai_ci)) END;

CREATE OR REPLACE FUNCTION helios_mysql.set_value(value numeric, members text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL WHEN value < 0 OR value >= power(2::numeric, cardinality(members)) THEN value::text
    ELSE (SELECT coalesce(string_agg(member, ',' ORDER BY place), '') FROM unnest(members) WITH ORDINALITY AS m (member, place)
        WHERE mod(div(value, power(2::numeric, place - 1)), 2) = 1) END;

-- The number of a member: an ENUM's place in the list, 0 for none of it; the bits of a SET.
CREATE OR REPLACE FUNCTION helios_mysql.enum_number(value text, members text[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL ELSE coalesce(array_position(members, value COLLATE "C"),
    array_position(members, value COLLATE helios_mysql.utf8mb4_0900_ai_ci), 0) END;

CREATE OR REPLACE FUNCTION helios_mysql.set_number(value text, members text[]) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NOT NULL THEN (SELECT coalesce(sum(power(2::numeric, array_position(members, part COLLATE "C") - 1)), 0)
    FROM unnest(string_to_array(value, ',')) AS p (part)) END;

-- A YEAR in two digits is one around 1970; any other stays as it is.
CREATE OR REPLACE FUNCTION helios_mysql.year_value(value numeric) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN value BETWEEN 1 AND 69 THEN value + 2000 WHEN value BETWEEN 70 AND 99 THEN value + 1900 ELSE value END)::integer;

CREATE OR REPLACE FUNCTION helios_mysql.year_value(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value COLLATE "C" ~ '^0{1,3}$' THEN 2000 ELSE helios_mysql.year_value(value::numeric) END;

-- BIT(64) keeps all 64 bits of an unsigned number.
CREATE OR REPLACE FUNCTION helios_mysql.bit_value(value numeric) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (CASE WHEN value BETWEEN 9223372036854775808 AND 18446744073709551615 THEN value - 18446744073709551616 ELSE value END)::bigint;

-- BINARY(n) is filled up with zeros.
CREATE OR REPLACE FUNCTION helios_mysql.binary_value(value bytea, octets integer) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN octet_length(value) < octets THEN value || decode(repeat('00', octets - octet_length(value)), 'hex') ELSE value END;

-- Where sql_mode is not strict, and for IGNORE: the nearest value that the column can have, with a warning.
CREATE OR REPLACE FUNCTION helios_mysql.fit_text(value text, label text, characters integer, at integer DEFAULT 1) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    IF length(value) <= characters THEN
        RETURN value;
    END IF;
    IF rtrim(substr(value, characters + 1), ' ') <> '' COLLATE "C" THEN
        PERFORM helios_mysql.warn(1265, format('Data truncated for column %L at row %s', label, at));
    END IF;
    RETURN left(value, characters);
END
$body$;

-- The same for a limit in octets: characters stay whole.
CREATE OR REPLACE FUNCTION helios_mysql.fit_octets(value text, label text, octets integer, at integer DEFAULT 1) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    cut bytea;
BEGIN
    IF octet_length(value) <= octets THEN
        RETURN value;
    END IF;
    PERFORM helios_mysql.warn(1265, format('Data truncated for column %L at row %s', label, at));
    cut := substr(convert_to(value, 'UTF8'), 1, octets + 1);
    WHILE get_byte(cut, octets) & 192 = 128 LOOP
        octets := octets - 1; -- inside of a character
    END LOOP;
    RETURN convert_from(substr(cut, 1, octets), 'UTF8');
END
$body$;

-- The number that a text begins with; the type's word is for the warning.
CREATE OR REPLACE FUNCTION helios_mysql.fit_number(value text, label text, type text, at integer DEFAULT 1) RETURNS numeric
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    IF value COLLATE "C" !~ '^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$' THEN
        IF value COLLATE "C" ~ '^\s*[+-]?\.?[0-9]' THEN
            PERFORM helios_mysql.warn(1265, format('Data truncated for column %L at row %s', label, at));
        ELSE
            PERFORM helios_mysql.warn(1366, format('Incorrect %s value: %L for column %L at row %s', type, value, label, at));
        END IF;
    END IF;
    RETURN helios_mysql.as_decimal(value);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.fit_range(value numeric, label text, low numeric, high numeric, at integer DEFAULT 1) RETURNS numeric
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    IF value < low OR value > high THEN
        PERFORM helios_mysql.warn(1264, format('Out of range value for column %L at row %s', label, at));
        RETURN CASE WHEN value < low THEN low ELSE high END;
    END IF;
    RETURN value;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.fit_integer(value text, label text, low numeric, high numeric, at integer DEFAULT 1) RETURNS numeric
LANGUAGE sql VOLATILE RETURN helios_mysql.fit_range(round(helios_mysql.fit_number(value, label, 'integer', at)), label, low, high, at);

CREATE OR REPLACE FUNCTION helios_mysql.fit_decimal(value text, label text, digits integer, places integer, at integer DEFAULT 1) RETURNS numeric
LANGUAGE sql VOLATILE
RETURN round(helios_mysql.fit_range(round(helios_mysql.fit_number(value, label, 'decimal', at), places), label,
    -(power(10::numeric, digits) - 1) / power(10::numeric, places), (power(10::numeric, digits) - 1) / power(10::numeric, places), at), places);

-- A date or time where it may be 0000-00-00, as the engine reads it. What is none stays as it is: the engine refuses it.
CREATE OR REPLACE FUNCTION helios_mysql.moment_value(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value COLLATE "C" ~ '^\s*(0000-00-00([ T].*)?|0+)\s*$' THEN '-infinity' ELSE value END;

-- What is no date becomes 0000-00-00.
CREATE OR REPLACE FUNCTION helios_mysql.fit_moment(value text, label text, at integer DEFAULT 1) RETURNS timestamp
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    moment timestamp;
BEGIN
    IF value IS NULL THEN
        RETURN NULL;
    END IF;
    moment := CASE helios_mysql.moment_value(value) WHEN '-infinity' THEN '-infinity' ELSE helios_mysql.as_datetime(value) END;
    IF moment IS NULL THEN
        PERFORM helios_mysql.warn(1265, format('Data truncated for column %L at row %s', label, at));
        RETURN '-infinity';
    END IF;
    RETURN moment;
END
$body$;

-- What is no time becomes 00:00:00.
CREATE OR REPLACE FUNCTION helios_mysql.fit_time(value text, label text, at integer DEFAULT 1) RETURNS interval
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    moment interval;
BEGIN
    moment := helios_mysql.as_time(value);
    IF moment IS NULL AND value IS NOT NULL THEN
        PERFORM helios_mysql.warn(1265, format('Data truncated for column %L at row %s', label, at));
        RETURN interval '0';
    END IF;
    RETURN moment;
END
$body$;

-- INSERT IGNORE leaves rows out: one warning for each.
CREATE OR REPLACE FUNCTION helios_mysql.warn_duplicates(rows bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    FOR i IN 1 .. least(rows, 1024) LOOP
        PERFORM helios_mysql.warn(1062, 'Duplicate entry for a unique key: the row was left out');
    END LOOP;
END
$body$;

-- A divisor that may not be zero, where sql_mode refuses 0. Volatile: it is an error only where a row is changed.
CREATE FUNCTION pg_temp.divisor(type text, zero text) RETURNS void
LANGUAGE plpgsql AS $body$
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.divisor(value %1$s) RETURNS %1$s LANGUAGE plpgsql VOLATILE PARALLEL SAFE'
        ' AS $$ BEGIN IF %2$s = 0 THEN RAISE EXCEPTION USING ERRCODE = ''M1365'', MESSAGE = ''Division by 0''; END IF; RETURN value; END $$',
        type, zero);
END
$body$;

SELECT pg_temp.divisor(type, CASE type WHEN 'text' THEN 'helios_mysql.as_double(value)' ELSE 'value' END)
FROM unnest(ARRAY['smallint', 'integer', 'bigint', 'numeric', 'real', 'double precision', 'text']) AS type;
