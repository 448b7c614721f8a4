-- MySQL's string functions. Positions count characters from 1. A comparison inside of a function follows the collation of its arguments
-- where MySQL's does, and is one of octets (COLLATE "C") where MySQL's is; regular expressions need a deterministic one.
-- A body after RETURN has the collation of its definition for ever: functions that follow their arguments' have their body in a string.

SET LOCAL search_path = pg_catalog;

-- NULL if any argument is NULL, unlike PostgreSQL's. A function of "any" types can only be one of the server's own, which needs a
-- superuser to define it: elsewhere it takes texts.
DO $do$
BEGIN
    CREATE OR REPLACE FUNCTION helios_mysql.concat(VARIADIC "any") RETURNS text
    LANGUAGE internal IMMUTABLE STRICT PARALLEL SAFE AS 'text_concat';
EXCEPTION WHEN insufficient_privilege THEN
    CREATE OR REPLACE FUNCTION helios_mysql.concat(VARIADIC parts text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN array_position(parts, NULL) IS NULL THEN array_to_string(parts, '') END;
END
$do$;

-- A column of latin1 and the like has one octet a character.
-- What is none of a set's characters, as a regular expression; NULL where the set has all.
CREATE OR REPLACE FUNCTION helios_mysql.foreign_character(charset text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE charset COLLATE "C" WHEN 'ascii' THEN '[^\u0001-\u007f]' WHEN 'utf8mb3' THEN '[^\u0001-\uffff]' WHEN 'utf8' THEN '[^\u0001-\uffff]'
    WHEN 'ucs2' THEN '[^\u0001-\uffff]'
    -- cp1252
    WHEN 'latin1' THEN '[^\u0001-\u007f\u0081\u008d\u008f\u0090\u009d\u00a0-\u00ff\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030'
        '\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]' END;

-- Whether a column's set has all characters of a value: its collation tells which set that is. Most values are ASCII.
CREATE OR REPLACE FUNCTION helios_mysql.in_character_set(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN pg_catalog.octet_length(value) = pg_catalog.char_length(value) THEN true
    ELSE coalesce(value COLLATE pg_catalog."C" !~ helios_mysql.foreign_character(
        pg_catalog.substring(pg_catalog.pg_collation_for(value) COLLATE pg_catalog."C", ''(latin1|ascii|utf8mb3)_'')), true) END';

-- CONVERT(... USING ...) of text: what the set has not becomes a question mark.
CREATE OR REPLACE FUNCTION helios_mysql.transcoded(value text, charset text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN helios_mysql.foreign_character(charset) IS NULL OR octet_length(value) = char_length(value) THEN value
    ELSE regexp_replace(value COLLATE "C", helios_mysql.foreign_character(charset), '?', 'g') END;

-- The engine's name of a set in which it can encode text.
CREATE OR REPLACE FUNCTION helios_mysql.engine_encoding(charset text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE charset COLLATE "C" WHEN 'latin1' THEN 'WIN1252' WHEN 'latin2' THEN 'LATIN2' WHEN 'cp1250' THEN 'WIN1250' WHEN 'cp1251' THEN 'WIN1251'
    WHEN 'koi8r' THEN 'KOI8R' WHEN 'big5' THEN 'BIG5' WHEN 'gbk' THEN 'GBK' WHEN 'gb18030' THEN 'GB18030' WHEN 'sjis' THEN 'SJIS'
    WHEN 'ujis' THEN 'EUC_JP' WHEN 'euckr' THEN 'EUC_KR' ELSE 'UTF8' END;

-- The octets of a text in a set ...
CREATE OR REPLACE FUNCTION helios_mysql.encoded(value text, charset text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    result bytea := '';
    part text;
    code integer;
BEGIN
    IF charset NOT IN ('ucs2', 'utf16', 'utf32') THEN
        RETURN convert_to(helios_mysql.transcoded(value, charset), helios_mysql.engine_encoding(charset));
    END IF;
    FOREACH part IN ARRAY string_to_array(helios_mysql.transcoded(value, charset), NULL) LOOP
        code := ascii(part);
        result := result || CASE WHEN charset = 'utf32' THEN int4send(code)
            WHEN code < 65536 THEN substr(int4send(code), 3)
            ELSE substr(int4send(55296 + (code - 65536) / 1024), 3) || substr(int4send(56320 + (code - 65536) % 1024), 3) END;
    END LOOP;
    RETURN result;
END
$body$;

-- ... and the text that octets are; NULL where they are none.
CREATE OR REPLACE FUNCTION helios_mysql.decoded(value bytea, charset text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    width integer := CASE WHEN charset IN ('ucs2', 'utf16') THEN 2 WHEN charset = 'utf32' THEN 4 ELSE 1 END;
    result text := '';
    code bigint;
    high bigint;
BEGIN
    IF width = 1 THEN
        RETURN convert_from(value, helios_mysql.engine_encoding(charset));
    END IF;
    FOR at IN 0 .. length(value) / width - 1 LOOP
        code := ('x' || lpad(encode(substr(value, at * width + 1, width), 'hex'), 16, '0'))::bit(64)::bigint;
        IF width = 2 AND code BETWEEN 55296 AND 56319 THEN
            high := code;
        ELSE
            result := result || chr((CASE WHEN high IS NULL THEN code ELSE 65536 + (high - 55296) * 1024 + code - 56320 END)::integer);
            high := NULL;
        END IF;
    END LOOP;
    RETURN result;
EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character OR program_limit_exceeded OR null_value_not_allowed THEN
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.length(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN pg_catalog.replace(pg_catalog.pg_collation_for(value) COLLATE pg_catalog."C", ''helios_mysql.'', '''')
    IN (''latin1_swedish_ci'', ''latin1_bin'', ''latin1_general_ci'', ''latin1_general_cs'', ''latin2_general_ci'', ''cp1251_general_ci'')
    THEN pg_catalog.char_length(value) ELSE pg_catalog.octet_length(value) END';

CREATE OR REPLACE FUNCTION helios_mysql.length(value bytea) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN octet_length(value);

CREATE OR REPLACE FUNCTION helios_mysql.char_length(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.char_length(value);

CREATE OR REPLACE FUNCTION helios_mysql.character_length(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.char_length(value);

CREATE OR REPLACE FUNCTION helios_mysql.lcase(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN lower(value);

CREATE OR REPLACE FUNCTION helios_mysql.ucase(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper(value);

CREATE OR REPLACE FUNCTION helios_mysql.ascii(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value = '' COLLATE "C" THEN 0 ELSE get_byte(convert_to(left(value, 1), 'UTF8'), 0) END;

CREATE OR REPLACE FUNCTION helios_mysql.ord(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL THEN NULL WHEN value = '' COLLATE "C" THEN 0 ELSE
    ('x' || lpad(encode(convert_to(left(value, 1), 'UTF8'), 'hex'), 16, '0'))::bit(64)::bigint END;

-- CHAR(65, 66): the characters of codes.
CREATE OR REPLACE FUNCTION helios_mysql.chars(VARIADIC codes bigint[]) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT coalesce(string_agg(decode(CASE WHEN code = 0 THEN '00' ELSE lpad(digits, length(digits) + length(digits) % 2, '0') END, 'hex'),
    ''::bytea ORDER BY place), ''::bytea) FROM unnest(codes) WITH ORDINALITY AS c (code, place), to_hex(code) AS digits WHERE code IS NOT NULL);

CREATE OR REPLACE FUNCTION helios_mysql.substring(value text, start integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN start > 0 THEN substr(value, start) WHEN start = 0 OR -start > pg_catalog.char_length(value) THEN ''
    ELSE right(value, -start) END;

CREATE OR REPLACE FUNCTION helios_mysql.substring(value text, start integer, count integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN count <= 0 THEN CASE WHEN value IS NOT NULL AND start IS NOT NULL THEN '' END WHEN start > 0 THEN substr(value, start, count)
    WHEN start = 0 OR -start > pg_catalog.char_length(value) THEN '' ELSE substr(right(value, -start), 1, count) END;

CREATE OR REPLACE FUNCTION helios_mysql.substring(value bytea, start integer) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN start > 0 THEN substr(value, start) WHEN start = 0 OR -start > octet_length(value) THEN ''::bytea
    ELSE substr(value, octet_length(value) + start + 1) END;

CREATE OR REPLACE FUNCTION helios_mysql.substring(value bytea, start integer, count integer) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN count <= 0 OR start = 0 OR -start > octet_length(value) THEN ''::bytea WHEN start > 0 THEN substr(value, start, count)
    ELSE substr(value, octet_length(value) + start + 1, count) END;

CREATE OR REPLACE FUNCTION helios_mysql.left(value text, count integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.left(value, greatest(count, CASE WHEN count IS NOT NULL THEN 0 END));

CREATE OR REPLACE FUNCTION helios_mysql.right(value text, count integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.right(value, greatest(count, CASE WHEN count IS NOT NULL THEN 0 END));

CREATE OR REPLACE FUNCTION helios_mysql.lpad(value text, width integer, pad text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN width < 0 THEN NULL WHEN pad = '' AND pg_catalog.char_length(value) < width THEN ''
    ELSE pg_catalog.lpad(value, width, pad) END;

CREATE OR REPLACE FUNCTION helios_mysql.rpad(value text, width integer, pad text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN width < 0 THEN NULL WHEN pad = '' AND pg_catalog.char_length(value) < width THEN ''
    ELSE pg_catalog.rpad(value, width, pad) END;

CREATE OR REPLACE FUNCTION helios_mysql.repeat(value text, count integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.repeat(value, count);

CREATE OR REPLACE FUNCTION helios_mysql.reverse(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.reverse(value);

CREATE OR REPLACE FUNCTION helios_mysql.space(count bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.repeat(' ', count::integer);

CREATE OR REPLACE FUNCTION helios_mysql.substring_index(value text, delimiter text, count integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL OR delimiter IS NULL OR count IS NULL THEN NULL WHEN delimiter = '' OR count = 0 THEN ''
    WHEN count > 0 THEN array_to_string((string_to_array(value COLLATE "C", delimiter))[:count], delimiter)
    ELSE array_to_string((string_to_array(value COLLATE "C", delimiter))
        [greatest(1, cardinality(string_to_array(value COLLATE "C", delimiter)) + count + 1):], delimiter) END;

CREATE OR REPLACE FUNCTION helios_mysql.instr(value text, part text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT pg_catalog.strpos(value, part)';

CREATE OR REPLACE FUNCTION helios_mysql.locate(part text, value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT pg_catalog.strpos(value, part)';

CREATE OR REPLACE FUNCTION helios_mysql.locate(part text, value text, start integer) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN start < 1 OR start OPERATOR(pg_catalog.-) 1 > pg_catalog.char_length(value) THEN 0
    WHEN pg_catalog.strpos(pg_catalog.substr(value, start), part) = 0 THEN 0
    ELSE pg_catalog.strpos(pg_catalog.substr(value, start), part) OPERATOR(pg_catalog.+) start OPERATOR(pg_catalog.-) 1 END';

CREATE OR REPLACE FUNCTION helios_mysql.field(value text, VARIADIC list text[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN value IS NULL THEN 0 ELSE coalesce(pg_catalog.array_position(list, value), 0) END';

CREATE OR REPLACE FUNCTION helios_mysql.field(value numeric, VARIADIC list numeric[]) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN value IS NULL THEN 0 ELSE coalesce(array_position(list, value), 0) END;

CREATE OR REPLACE FUNCTION helios_mysql.find_in_set(value text, list text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT CASE WHEN value IS NULL OR list IS NULL THEN NULL
    ELSE coalesce(pg_catalog.array_position(pg_catalog.string_to_array(list, '',''), value), 0) END';

CREATE OR REPLACE FUNCTION helios_mysql.elt(number bigint, VARIADIC list text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN list[number::integer];

CREATE OR REPLACE FUNCTION helios_mysql.make_set(bits bigint, VARIADIC list text[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN bits IS NULL THEN NULL ELSE (SELECT coalesce(string_agg(part, ',' ORDER BY place), '')
    FROM unnest(list) WITH ORDINALITY AS l (part, place) WHERE place <= 64 AND bits >> (place::integer - 1) & 1 = 1) END;

CREATE OR REPLACE FUNCTION helios_mysql.export_set(bits bigint, yes text, no text, separator text DEFAULT ',', count integer DEFAULT 64)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN bits IS NULL OR yes IS NULL OR no IS NULL OR separator IS NULL THEN NULL ELSE
    (SELECT string_agg(CASE WHEN bits >> place & 1 = 1 THEN yes ELSE no END, separator ORDER BY place)
    FROM generate_series(0, CASE WHEN count BETWEEN 0 AND 64 THEN count ELSE 64 END - 1) AS place) END;

CREATE OR REPLACE FUNCTION helios_mysql.hex(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper(encode(convert_to(value, 'UTF8'), 'hex'));

CREATE OR REPLACE FUNCTION helios_mysql.hex(value bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper(encode(value, 'hex'));

CREATE OR REPLACE FUNCTION helios_mysql.hex(value bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper(to_hex(value));

CREATE OR REPLACE FUNCTION helios_mysql.hex(value numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper(to_hex(helios_mysql.as_signed(value)));

CREATE OR REPLACE FUNCTION helios_mysql.hex(value double precision) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper(to_hex(helios_mysql.as_signed(value)));

CREATE OR REPLACE FUNCTION helios_mysql.hex(value integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN upper(to_hex(value::bigint));

CREATE OR REPLACE FUNCTION helios_mysql.unhex(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value COLLATE "C" ~ '^[0-9A-Fa-f]*$' THEN decode(CASE WHEN octet_length(value) % 2 = 1 THEN '0' ELSE '' END || value, 'hex') END;

-- A number in another base; negative bases mean signed numbers.
CREATE OR REPLACE FUNCTION helios_mysql.read_conv(value text, from_base integer, to_base integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    digits constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
    text_left text := upper(btrim(value COLLATE "C"));
    negative boolean := false;
    digit integer;
    number numeric := 0;
    result text := '';
BEGIN
    IF abs(from_base) NOT BETWEEN 2 AND 36 OR abs(to_base) NOT BETWEEN 2 AND 36 OR text_left = '' THEN
        RETURN NULL;
    END IF;
    IF left(text_left, 1) IN ('-', '+') THEN
        negative := left(text_left, 1) = '-';
        text_left := substr(text_left, 2);
    END IF;
    FOR place IN 1..length(text_left) LOOP
        digit := strpos(digits, substr(text_left, place, 1)) - 1;
        EXIT WHEN digit < 0 OR digit >= abs(from_base);
        number := number * abs(from_base) + digit;
        IF number > 18446744073709551615 THEN
            number := 18446744073709551615;
            EXIT;
        END IF;
    END LOOP;
    IF negative THEN
        number := CASE WHEN to_base < 0 THEN -number ELSE mod(18446744073709551616 - number, 18446744073709551616) END;
    ELSIF to_base < 0 AND number > 9223372036854775807 THEN
        number := number - 18446744073709551616;
    END IF;
    negative := number < 0;
    number := abs(number);
    LOOP
        result := substr(digits, mod(number, abs(to_base))::integer + 1, 1) || result;
        number := div(number, abs(to_base));
        EXIT WHEN number = 0;
    END LOOP;
    RETURN CASE WHEN negative THEN '-' ELSE '' END || result;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.conv(value text, from_base integer, to_base integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_conv(value COLLATE "C", from_base, to_base);

CREATE OR REPLACE FUNCTION helios_mysql.bin(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.conv(value, 10, 2);

CREATE OR REPLACE FUNCTION helios_mysql.oct(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.conv(value, 10, 8);

CREATE OR REPLACE FUNCTION helios_mysql.replace(value text, part text, other text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.replace(value COLLATE "C", part, other);

CREATE OR REPLACE FUNCTION helios_mysql.insert(value text, start integer, count integer, other text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN count IS NULL OR other IS NULL THEN NULL WHEN start < 1 OR start > pg_catalog.char_length(value) THEN value
    WHEN count < 0 OR start + count > pg_catalog.char_length(value) THEN pg_catalog.left(value, start - 1) || other
    ELSE overlay(value placing other from start for count) END;

CREATE OR REPLACE FUNCTION helios_mysql.strcmp(a text, b text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN a = b THEN 0 WHEN a < b THEN -1 WHEN a > b THEN 1 END';

-- TRIM(BOTH part FROM value) takes a whole text away, however often it is there; PostgreSQL's takes any of its characters.
CREATE OR REPLACE FUNCTION helios_mysql.trim_leading(value text, part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN part = '' COLLATE "C" THEN value ELSE regexp_replace(value COLLATE "C", '^(?:'
    || regexp_replace(part COLLATE "C", '([][().*+?{}|^$\\])', '\\\1', 'g') || ')+', '') END;

CREATE OR REPLACE FUNCTION helios_mysql.trim_trailing(value text, part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN part = '' COLLATE "C" THEN value ELSE regexp_replace(value COLLATE "C", '(?:'
    || regexp_replace(part COLLATE "C", '([][().*+?{}|^$\\])', '\\\1', 'g') || ')+$', '') END;

CREATE OR REPLACE FUNCTION helios_mysql.trim_both(value text, part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.trim_trailing(helios_mysql.trim_leading(value, part), part);

CREATE OR REPLACE FUNCTION helios_mysql.ltrim(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.ltrim(value);

CREATE OR REPLACE FUNCTION helios_mysql.rtrim(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.rtrim(value);

CREATE OR REPLACE FUNCTION helios_mysql.trim(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.btrim(value);

CREATE OR REPLACE FUNCTION helios_mysql.quote(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN coalesce('''' || pg_catalog.replace(pg_catalog.replace(pg_catalog.replace(value COLLATE "C", '\', '\\'), '''', '\'''), chr(26), '\Z')
    || '''', 'NULL');

CREATE OR REPLACE FUNCTION helios_mysql.read_soundex(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    codes constant text := '01230120022455012623010202';
    letter text;
    code text;
    last_code text := '';
    result text := '';
BEGIN
    FOREACH letter IN ARRAY string_to_array(upper(value COLLATE "C"), NULL) LOOP
        CONTINUE WHEN letter !~ '[A-Z]';
        code := substr(codes, ascii(letter) - 64, 1);
        IF result = '' THEN
            result := letter;
        ELSIF code <> '0' AND code <> last_code THEN
            result := result || code;
        END IF;
        IF code <> '0' OR result = letter THEN
            last_code := code;
        END IF;
    END LOOP;
    RETURN CASE WHEN result = '' THEN '' ELSE rpad(result, greatest(4, length(result)), '0') END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.soundex(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_soundex(value COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.to_base64(value bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN encode(value, 'base64');

CREATE OR REPLACE FUNCTION helios_mysql.to_base64(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN encode(convert_to(value, 'UTF8'), 'base64');

CREATE OR REPLACE FUNCTION helios_mysql.from_base64(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN regexp_replace(value COLLATE "C", '\s', '', 'g') ~ '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'
    THEN decode(value, 'base64') END;

-- FORMAT(number, decimals): grouped by thousands.
CREATE OR REPLACE FUNCTION helios_mysql.format(value numeric, decimals integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN decimals IS NULL THEN NULL WHEN round(value, decimals) < 0 THEN '-' ELSE '' END
    || regexp_replace(reverse(regexp_replace(reverse(trunc(abs(round(value, greatest(decimals, 0))))::text), '(\d{3})(?=\d)', '\1,', 'g')), '^,', '')
    || CASE WHEN decimals > 0 THEN '.' || split_part(round(abs(value), least(decimals, 30))::text, '.', 2) ELSE '' END;

CREATE OR REPLACE FUNCTION helios_mysql.format(value numeric, decimals integer, locale text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN locale ~ '^(de|es|it|nl|pt|da|id|tr)_' THEN translate(helios_mysql.format(value, decimals), ',.', '.,')
    WHEN locale ~ '^(fr|ru|pl|sv|fi|nb|nn|no|cs|uk|bg)_' THEN translate(helios_mysql.format(value, decimals), ',.', ' ,')
    ELSE helios_mysql.format(value, decimals) END;

CREATE OR REPLACE FUNCTION helios_mysql.format(value text, decimals integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.format(helios_mysql.as_decimal(value), decimals);

-- Regular expressions. MySQL's letters of the third argument (c, i, m, n, u) in PostgreSQL's: neither case nor, for a dot, a new line counts.
CREATE OR REPLACE FUNCTION helios_mysql.regexp_flags(match_type text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN match_type IS NULL THEN NULL WHEN strpos(match_type, 'c') > strpos(match_type, 'i') THEN 'c' ELSE 'i' END
    || CASE WHEN match_type LIKE '%m%' THEN CASE WHEN match_type LIKE '%n%' THEN 'w' ELSE 'n' END WHEN match_type LIKE '%n%' THEN 's' ELSE 'p' END;

-- A word's edge is \b in MySQL and \y in PostgreSQL.
CREATE OR REPLACE FUNCTION helios_mysql.regexp_pattern(pattern text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.replace(pg_catalog.replace(pattern COLLATE "C", '\b', '\y'), '\B', '\Y');

-- A group is $1 in MySQL and \1 in PostgreSQL.
CREATE OR REPLACE FUNCTION helios_mysql.regexp_replacement(other text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.regexp_replace(pg_catalog.replace(other COLLATE "C", '\', '\\'), '\$(\d)', '\\\1', 'g');

CREATE OR REPLACE FUNCTION helios_mysql.regexp_like(value text, pattern text, match_type text DEFAULT '') RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.regexp_like(value COLLATE "default", helios_mysql.regexp_pattern(pattern), helios_mysql.regexp_flags(match_type));

CREATE OR REPLACE FUNCTION helios_mysql.regexp_replace(
    value text, pattern text, other text, start integer DEFAULT 1, occurrence integer DEFAULT 0, match_type text DEFAULT '')
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.regexp_replace(value COLLATE "default", helios_mysql.regexp_pattern(pattern),
    helios_mysql.regexp_replacement(other), start, occurrence,
    helios_mysql.regexp_flags(match_type));

CREATE OR REPLACE FUNCTION helios_mysql.regexp_substr(
    value text, pattern text, start integer DEFAULT 1, occurrence integer DEFAULT 1, match_type text DEFAULT '')
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.regexp_substr(value COLLATE "default", helios_mysql.regexp_pattern(pattern), start, occurrence,
    helios_mysql.regexp_flags(match_type));

CREATE OR REPLACE FUNCTION helios_mysql.regexp_instr(
    value text, pattern text, start integer DEFAULT 1, occurrence integer DEFAULT 1, return_option integer DEFAULT 0, match_type text DEFAULT '')
RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN pg_catalog.regexp_instr(value COLLATE "default", helios_mysql.regexp_pattern(pattern), start, occurrence, return_option,
    helios_mysql.regexp_flags(match_type));

-- The same for BIGINT where the functions above take INTEGER, and for values of every type that have a text.
DO $do$
DECLARE
    f record;
    big text[];
BEGIN
    FOR f IN SELECT * FROM (VALUES
        ('length', ARRAY[]::text[], 'integer'), ('octet_length', '{}', 'integer'), ('bit_length', '{}', 'integer'), ('char_length', '{}', 'integer'),
        ('character_length', '{}', 'integer'), ('lower', '{}', 'text'), ('upper', '{}', 'text'), ('lcase', '{}', 'text'), ('ucase', '{}', 'text'),
        ('ascii', '{}', 'integer'), ('ord', '{}', 'bigint'), ('substring', '{integer}', 'text'), ('substring', '{integer,integer}', 'text'),
        ('left', '{integer}', 'text'), ('right', '{integer}', 'text'), ('lpad', '{integer,text}', 'text'), ('rpad', '{integer,text}', 'text'),
        ('repeat', '{integer}', 'text'), ('reverse', '{}', 'text'), ('substring_index', '{text,integer}', 'text'), ('instr', '{text}', 'integer'),
        ('insert', '{integer,integer,text}', 'text'), ('replace', '{text,text}', 'text'), ('ltrim', '{}', 'text'), ('rtrim', '{}', 'text'),
        ('trim', '{}', 'text'), ('trim_leading', '{text}', 'text'), ('trim_trailing', '{text}', 'text'), ('trim_both', '{text}', 'text'),
        ('quote', '{}', 'text'), ('conv', '{integer,integer}', 'text'), ('bin', '{}', 'text'), ('oct', '{}', 'text'), ('soundex', '{}', 'text'),
        ('to_base64', '{}', 'text'), ('regexp_like', '{text}', 'boolean'), ('regexp_like', '{text,text}', 'boolean'), ('find_in_set', '{text}', 'integer'),
        ('strcmp', '{anynonarray}', 'integer')) AS v (name, rest, result)
    LOOP
        big := array_replace(f.rest, 'integer', 'bigint');
        IF big <> f.rest THEN
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%1$I(text%2$s) RETURNS %3$s LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.%1$I($1%4$s)',
                f.name, (SELECT string_agg(', ' || t, '' ORDER BY i) FROM unnest(big) WITH ORDINALITY AS b (t, i)), f.result,
                (SELECT string_agg(', ' || CASE t WHEN 'bigint' THEN format('helios_mysql.as_count($%s)', i + 1) ELSE '$' || i + 1 END, '' ORDER BY i)
                    FROM unnest(big) WITH ORDINALITY AS b (t, i)));
        END IF;
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%1$I(anynonarray%2$s) RETURNS %3$s LANGUAGE sql STABLE PARALLEL SAFE AS '
            '''SELECT %4$s.%1$I(helios_mysql.as_text($1)%5$s)''',
            f.name, coalesce((SELECT string_agg(', ' || t, '' ORDER BY i) FROM unnest(big) WITH ORDINALITY AS b (t, i)), ''), f.result,
            CASE WHEN f.name IN ('octet_length', 'bit_length', 'lower', 'upper') THEN 'pg_catalog' ELSE 'helios_mysql' END,
            coalesce((SELECT string_agg(CASE t WHEN 'anynonarray' THEN ', helios_mysql.as_text($2)' ELSE ', $' || i + 1 END, '' ORDER BY i) FROM unnest(big) WITH ORDINALITY AS b (t, i)), ''));
    END LOOP;
    -- other names of the same
    FOR f IN SELECT alias, value, rest FROM unnest(ARRAY['substr', 'mid']) AS alias, unnest(ARRAY['text', 'anynonarray', 'bytea']) AS value,
        unnest(ARRAY['integer', 'bigint', 'integer, integer', 'bigint, bigint', 'integer, bigint', 'bigint, integer']) AS rest
    LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(%s, %s) RETURNS %s LANGUAGE sql %s PARALLEL SAFE AS '
            '''SELECT helios_mysql.substring(%s, helios_mysql.as_count($2)%s)''',
            f.alias, f.value, f.rest, CASE f.value WHEN 'bytea' THEN 'bytea' ELSE 'text' END, CASE f.value WHEN 'anynonarray' THEN 'STABLE' ELSE 'IMMUTABLE' END,
            CASE f.value WHEN 'anynonarray' THEN 'helios_mysql.as_text($1)' ELSE '$1' END,
            CASE WHEN f.rest LIKE '%,%' THEN ', helios_mysql.as_count($3)' ELSE '' END);
    END LOOP;
    BEGIN
        EXECUTE 'CREATE OR REPLACE FUNCTION helios_mysql.locate(text, anynonarray) RETURNS integer LANGUAGE sql STABLE PARALLEL SAFE AS '
            '''SELECT helios_mysql.locate($1, helios_mysql.as_text($2))''';
        EXECUTE 'CREATE OR REPLACE FUNCTION helios_mysql.locate(text, text, bigint) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '
            'helios_mysql.locate($1, $2, helios_mysql.as_count($3))';
        EXECUTE 'CREATE OR REPLACE FUNCTION helios_mysql.format(text, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '
            'helios_mysql.format($1, $2::integer)';
        EXECUTE 'CREATE OR REPLACE FUNCTION helios_mysql.format(numeric, bigint) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '
            'helios_mysql.format($1, $2::integer)';
        EXECUTE 'CREATE OR REPLACE FUNCTION helios_mysql.format(double precision, integer) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '
            'helios_mysql.format($1::numeric, $2)';
    END;
END
$do$;

-- ---------------------------------------------------------------- MATCH … AGAINST

-- Any of the words, NULL where there are none; those of less than three characters are in no index of InnoDB's.
CREATE OR REPLACE FUNCTION helios_mysql.match_natural(pattern text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    word text;
    term tsquery;
    any_of tsquery;
BEGIN
    FOR word IN SELECT (regexp_matches(pattern, '[[:alnum:]_][[:alnum:]_'']{2,}', 'g'))[1] LOOP
        term := plainto_tsquery('simple', word);
        any_of := coalesce(any_of || term, term);
    END LOOP;
    RETURN any_of;
END
$body$;

-- Words, "phrases" and beginnings*; those with + must be there, those with - must not, and of all others one, where none has a +.
CREATE OR REPLACE FUNCTION helios_mysql.match_boolean(pattern text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    part text[];
    term tsquery;
    required tsquery;
    others tsquery;
    refused tsquery;
BEGIN
    FOR part IN SELECT regexp_matches(
        pattern, '([-+]?)[(~<>]*(?:"([^"]*[[:alnum:]][^"]*)"|([[:alnum:]_][[:alnum:]_'']*)(\*?))', 'g')
    LOOP
        term := CASE
            WHEN part[2] IS NOT NULL THEN phraseto_tsquery('simple', part[2])
            WHEN part[4] = '*' THEN (quote_literal(lower(part[3])) || ':*')::tsquery
            ELSE plainto_tsquery('simple', part[3]) END;
        CASE part[1]
            WHEN '+' THEN required := coalesce(required && term, term);
            WHEN '-' THEN refused := coalesce(refused || term, term);
            ELSE others := coalesce(others || term, term);
        END CASE;
    END LOOP;
    required := coalesce(required, others);
    RETURN coalesce(required && !!refused, required);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.match_score(words tsvector, query tsquery) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog
RETURN CASE WHEN words @@ query THEN greatest(ts_rank(words, query), 0.000001) ELSE 0 END;
