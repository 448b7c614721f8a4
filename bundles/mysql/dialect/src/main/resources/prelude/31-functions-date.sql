-- MySQL's functions of date and time. DATETIME is timestamp, TIMESTAMP timestamptz, TIME interval; a text is read as MySQL reads it, and what
-- is no date gives NULL. The units of intervals are texts here: 'DAY', 'YEAR_MONTH'.

SET LOCAL search_path = pg_catalog;

-- Stops the clock of moment() at so many seconds since 1970, or lets it go on: 0.
CREATE OR REPLACE FUNCTION helios_mysql.set_clock(seconds double precision) RETURNS double precision
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog AS $body$
BEGIN
    IF seconds IS NULL OR seconds < 0 OR seconds > 32536771199 THEN
        PERFORM helios_mysql.fail(1231, format('Variable ''timestamp'' can''t be set to the value of ''%s''', coalesce(seconds::text, 'NULL')));
    END IF;
    PERFORM set_config('helios_mysql.clock', CASE WHEN seconds = 0 THEN '' ELSE seconds::text END, false);
    RETURN seconds;
END
$body$;

-- The time of the statement, as a clock with so many decimals shows it.
CREATE OR REPLACE FUNCTION helios_mysql.clock(moment timestamp, decimals integer) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN decimals >= 6 THEN moment ELSE date_trunc('second', moment)
    + make_interval(secs => trunc(mod(extract(second from moment), 1), decimals)::double precision) END;

CREATE OR REPLACE FUNCTION helios_mysql.now() RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN date_trunc('second', helios_mysql.moment()::timestamp);

CREATE OR REPLACE FUNCTION helios_mysql.now(decimals integer) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.clock(helios_mysql.moment()::timestamp, decimals);

CREATE OR REPLACE FUNCTION helios_mysql.sysdate(decimals integer DEFAULT 0) RETURNS timestamp
LANGUAGE sql VOLATILE PARALLEL SAFE RETURN helios_mysql.clock(clock_timestamp()::timestamp, decimals);

CREATE OR REPLACE FUNCTION helios_mysql.curdate() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.moment()::date;

CREATE OR REPLACE FUNCTION helios_mysql.curtime(decimals integer DEFAULT 0) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.now(decimals)::time::interval;

CREATE OR REPLACE FUNCTION helios_mysql.utc_timestamp(decimals integer DEFAULT 0) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.clock(helios_mysql.moment() AT TIME ZONE 'UTC', decimals);

CREATE OR REPLACE FUNCTION helios_mysql.utc_date() RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE RETURN (helios_mysql.moment() AT TIME ZONE 'UTC')::date;

CREATE OR REPLACE FUNCTION helios_mysql.utc_time(decimals integer DEFAULT 0) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.utc_timestamp(decimals)::time::interval;

-- ON UPDATE CURRENT_TIMESTAMP: the columns named in the trigger's arguments, where the statement changed the row but not them.
-- Generated columns do not count, which have no value yet.
CREATE OR REPLACE FUNCTION helios_mysql.current_timestamp_on_update() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $body$
DECLARE
    before jsonb;
    after jsonb;
    changes jsonb := '{}';
    computed text[];
    name text;
    decimals integer;
BEGIN
    IF NEW *= OLD THEN
        RETURN NEW;
    END IF;
    before := to_jsonb(OLD);
    after := to_jsonb(NEW);
    SELECT array_agg(a.attname::text) INTO computed FROM pg_attribute a WHERE a.attrelid = TG_RELID AND a.attgenerated <> '';
    IF before - computed = after - computed THEN
        RETURN NEW;
    END IF;
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF before -> name IS NOT DISTINCT FROM after -> name THEN
            SELECT CASE WHEN a.atttypmod < 0 THEN 6 ELSE a.atttypmod END INTO decimals
            FROM pg_attribute a WHERE a.attrelid = TG_RELID AND a.attname = name;
            changes := changes || jsonb_build_object(name, helios_mysql.now(decimals)::timestamptz);
        END IF;
    END LOOP;
    RETURN jsonb_populate_record(NEW, changes);
END
$body$;

-- ------------------------------------------------------------------ parts

-- Weeks in MySQL's eight modes, as year * 100 + week.
CREATE OR REPLACE FUNCTION helios_mysql.year_and_week(value date, mode integer) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    monday_first boolean := mode & 1 <> 0;
    week_year boolean := mode & 2 <> 0;
    -- Whether a year's first week is the one that has its first day of the week in that year, or four days of it.
    first_weekday boolean := (mode & 4 <> 0) <> NOT monday_first;
    year integer := extract(year from value);
    first_day date := make_date(year, 1, 1);
    weekday integer;
    days integer;
BEGIN
    weekday := CASE WHEN monday_first THEN extract(isodow from first_day)::integer - 1 ELSE extract(dow from first_day)::integer END;
    IF extract(month from value) = 1 AND extract(day from value) <= 7 - weekday THEN
        IF NOT week_year AND (first_weekday AND weekday <> 0 OR NOT first_weekday AND weekday >= 4) THEN
            RETURN year * 100;
        END IF;
        week_year := true;
        year := year - 1;
        days := first_day - make_date(year, 1, 1);
        first_day := make_date(year, 1, 1);
        weekday := (weekday + 53 * 7 - days) % 7;
    END IF;
    IF first_weekday AND weekday <> 0 OR NOT first_weekday AND weekday >= 4 THEN
        days := value - (first_day + (7 - weekday));
    ELSE
        days := value - (first_day - weekday);
    END IF;
    IF week_year AND days >= 52 * 7 THEN
        weekday := (weekday + (make_date(year + 1, 1, 1) - make_date(year, 1, 1))) % 7;
        IF NOT first_weekday AND weekday < 4 OR first_weekday AND weekday = 0 THEN
            RETURN (year + 1) * 100 + 1;
        END IF;
    END IF;
    RETURN year * 100 + days / 7 + 1;
END
$body$;

-- Functions of one date, for all that can be seen as one.
DO $do$
DECLARE
    f record;
    type text;
    body text;
BEGIN
    FOR f IN SELECT * FROM (VALUES
        ('year', 'integer', '#extract(year from %s)::integer'), ('month', 'integer', '#extract(month from %s)::integer'),
        ('day', 'integer', '#extract(day from %s)::integer'), ('dayofmonth', 'integer', '#extract(day from %s)::integer'),
        ('quarter', 'integer', '#extract(quarter from %s)::integer'), ('dayofweek', 'integer', 'extract(dow from %s)::integer + 1'),
        ('weekday', 'integer', 'extract(isodow from %s)::integer - 1'), ('dayofyear', 'integer', 'extract(doy from %s)::integer'),
        ('weekofyear', 'integer', 'extract(week from %s)::integer'),
        ('dayname', 'text', '(ARRAY[''Sunday'', ''Monday'', ''Tuesday'', ''Wednesday'', ''Thursday'', ''Friday'', ''Saturday''])[extract(dow from %s)::integer + 1]'),
        ('monthname', 'text', '(ARRAY[''January'', ''February'', ''March'', ''April'', ''May'', ''June'', ''July'', ''August'', ''September'', ''October'', ''November'', ''December''])[extract(month from %s)::integer]'),
        ('last_day', 'date', '(date_trunc(''month'', nullif(%s, ''-infinity'')::timestamp) + interval ''1 month -1 day'')::date'),
        ('to_days', 'integer', 'nullif(%s, ''-infinity'') - date ''0001-01-01'' + 366'),
        ('week', 'integer', 'helios_mysql.year_and_week(nullif(%s, ''-infinity''), 0) %% 100'), ('yearweek', 'integer', 'helios_mysql.year_and_week(nullif(%s, ''-infinity''), 2)'),
        ('date', 'date', '%s')) AS v (name, result, body)
    LOOP
        FOREACH type IN ARRAY ARRAY['date', 'timestamp', 'timestamptz', 'text', 'numeric', 'interval'] LOOP
            -- The parts of a zero date, which is the engine's -infinity, are 0; none is made of a text.
            body := format(ltrim(f.body, '#'), 'helios_mysql.as_date(value)');
            IF f.body LIKE '#%' AND type IN ('date', 'timestamp', 'timestamptz') THEN
                body := format('CASE WHEN value = ''-infinity'' THEN 0 ELSE %s END', body);
            END IF;
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%I(value %s) RETURNS %s LANGUAGE sql %s PARALLEL SAFE RETURN %s',
                f.name, type, f.result, CASE WHEN type IN ('date', 'timestamp') THEN 'IMMUTABLE' ELSE 'STABLE' END, body);
        END LOOP;
    END LOOP;
    FOR f IN SELECT * FROM (VALUES
        ('week', 'helios_mysql.year_and_week(nullif(%s, ''-infinity''), mode) %% 100'), ('yearweek', 'helios_mysql.year_and_week(nullif(%s, ''-infinity''), mode | 2)')) AS v (name, body)
    LOOP
        FOREACH type IN ARRAY ARRAY['date', 'timestamp', 'timestamptz', 'text'] LOOP
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%I(value %s, mode integer) RETURNS integer LANGUAGE sql %s PARALLEL SAFE RETURN %s',
                f.name, type, CASE WHEN type IN ('date', 'timestamp') THEN 'IMMUTABLE' ELSE 'STABLE' END,
                format(f.body, 'helios_mysql.as_date(value)'));
        END LOOP;
    END LOOP;
    -- Functions of one time.
    FOR f IN SELECT * FROM (VALUES
        ('hour', 'integer', 'floor(abs(extract(epoch from %s)) / 3600)::integer'),
        ('minute', 'integer', 'floor(mod(abs(extract(epoch from %s)), 3600) / 60)::integer'),
        ('second', 'integer', 'floor(mod(abs(extract(epoch from %s)), 60))::integer'),
        ('microsecond', 'integer', '(mod(abs(extract(epoch from %s)), 1) * 1000000)::integer'),
        ('time_to_sec', 'bigint', 'trunc(extract(epoch from %s))::bigint'),
        ('time', 'interval', '%s')) AS v (name, result, body)
    LOOP
        FOREACH type IN ARRAY ARRAY['interval', 'timestamp', 'timestamptz', 'date', 'text', 'numeric'] LOOP
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%I(value %s) RETURNS %s LANGUAGE sql %s PARALLEL SAFE RETURN %s',
                f.name, type, f.result, CASE WHEN type IN ('date', 'timestamp', 'interval') THEN 'IMMUTABLE' ELSE 'STABLE' END,
                format(f.body, 'helios_mysql.as_time(value)'));
        END LOOP;
    END LOOP;
    FOR f IN SELECT * FROM (VALUES
        ('timestamp', 'timestamp', '%s'),
        ('to_seconds', 'bigint', '(extract(epoch from nullif(%s, ''-infinity'')) - extract(epoch from timestamp ''0001-01-01''))::bigint + 366 * 86400')) AS v (name, result, body)
    LOOP
        FOREACH type IN ARRAY ARRAY['date', 'timestamp', 'timestamptz', 'text', 'numeric', 'interval'] LOOP
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%I(value %s) RETURNS %s LANGUAGE sql %s PARALLEL SAFE RETURN %s',
                f.name, type, f.result, CASE WHEN type IN ('date', 'timestamp') THEN 'IMMUTABLE' ELSE 'STABLE' END,
                format(f.body, 'helios_mysql.as_datetime(value)'));
        END LOOP;
    END LOOP;
END
$do$;

-- EXTRACT(unit FROM value) for MySQL's units, those of two parts too.
CREATE OR REPLACE FUNCTION helios_mysql.read_extract_unit(unit text, value timestamp) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    pattern text;
BEGIN
    pattern := CASE upper(unit COLLATE "C") WHEN 'YEAR_MONTH' THEN 'YYYYMM' WHEN 'DAY_HOUR' THEN 'DDHH24' WHEN 'DAY_MINUTE' THEN 'DDHH24MI'
        WHEN 'DAY_SECOND' THEN 'DDHH24MISS' WHEN 'DAY_MICROSECOND' THEN 'DDHH24MISSUS' WHEN 'HOUR_MINUTE' THEN 'HH24MI'
        WHEN 'HOUR_SECOND' THEN 'HH24MISS' WHEN 'HOUR_MICROSECOND' THEN 'HH24MISSUS' WHEN 'MINUTE_SECOND' THEN 'MISS'
        WHEN 'MINUTE_MICROSECOND' THEN 'MISSUS' WHEN 'SECOND_MICROSECOND' THEN 'SSUS' WHEN 'YEAR' THEN 'YYYY' WHEN 'QUARTER' THEN 'Q'
        WHEN 'MONTH' THEN 'MM' WHEN 'DAY' THEN 'DD' WHEN 'HOUR' THEN 'HH24' WHEN 'MINUTE' THEN 'MI' WHEN 'SECOND' THEN 'SS'
        WHEN 'MICROSECOND' THEN 'US' WHEN 'WEEK' THEN NULL END;
    IF value = '-infinity' THEN
        RETURN CASE WHEN pattern IS NOT NULL THEN 0 END;
    END IF;
    RETURN CASE WHEN pattern IS NULL THEN helios_mysql.year_and_week(value::date, 0) % 100 ELSE to_char(value, pattern)::bigint END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.extract_unit(unit text, value timestamp) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_extract_unit(unit COLLATE "C", value);

CREATE OR REPLACE FUNCTION helios_mysql.extract_unit(unit text, value interval) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN extract(epoch from value) < 0 THEN -1 ELSE 1 END * CASE
    WHEN upper(unit COLLATE "C") IN ('HOUR', 'DAY_HOUR') THEN helios_mysql.hour(value)::bigint
    WHEN upper(unit COLLATE "C") IN ('HOUR_MINUTE', 'DAY_MINUTE') THEN helios_mysql.hour(value)::bigint * 100 + helios_mysql.minute(value)
    WHEN upper(unit COLLATE "C") IN ('HOUR_SECOND', 'DAY_SECOND')
        THEN helios_mysql.hour(value)::bigint * 10000 + helios_mysql.minute(value) * 100 + helios_mysql.second(value)
    ELSE helios_mysql.extract_unit(unit, timestamp 'epoch' + CASE WHEN extract(epoch from value) < 0 THEN -value ELSE value END) END;

CREATE OR REPLACE FUNCTION helios_mysql.extract_unit(unit text, value date) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.extract_unit(unit, value::timestamp);

CREATE OR REPLACE FUNCTION helios_mysql.extract_unit(unit text, value timestamptz) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.extract_unit(unit, value::timestamp);

CREATE OR REPLACE FUNCTION helios_mysql.extract_unit(unit text, value text) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN helios_mysql.as_datetime(value) IS NOT NULL AND value COLLATE "C" ~ '[^0-9.:-]|-.*-|^\d{8}'
    THEN helios_mysql.extract_unit(unit, helios_mysql.as_datetime(value)) ELSE helios_mysql.extract_unit(unit, helios_mysql.as_time(value)) END;

-- ------------------------------------------------------------------ intervals

-- INTERVAL amount unit.
CREATE OR REPLACE FUNCTION helios_mysql.read_to_interval(amount text, unit text) RETURNS interval
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    units constant text[] := ARRAY['YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE', 'SECOND', 'MICROSECOND'];
    word text := upper(unit COLLATE "C");
    parts text[];
    digits text[];
    amounts numeric[] := array_fill(0::numeric, ARRAY[7]);
    last_unit integer;
    sign integer := 1;
BEGIN
    IF word IN ('WEEK', 'QUARTER') OR word = ANY (units) THEN
        IF word = 'SECOND' THEN
            RETURN make_interval(secs => helios_mysql.as_decimal(amount)::double precision);
        END IF;
        CASE word
            WHEN 'MICROSECOND' THEN RETURN make_interval(secs => helios_mysql.as_signed(amount)::double precision / 1000000);
            WHEN 'MINUTE' THEN RETURN make_interval(secs => helios_mysql.as_signed(amount)::double precision * 60);
            WHEN 'HOUR' THEN RETURN make_interval(secs => helios_mysql.as_signed(amount)::double precision * 3600);
            WHEN 'DAY' THEN RETURN make_interval(days => helios_mysql.as_signed(amount)::integer);
            WHEN 'WEEK' THEN RETURN make_interval(days => (helios_mysql.as_signed(amount) * 7)::integer);
            WHEN 'MONTH' THEN RETURN make_interval(months => helios_mysql.as_signed(amount)::integer);
            WHEN 'QUARTER' THEN RETURN make_interval(months => (helios_mysql.as_signed(amount) * 3)::integer);
            ELSE RETURN make_interval(months => (helios_mysql.as_signed(amount) * 12)::integer);
        END CASE;
    END IF;
    parts := string_to_array(word, '_');
    last_unit := array_position(units, parts[2]);
    IF last_unit IS NULL OR array_position(units, parts[1]) IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'M1210', MESSAGE = 'Incorrect arguments to INTERVAL';
    END IF;
    IF btrim(amount COLLATE "C") LIKE '-%' THEN
        sign := -1;
    END IF;
    -- The last number belongs to the last unit, and so on to the front.
    digits := ARRAY(SELECT m[1] FROM regexp_matches(amount COLLATE "C", '\d+', 'g') AS m);
    FOR place IN 1..least(cardinality(digits), last_unit - array_position(units, parts[1]) + 1) LOOP
        amounts[last_unit - place + 1] := (digits[cardinality(digits) - place + 1])::numeric;
    END LOOP;
    IF last_unit = 7 AND cardinality(digits) > 0 THEN
        amounts[7] := rpad(digits[cardinality(digits)], 6, '0')::numeric;
    END IF;
    RETURN sign * (make_interval(months => (amounts[1] * 12 + amounts[2])::integer, days => amounts[3]::integer)
        + make_interval(secs => (amounts[4] * 3600 + amounts[5] * 60 + amounts[6] + amounts[7] / 1000000)::double precision));
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.to_interval(amount text, unit text) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_to_interval(amount COLLATE "C", unit COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.to_interval(amount numeric, unit text) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN upper(unit COLLATE "C") = 'DAY' THEN make_interval(days => round(amount)::integer)
    WHEN upper(unit COLLATE "C") = 'MONTH' THEN make_interval(months => round(amount)::integer)
    WHEN upper(unit COLLATE "C") IN ('SECOND') OR unit LIKE '%\_%' THEN helios_mysql.to_interval(amount::text, unit)
    ELSE helios_mysql.to_interval(round(amount)::text, unit) END;

CREATE OR REPLACE FUNCTION helios_mysql.to_interval(amount double precision, unit text) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.to_interval(amount::numeric, unit);

CREATE OR REPLACE FUNCTION helios_mysql.to_interval(amount bigint, unit text) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.to_interval(amount::numeric, unit);

CREATE OR REPLACE FUNCTION helios_mysql.to_interval(amount integer, unit text) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.to_interval(amount::numeric, unit);

-- value + INTERVAL amount unit, by a unit of days or more (the result of a DATE is a DATE) ...
CREATE OR REPLACE FUNCTION helios_mysql.add_days(value date, shift interval) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (nullif(value, '-infinity') + shift)::date;

CREATE OR REPLACE FUNCTION helios_mysql.add_days(value timestamp, shift interval) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN nullif(value, '-infinity') + shift;

CREATE OR REPLACE FUNCTION helios_mysql.add_days(value timestamptz, shift interval) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN nullif(value, '-infinity')::timestamp + shift;

CREATE OR REPLACE FUNCTION helios_mysql.add_days(value interval, shift interval) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN make_interval(secs => extract(epoch from value + shift)::double precision);

CREATE OR REPLACE FUNCTION helios_mysql.add_days(value text, shift interval) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN value COLLATE "C" ~ '\d\D+\d+\D+\d+\D+\d|^\d{9}' THEN helios_mysql.as_text(helios_mysql.as_datetime(value) + shift)
    ELSE helios_mysql.as_text((helios_mysql.as_datetime(value) + shift)::date) END;

-- ... and by a unit of time (the result of a DATE is a DATETIME).
CREATE OR REPLACE FUNCTION helios_mysql.add_time(value date, shift interval) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN nullif(value, '-infinity') + shift;

CREATE OR REPLACE FUNCTION helios_mysql.add_time(value timestamp, shift interval) RETURNS timestamp
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN nullif(value, '-infinity') + shift;

CREATE OR REPLACE FUNCTION helios_mysql.add_time(value timestamptz, shift interval) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN nullif(value, '-infinity')::timestamp + shift;

CREATE OR REPLACE FUNCTION helios_mysql.add_time(value interval, shift interval) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN make_interval(secs => extract(epoch from value + shift)::double precision);

CREATE OR REPLACE FUNCTION helios_mysql.add_time(value text, shift interval) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_text(helios_mysql.as_datetime(value) + shift);

-- Whole units between two moments; a month is whole when its day and time have come.
CREATE OR REPLACE FUNCTION helios_mysql.difference(unit text, a timestamp, b timestamp) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN a IS NULL OR b IS NULL OR NOT isfinite(a) OR NOT isfinite(b) THEN NULL ELSE CASE upper(unit COLLATE "C")
    WHEN 'MICROSECOND' THEN (extract(epoch from b - a) * 1000000)::bigint
    WHEN 'SECOND' THEN trunc(extract(epoch from b - a))::bigint
    WHEN 'MINUTE' THEN trunc(extract(epoch from b - a) / 60)::bigint
    WHEN 'HOUR' THEN trunc(extract(epoch from b - a) / 3600)::bigint
    WHEN 'DAY' THEN trunc(extract(epoch from b - a) / 86400)::bigint
    WHEN 'WEEK' THEN trunc(extract(epoch from b - a) / 604800)::bigint
    ELSE (CASE WHEN a > b THEN -1 ELSE 1 END * (
        (extract(year from greatest(a, b)) - extract(year from least(a, b))) * 12
        + extract(month from greatest(a, b)) - extract(month from least(a, b))
        - CASE WHEN greatest(a, b) - date_trunc('month', greatest(a, b)) < least(a, b) - date_trunc('month', least(a, b)) THEN 1 ELSE 0 END)::bigint)
        / CASE upper(unit COLLATE "C") WHEN 'MONTH' THEN 1 WHEN 'QUARTER' THEN 3 ELSE 12 END END END;

DO $do$
DECLARE
    type text;
    f record;
BEGIN
    FOREACH type IN ARRAY ARRAY['date', 'timestamp', 'timestamptz', 'interval', 'text'] LOOP
        -- ADDDATE(value, days)
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.adddate(value %s, days bigint) RETURNS %s LANGUAGE sql STABLE PARALLEL SAFE RETURN '
            'helios_mysql.add_days(value, make_interval(days => days::integer))', type, CASE type WHEN 'timestamptz' THEN 'timestamp' ELSE type END);
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.subdate(value %s, days bigint) RETURNS %s LANGUAGE sql STABLE PARALLEL SAFE RETURN '
            'helios_mysql.add_days(value, make_interval(days => -days::integer))', type, CASE type WHEN 'timestamptz' THEN 'timestamp' ELSE type END);
    END LOOP;
    FOR f IN SELECT a.t AS a, b.t AS b FROM unnest(ARRAY['date', 'timestamp', 'timestamptz', 'text']) AS a (t), unnest(ARRAY['date', 'timestamp', 'timestamptz', 'text']) AS b (t) LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.datediff(a %s, b %s) RETURNS integer LANGUAGE sql %s PARALLEL SAFE RETURN '
            'nullif(helios_mysql.as_date(a), ''-infinity'') - nullif(helios_mysql.as_date(b), ''-infinity'')', f.a, f.b, CASE WHEN f.a IN ('date', 'timestamp') AND f.b IN ('date', 'timestamp') THEN 'IMMUTABLE' ELSE 'STABLE' END);
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.timestampdiff(unit text, a %s, b %s) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE RETURN '
            'helios_mysql.difference(unit, helios_mysql.as_datetime(a), helios_mysql.as_datetime(b))', f.a, f.b);
    END LOOP;
END
$do$;
