-- MySQL's functions of digests, addresses, locks and the like, and names that translated statements use.

SET LOCAL search_path = pg_catalog;

-- REGEXP: case counts where a collation says so.
CREATE OR REPLACE FUNCTION helios_mysql.matches(value text, pattern text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS 'SELECT helios_mysql.regexp_like(value, pattern, CASE WHEN pg_catalog.pg_collation_for(value) COLLATE pg_catalog."C" ~ ''_(bin|cs)"?$''
    OR pg_catalog.pg_collation_for(pattern) COLLATE pg_catalog."C" ~ ''_(bin|cs)"?$'' THEN ''c'' ELSE '''' END)';

CREATE OR REPLACE FUNCTION helios_mysql.matches(value anynonarray, pattern text) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT helios_mysql.regexp_like(helios_mysql.as_text($1), $2, '''')';

CREATE OR REPLACE FUNCTION helios_mysql.trim_of(side text, value text, part text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE upper(side COLLATE "C") WHEN 'LEADING' THEN helios_mysql.trim_leading(value, part)
    WHEN 'TRAILING' THEN helios_mysql.trim_trailing(value, part) ELSE helios_mysql.trim_both(value, part) END;

CREATE OR REPLACE FUNCTION helios_mysql.char(VARIADIC codes bigint[]) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN convert_from(helios_mysql.chars(VARIADIC codes), 'UTF8');

-- ------------------------------------------------------------------ digests

CREATE OR REPLACE FUNCTION helios_mysql.md5(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_catalog.md5(convert_to(value, 'UTF8'));
CREATE OR REPLACE FUNCTION helios_mysql.md5(value anynonarray) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT helios_mysql.md5(helios_mysql.as_text($1))';

-- SHA-1 (FIPS 180-4, section 6.1), which the server has only inside.
CREATE OR REPLACE FUNCTION helios_mysql.sha1(value bytea) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    mask constant bigint := 4294967295;
    message bytea := value || '\x80'::bytea;
    h bigint[] := ARRAY[1732584193, 4023233417, 2562383102, 271733878, 3285377520];
    w bigint[];
    a bigint; b bigint; c bigint; d bigint; e bigint; f bigint; k bigint; t bigint; x bigint;
    at integer := 0;
BEGIN
    message := message || decode(repeat('00', (119 - length(value) % 64) % 64), 'hex') || int8send(length(value)::bigint * 8);
    WHILE at < length(message) LOOP
        w := array_fill(0::bigint, ARRAY[80]);
        FOR i IN 0..15 LOOP
            w[i + 1] := (get_byte(message, at + i * 4)::bigint << 24) | (get_byte(message, at + i * 4 + 1)::bigint << 16)
                | (get_byte(message, at + i * 4 + 2)::bigint << 8) | get_byte(message, at + i * 4 + 3)::bigint;
        END LOOP;
        FOR i IN 17..80 LOOP
            x := w[i - 3] # w[i - 8] # w[i - 14] # w[i - 16];
            w[i] := ((x << 1) | (x >> 31)) & mask;
        END LOOP;
        a := h[1]; b := h[2]; c := h[3]; d := h[4]; e := h[5];
        FOR i IN 1..80 LOOP
            IF i <= 20 THEN f := (b & c) | (~b & mask & d); k := 1518500249;
            ELSIF i <= 40 THEN f := b # c # d; k := 1859775393;
            ELSIF i <= 60 THEN f := (b & c) | (b & d) | (c & d); k := 2400959708;
            ELSE f := b # c # d; k := 3395469782;
            END IF;
            t := ((((a << 5) | (a >> 27)) & mask) + f + e + k + w[i]) & mask;
            e := d; d := c; c := ((b << 30) | (b >> 2)) & mask; b := a; a := t;
        END LOOP;
        h := ARRAY[(h[1] + a) & mask, (h[2] + b) & mask, (h[3] + c) & mask, (h[4] + d) & mask, (h[5] + e) & mask];
        at := at + 64;
    END LOOP;
    RETURN (SELECT string_agg(lpad(to_hex(v), 8, '0'), '' ORDER BY i) FROM unnest(h) WITH ORDINALITY AS u (v, i));
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.sha1(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.sha1(convert_to(value, 'UTF8'));
CREATE OR REPLACE FUNCTION helios_mysql.sha(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.sha1(convert_to(value, 'UTF8'));
CREATE OR REPLACE FUNCTION helios_mysql.sha(value bytea) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.sha1(value);

CREATE OR REPLACE FUNCTION helios_mysql.sha2(value bytea, bits integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN encode(CASE bits WHEN 0 THEN sha256(value) WHEN 256 THEN sha256(value) WHEN 224 THEN sha224(value) WHEN 384 THEN sha384(value)
    WHEN 512 THEN sha512(value) END, 'hex');

CREATE OR REPLACE FUNCTION helios_mysql.sha2(value text, bits integer) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.sha2(convert_to(value, 'UTF8'), bits);

CREATE OR REPLACE FUNCTION helios_mysql.random_bytes(count integer) RETURNS bytea
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN substr((SELECT string_agg(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), ''::bytea) FROM generate_series(0, (count - 1) / 32)), 1, count);

-- ------------------------------------------------------------------ identifiers and addresses

CREATE OR REPLACE FUNCTION helios_mysql.uuid() RETURNS text LANGUAGE sql VOLATILE PARALLEL SAFE RETURN gen_random_uuid()::text;

CREATE OR REPLACE FUNCTION helios_mysql.uuid_short() RETURNS bigint
LANGUAGE sql VOLATILE PARALLEL SAFE RETURN ('x' || encode(substr(uuid_send(gen_random_uuid()), 9, 8), 'hex'))::bit(64)::bigint & 9223372036854775807;

CREATE OR REPLACE FUNCTION helios_mysql.is_uuid(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (value COLLATE "C" ~* '^(\{?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\}?|[0-9a-f]{32})$'
    AND (left(value, 1) = '{') = (right(value, 1) = '}'))::integer;

CREATE OR REPLACE FUNCTION helios_mysql.uuid_to_bin(value text, swap integer DEFAULT 0) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    octets bytea;
BEGIN
    IF helios_mysql.is_uuid(value) = 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'M1411', MESSAGE = format('Incorrect string value: ''%s'' for function uuid_to_bin', value);
    END IF;
    octets := uuid_send(value::uuid);
    RETURN CASE WHEN swap <> 0 THEN substr(octets, 7, 2) || substr(octets, 5, 2) || substr(octets, 1, 4) || substr(octets, 9) ELSE octets END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.bin_to_uuid(value bytea, swap integer DEFAULT 0) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    IF length(value) <> 16 THEN
        RAISE EXCEPTION USING ERRCODE = 'M1411', MESSAGE = format('Incorrect string value: ''%s'' for function bin_to_uuid', encode(value, 'escape'));
    END IF;
    IF swap <> 0 THEN
        value := substr(value, 5, 4) || substr(value, 3, 2) || substr(value, 1, 2) || substr(value, 9);
    END IF;
    RETURN encode(value, 'hex')::uuid::text;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.inet_aton(value text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value COLLATE "C" ~ '^(\d{1,3}\.){1,3}\d{1,3}$' AND NOT EXISTS (SELECT FROM unnest(string_to_array(value, '.')) AS p WHERE p::integer > 255)
    THEN (SELECT sum(p::bigint << CASE WHEN i = cardinality(string_to_array(value, '.')) THEN 0 ELSE (4 - i::integer) * 8 END)::bigint
        FROM unnest(string_to_array(value, '.')) WITH ORDINALITY AS u (p, i)) END;

CREATE OR REPLACE FUNCTION helios_mysql.inet_ntoa(value bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value BETWEEN 0 AND 4294967295
    THEN concat_ws('.', value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255) END;

CREATE OR REPLACE FUNCTION helios_mysql.is_ipv4(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (value COLLATE "C" ~ '^((25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(25[0-5]|2[0-4]\d|1?\d?\d)$' AND value IS NOT NULL)::integer;

CREATE OR REPLACE FUNCTION helios_mysql.read_inet6_aton(value text) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    IF value ~ '/' THEN
        RETURN NULL;
    END IF;
    RETURN substr(inet_send(value::inet), 5); -- family, bits, kind and length come first
EXCEPTION WHEN invalid_text_representation THEN
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.inet6_aton(value text) RETURNS bytea
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_inet6_aton(value COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.inet6_ntoa(value bytea) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE length(value) WHEN 4 THEN concat_ws('.', get_byte(value, 0), get_byte(value, 1), get_byte(value, 2), get_byte(value, 3))
    WHEN 16 THEN host(regexp_replace(encode(value, 'hex'), '(....)(?!$)', '\1:', 'g')::inet) END;

CREATE OR REPLACE FUNCTION helios_mysql.is_ipv6(value text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (coalesce(length(helios_mysql.inet6_aton(value)), 0) = 16)::integer;

-- ------------------------------------------------------------------ what a value is

CREATE OR REPLACE FUNCTION helios_mysql.charset(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 'utf8mb4';
CREATE OR REPLACE FUNCTION helios_mysql.charset(value anyelement) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ''binary''';
CREATE OR REPLACE FUNCTION helios_mysql.collation(value text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
    'SELECT CASE WHEN pg_catalog.pg_collation_for($1) COLLATE pg_catalog."C" ~ ''^(helios_mysql\.)?[a-z0-9_]+$''
        THEN pg_catalog.replace(pg_catalog.pg_collation_for($1) COLLATE pg_catalog."C", ''helios_mysql.'', '''') ELSE ''utf8mb4_0900_ai_ci'' END';
CREATE OR REPLACE FUNCTION helios_mysql.collation(value anyelement) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT ''binary''';
CREATE OR REPLACE FUNCTION helios_mysql.coercibility(value text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN 4;
CREATE OR REPLACE FUNCTION helios_mysql.coercibility(value anyelement) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 5';
CREATE OR REPLACE FUNCTION helios_mysql.name_const(name text, value anyelement) RETURNS anyelement LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT $2';
CREATE OR REPLACE FUNCTION helios_mysql.benchmark(count bigint, value anyelement) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT 0';

-- ------------------------------------------------------------------ time and locks

CREATE OR REPLACE FUNCTION helios_mysql.sleep(seconds double precision) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $body$
BEGIN
    IF seconds IS NULL OR seconds < 0 THEN
        RAISE EXCEPTION USING ERRCODE = 'M1210', MESSAGE = 'Incorrect arguments to sleep.';
    END IF;
    PERFORM pg_sleep(seconds);
    RETURN 0;
END
$body$;

-- SLEEP() that is all of a SELECT: killed, it has 1 as its value.
CREATE OR REPLACE FUNCTION helios_mysql.sleep_alone(seconds double precision) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $body$
BEGIN
    RETURN helios_mysql.sleep(seconds);
EXCEPTION WHEN query_canceled THEN
    RETURN 1;
END
$body$;

-- Named locks are advisory locks: of this database, until they are released or the session ends.
CREATE OR REPLACE FUNCTION helios_mysql.lock_key(name text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    IF name IS NULL OR name = '' OR length(name) > 64 THEN
        RAISE EXCEPTION USING ERRCODE = 'M3057', MESSAGE = format('Incorrect user-level lock name ''%s''.', coalesce(name, 'NULL'));
    END IF;
    RETURN hashtextextended(lower(name COLLATE "default"), 4852505349);
END
$body$;

-- Who holds one also shares a lock on the connection's number, by which IS_USED_LOCK() finds it.
CREATE OR REPLACE FUNCTION helios_mysql.get_lock(name text, timeout double precision, connection bigint) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $body$
DECLARE
    key bigint := helios_mysql.lock_key(name);
    number integer := connection & 2147483647;
    limit_before text := current_setting('lock_timeout');
BEGIN
    IF pg_try_advisory_lock(key) THEN
        PERFORM pg_advisory_lock_shared(1212501069, number);
        RETURN 1;
    ELSIF timeout = 0 THEN
        RETURN 0;
    END IF;
    BEGIN
        PERFORM set_config('lock_timeout', CASE WHEN timeout < 0 OR timeout IS NULL THEN '0' ELSE greatest(1, least(timeout, 2000000) * 1000)::integer::text END, true);
        PERFORM pg_advisory_lock(key);
        PERFORM pg_advisory_lock_shared(1212501069, number);
        PERFORM set_config('lock_timeout', limit_before, true);
        RETURN 1;
    EXCEPTION WHEN lock_not_available THEN
        RETURN 0; -- the setting is what it was: the block is taken back
    END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.lock_holder(name text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $body$
DECLARE
    key bigint := helios_mysql.lock_key(name);
BEGIN
    RETURN (SELECT l.pid FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
        AND l.classid = ((key >> 32) & 4294967295)::oid AND l.objid = (key & 4294967295)::oid LIMIT 1);
END
$body$;

-- The number of the connection whose session at the engine that is.
CREATE OR REPLACE FUNCTION helios_mysql.lock_connection(holder integer) RETURNS integer
LANGUAGE sql VOLATILE SET search_path = pg_catalog
RETURN (SELECT l.objid::bigint::integer FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
    AND l.classid = 1212501069 AND l.pid = holder LIMIT 1);

CREATE OR REPLACE FUNCTION helios_mysql.release_lock(name text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $body$
DECLARE
    holder integer := helios_mysql.lock_holder(name);
BEGIN
    IF holder = pg_backend_pid() THEN
        PERFORM pg_advisory_unlock(helios_mysql.lock_key(name));
        PERFORM pg_advisory_unlock_shared(1212501069, helios_mysql.lock_connection(holder));
        RETURN 1;
    END IF;
    RETURN CASE WHEN holder IS NOT NULL THEN 0 END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.is_free_lock(name text) RETURNS integer
LANGUAGE sql VOLATILE RETURN (helios_mysql.lock_holder(name) IS NULL)::integer;

CREATE OR REPLACE FUNCTION helios_mysql.is_used_lock(name text) RETURNS integer
LANGUAGE sql VOLATILE RETURN helios_mysql.lock_connection(helios_mysql.lock_holder(name));

CREATE OR REPLACE FUNCTION helios_mysql.release_all_locks() RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $body$
DECLARE
    held integer := (SELECT count(*) FROM pg_locks l WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.pid = pg_backend_pid());
BEGIN
    PERFORM pg_advisory_unlock_all();
    RETURN held;
END
$body$;

-- ------------------------------------------------------------------ what translated statements ask

CREATE OR REPLACE FUNCTION helios_mysql.require_database(name text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
BEGIN
    IF name IN ('mysql', 'performance_schema', 'sys') THEN
        RAISE EXCEPTION USING ERRCODE = 'M1044', MESSAGE = format('Access denied for user ''%s''@''%%'' to database ''%s''', session_user, name);
    ELSIF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = name) THEN
        RAISE EXCEPTION USING ERRCODE = 'M1049', MESSAGE = format('Unknown database ''%s''', name);
    END IF;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.one_row(count bigint) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    IF count > 1 THEN
        RAISE EXCEPTION USING ERRCODE = 'M1172', MESSAGE = 'Result consisted of more than one row';
    END IF;
    RETURN count;
END
$body$;

-- After a key that was given and not generated, the next one generated is a higher one. Whoever may INSERT may do that: not more.
CREATE OR REPLACE FUNCTION helios_mysql.advance_key(relation text, attribute text, key bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    owner regclass := relation::regclass;
    sequence regclass;
    last bigint;
    called boolean;
BEGIN
    IF key IS NULL THEN
        RETURN NULL;
    END IF;
    IF NOT has_table_privilege(session_user, owner, 'INSERT') AND NOT has_any_column_privilege(session_user, owner, 'INSERT') THEN
        RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'permission denied for table ' || owner;
    END IF;
    SELECT d.objid INTO sequence FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = owner AND a.attname = attribute
        AND d.deptype IN ('a', 'i') AND (SELECT c.relkind FROM pg_class c WHERE c.oid = d.objid) = 'S';
    IF sequence IS NOT NULL THEN
        -- Two who do this at once: the one with the lower key must not set it back.
        PERFORM pg_advisory_xact_lock(sequence::oid::integer, 1212501068);
        EXECUTE format('SELECT last_value, is_called FROM %s', sequence) INTO last, called;
        IF key > last OR key = last AND NOT called THEN
            PERFORM setval(sequence, key, true);
        END IF;
    END IF;
    RETURN key;
END
$body$;
