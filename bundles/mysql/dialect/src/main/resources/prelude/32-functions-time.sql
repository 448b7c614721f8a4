-- Dates and times as texts and numbers, and from them.

SET LOCAL search_path = pg_catalog;

-- A format of DATE_FORMAT as one of to_char; NULL where to_char cannot do it. Computed once where the format is a constant.
CREATE OR REPLACE FUNCTION helios_mysql.read_date_pattern(format text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    pattern text := '';
    literal text := '';
    part text;
    place integer := 1;
    letter text;
BEGIN
    WHILE place <= length(format) LOOP
        letter := substr(format, place, 1);
        part := NULL;
        IF letter = '%' COLLATE "C" AND place < length(format) THEN
            place := place + 1;
            letter := substr(format, place, 1) COLLATE "C";
            part := CASE letter COLLATE "C" WHEN 'a' THEN 'Dy' WHEN 'b' THEN 'Mon' WHEN 'c' THEN 'FMMM' WHEN 'D' THEN 'FMDDth' WHEN 'd' THEN 'DD'
                WHEN 'e' THEN 'FMDD' WHEN 'f' THEN 'US' WHEN 'H' THEN 'HH24' WHEN 'h' THEN 'HH12' WHEN 'I' THEN 'HH12' WHEN 'i' THEN 'MI'
                WHEN 'j' THEN 'DDD' WHEN 'k' THEN 'FMHH24' WHEN 'l' THEN 'FMHH12' WHEN 'M' THEN 'FMMonth' WHEN 'm' THEN 'MM' WHEN 'p' THEN 'AM'
                WHEN 'r' THEN 'HH12:MI:SS AM' WHEN 'S' THEN 'SS' WHEN 's' THEN 'SS' WHEN 'T' THEN 'HH24:MI:SS' WHEN 'W' THEN 'FMDay'
                WHEN 'Y' THEN 'YYYY' WHEN 'y' THEN 'YY' WHEN 'v' THEN 'IW' WHEN 'x' THEN 'IYYY' END;
            IF part IS NULL AND letter COLLATE "C" IN ('U', 'u', 'V', 'X', 'w') THEN
                RETURN NULL;
            END IF;
        END IF;
        IF part IS NULL THEN
            literal := literal || CASE WHEN letter IN ('"', '\') THEN '\' || letter ELSE letter END;
        ELSE
            -- quotation marks keep neighbours apart: DD and DDD would be DDD and DD
            pattern := pattern || '"' || literal || '"' || part;
            literal := '';
        END IF;
        place := place + 1;
    END LOOP;
    RETURN pattern || CASE WHEN literal = '' THEN '' ELSE '"' || literal || '"' END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.date_pattern(format text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_date_pattern(format COLLATE "C");

-- The specifiers of weeks, which to_char has not, written out.
CREATE OR REPLACE FUNCTION helios_mysql.read_date_format_weeks(value timestamp, format text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    result text := '';
    part text;
    letter text;
BEGIN
    FOR part IN SELECT m[1] FROM regexp_matches(format COLLATE "C", '(%.|[^%]+|%)', 'g') AS m LOOP
        letter := CASE WHEN part LIKE '\%_' THEN substr(part, 2) ELSE '' END;
        result := result || CASE letter WHEN 'U' THEN lpad((helios_mysql.year_and_week(value::date, 0) % 100)::text, 2, '0')
            WHEN 'u' THEN lpad((helios_mysql.year_and_week(value::date, 1) % 100)::text, 2, '0')
            WHEN 'V' THEN lpad((helios_mysql.year_and_week(value::date, 2) % 100)::text, 2, '0')
            WHEN 'X' THEN lpad((helios_mysql.year_and_week(value::date, 2) / 100)::text, 4, '0')
            WHEN 'w' THEN extract(dow from value)::text ELSE part END;
    END LOOP;
    RETURN to_char(value, helios_mysql.date_pattern(result));
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.date_format_weeks(value timestamp, format text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_date_format_weeks(value, format COLLATE "C");

-- A zero date, which is the engine's -infinity: its parts are zeros, and it has no names.
CREATE OR REPLACE FUNCTION helios_mysql.zero_format(format text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN format !~ '%[abDjMUuVvWwXx]' THEN regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    replace(replace(format, '%T', '%H:%i:%S'), '%r', '%h:%i:%S %p'),
    '%Y', '0000', 'g'), '%[cek]', '0', 'g'), '%[hIl]', '12', 'g'), '%f', '000000', 'g'), '%p', 'AM', 'g'), '%[ydmHiSs]', '00', 'g') END;

CREATE OR REPLACE FUNCTION helios_mysql.date_format(value timestamp, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN format = '' COLLATE "C" THEN NULL WHEN value = '-infinity' THEN helios_mysql.zero_format(format COLLATE "C")
    WHEN helios_mysql.date_pattern(format) IS NOT NULL
    THEN to_char(value, helios_mysql.date_pattern(format)) ELSE helios_mysql.date_format_weeks(value, format) END;

CREATE OR REPLACE FUNCTION helios_mysql.date_format(value date, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.date_format(value::timestamp, format);

CREATE OR REPLACE FUNCTION helios_mysql.date_format(value timestamptz, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.date_format(value::timestamp, format);

CREATE OR REPLACE FUNCTION helios_mysql.date_format(value text, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.date_format(helios_mysql.as_datetime(value), format);

CREATE OR REPLACE FUNCTION helios_mysql.date_format(value numeric, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.date_format(helios_mysql.as_datetime(value), format);

CREATE OR REPLACE FUNCTION helios_mysql.time_format(value interval, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN extract(epoch from value) < 0 AND format ~ '%[HkhIlirST]' THEN '-' ELSE '' END
    || helios_mysql.date_format(timestamp '0001-01-01' + make_interval(secs => mod(abs(extract(epoch from value)), 86400)::double precision),
    regexp_replace(regexp_replace(regexp_replace(format COLLATE "C", '%H', lpad(helios_mysql.hour(value)::text, greatest(2, length(helios_mysql.hour(value)::text)), '0'), 'g'),
        '%k', helios_mysql.hour(value)::text, 'g'), '%T', lpad(helios_mysql.hour(value)::text, greatest(2, length(helios_mysql.hour(value)::text)), '0') || ':%i:%S', 'g'));

CREATE OR REPLACE FUNCTION helios_mysql.time_format(value timestamp, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.time_format(helios_mysql.as_time(value), format);

CREATE OR REPLACE FUNCTION helios_mysql.time_format(value timestamptz, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.time_format(helios_mysql.as_time(value), format);

CREATE OR REPLACE FUNCTION helios_mysql.time_format(value text, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.time_format(helios_mysql.as_time(value), format);

-- What a text says by a format; NULL where it does not follow it. The result of a format of a date alone, or a time alone, wants a cast.
CREATE OR REPLACE FUNCTION helios_mysql.read_str_to_date(value text, format text) RETURNS timestamp
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    months constant text[] := ARRAY['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
    days constant text[] := ARRAY['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
    rest text := value COLLATE "C";
    place integer := 1;
    letter text;
    part text;
    year integer := 0;
    month integer := 0;
    day integer := 0;
    hour integer := 0;
    minute integer := 0;
    second integer := 0;
    fraction numeric := 0;
    year_day integer;
    week integer;
    week_day integer;
    afternoon boolean;
    half_days boolean := false;
    monday_first boolean := false;
    dated boolean := false;
BEGIN
    format := replace(replace(format COLLATE "C", '%T', '%H:%i:%S'), '%r', '%h:%i:%S %p');
    WHILE place <= length(format) LOOP
        letter := substr(format, place, 1) COLLATE "C";
        IF letter ~ '\s' THEN
            rest := ltrim(rest, E' \t\r\n');
        ELSIF letter <> '%' OR place = length(format) THEN
            rest := ltrim(rest, E' \t\r\n');
            IF left(rest, 1) COLLATE "C" <> letter THEN
                RETURN NULL;
            END IF;
            rest := substr(rest, 2);
        ELSE
            place := place + 1;
            letter := substr(format, place, 1) COLLATE "C";
            rest := ltrim(rest, E' \t\r\n');
            IF letter IN ('Y', 'X', 'x', 'y', 'm', 'c', 'd', 'e', 'D', 'H', 'k', 'h', 'I', 'l', 'i', 'S', 's', 'f', 'j', 'U', 'u', 'V', 'v', 'w') THEN
                part := substring(rest from CASE WHEN letter IN ('Y', 'X', 'x') THEN '^\d{1,4}' WHEN letter = 'f' THEN '^\d{1,6}'
                    WHEN letter = 'j' THEN '^\d{1,3}' WHEN letter = 'w' THEN '^\d' ELSE '^\d{1,2}' END);
            ELSE
                part := CASE letter WHEN 'M' THEN substring(rest from '^[A-Za-z]+') WHEN 'b' THEN substring(rest from '^[A-Za-z]{3}')
                    WHEN 'W' THEN substring(rest from '^[A-Za-z]+') WHEN 'a' THEN substring(rest from '^[A-Za-z]{3}')
                    WHEN 'p' THEN substring(rest from '^[AaPp][Mm]') WHEN '%' THEN substring(rest from '^%') ELSE NULL END;
            END IF;
            IF part IS NULL THEN
                RETURN NULL;
            END IF;
            rest := substr(rest, length(part) + 1);
            CASE letter
                WHEN 'Y', 'X', 'x' THEN
                    year := CASE WHEN length(part) <= 2 THEN part::integer + CASE WHEN part::integer < 70 THEN 2000 ELSE 1900 END ELSE part::integer END;
                    dated := true;
                WHEN 'y' THEN year := part::integer + CASE WHEN part::integer < 70 THEN 2000 ELSE 1900 END; dated := true;
                WHEN 'm', 'c' THEN month := part::integer; dated := true;
                WHEN 'd', 'e' THEN day := part::integer; dated := true;
                WHEN 'D' THEN day := part::integer; dated := true; rest := substr(rest, 3);
                WHEN 'H', 'k' THEN hour := part::integer;
                WHEN 'h', 'I', 'l' THEN hour := part::integer; half_days := true;
                WHEN 'i' THEN minute := part::integer;
                WHEN 'S', 's' THEN second := part::integer;
                WHEN 'f' THEN fraction := ('0.' || part)::numeric;
                WHEN 'j' THEN year_day := part::integer; dated := true;
                WHEN 'U', 'V' THEN week := part::integer;
                WHEN 'u', 'v' THEN week := part::integer; monday_first := true;
                WHEN 'w' THEN week_day := CASE part WHEN '0' THEN 7 ELSE part::integer END;
                WHEN 'M' THEN month := array_position(months, lower(part)); dated := true;
                WHEN 'b' THEN month := (SELECT min(i) FROM generate_series(1, 12) AS i WHERE left(months[i], 3) = lower(part)); dated := true;
                WHEN 'W' THEN week_day := array_position(days, lower(part));
                WHEN 'a' THEN week_day := (SELECT min(i) FROM generate_series(1, 7) AS i WHERE left(days[i], 3) = lower(part));
                WHEN 'p' THEN afternoon := lower(part) = 'pm';
                ELSE NULL;
            END CASE;
        END IF;
        place := place + 1;
    END LOOP;
    IF half_days THEN
        IF hour NOT BETWEEN 1 AND 12 THEN
            RETURN NULL;
        END IF;
        hour := hour % 12 + CASE WHEN afternoon THEN 12 ELSE 0 END;
    END IF;
    IF month IS NULL OR hour > 23 OR minute > 59 OR second > 59 THEN
        RETURN NULL;
    END IF;
    IF NOT dated AND week IS NULL THEN
        RETURN timestamp '0001-01-01' + make_interval(hours => hour, mins => minute, secs => (second + fraction)::double precision);
    ELSIF year_day IS NOT NULL AND year > 0 THEN
        RETURN make_timestamp(year, 1, 1, hour, minute, (second + fraction)::double precision) + make_interval(days => year_day - 1);
    ELSIF week IS NOT NULL AND week_day IS NOT NULL AND year > 0 THEN
        RETURN helios_mysql.first_of_week(year, week, monday_first) + CASE WHEN monday_first THEN week_day - 1 ELSE week_day % 7 END
            + make_interval(hours => hour, mins => minute, secs => (second + fraction)::double precision);
    ELSIF year = 0 OR month = 0 OR day = 0 THEN
        RETURN NULL;
    END IF;
    RETURN make_timestamp(year, month, day, hour, minute, (second + fraction)::double precision);
EXCEPTION WHEN datetime_field_overflow THEN
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.str_to_date(value text, format text) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.read_str_to_date(value COLLATE "C", format COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.first_of_week(year integer, week integer, monday_first boolean) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN monday_first THEN make_date(year, 1, 4) - (extract(isodow from make_date(year, 1, 4))::integer - 1)
    ELSE make_date(year, 1, 1) + (7 - extract(dow from make_date(year, 1, 1))::integer) % 7 END + (week - 1) * 7;

-- ------------------------------------------------------------------ arithmetic

CREATE OR REPLACE FUNCTION helios_mysql.within_time(value interval) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NOT NULL THEN make_interval(secs => least(greatest(extract(epoch from value), -3020399), 3020399)::double precision) END;

CREATE OR REPLACE FUNCTION helios_mysql.timediff(a interval, b interval) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.within_time(a - b);

CREATE OR REPLACE FUNCTION helios_mysql.timediff(a timestamp, b timestamp) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.within_time(a - b);

CREATE OR REPLACE FUNCTION helios_mysql.timediff(a timestamptz, b timestamptz) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.within_time(a - b);

CREATE OR REPLACE FUNCTION helios_mysql.timediff(a text, b text) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN a COLLATE "C" ~ '\d-' AND b COLLATE "C" ~ '\d-' THEN helios_mysql.within_time(helios_mysql.as_datetime(a) - helios_mysql.as_datetime(b))
    WHEN a COLLATE "C" !~ '\d-' AND b COLLATE "C" !~ '\d-' THEN helios_mysql.within_time(helios_mysql.as_time(a) - helios_mysql.as_time(b)) END;

CREATE OR REPLACE FUNCTION helios_mysql.timediff(a timestamp, b text) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.within_time(a - helios_mysql.as_datetime(b));

CREATE OR REPLACE FUNCTION helios_mysql.timediff(a text, b timestamp) RETURNS interval
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.within_time(helios_mysql.as_datetime(a) - b);

DO $do$
DECLARE
    f record;
    type text;
    other text;
BEGIN
    FOR f IN SELECT * FROM (VALUES ('addtime', '+'), ('subtime', '-')) AS v (name, symbol) LOOP
        FOREACH other IN ARRAY ARRAY['interval', 'text'] LOOP
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(value timestamp, shift %s) RETURNS timestamp LANGUAGE sql STABLE PARALLEL SAFE RETURN value %s helios_mysql.as_time(shift)', f.name, other, f.symbol);
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(value timestamptz, shift %s) RETURNS timestamp LANGUAGE sql STABLE PARALLEL SAFE RETURN value::timestamp %s helios_mysql.as_time(shift)', f.name, other, f.symbol);
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(value interval, shift %s) RETURNS interval LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.within_time(value %s helios_mysql.as_time(shift))', f.name, other, f.symbol);
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(value text, shift %s) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE RETURN CASE WHEN value COLLATE "C" ~ ''\d-'' '
                'THEN helios_mysql.as_text(helios_mysql.as_datetime(value) %s helios_mysql.as_time(shift)) ELSE helios_mysql.as_text(helios_mysql.within_time(helios_mysql.as_time(value) %3$s helios_mysql.as_time(shift))) END',
                f.name, other, f.symbol);
            IF f.symbol = '+' THEN
                FOREACH type IN ARRAY ARRAY['date', 'timestamp', 'timestamptz', 'text'] LOOP
                    EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.timestamp(value %s, shift %s) RETURNS timestamp LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.as_datetime(value) + helios_mysql.as_time(shift)', type, other);
                END LOOP;
            END IF;
        END LOOP;
    END LOOP;
END
$do$;

CREATE OR REPLACE FUNCTION helios_mysql.makedate(year bigint, day bigint) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN day >= 1 THEN make_date((year + CASE WHEN year BETWEEN 0 AND 69 THEN 2000 WHEN year BETWEEN 70 AND 99 THEN 1900 ELSE 0 END)::integer, 1, 1)
    + (day - 1)::integer END;

CREATE OR REPLACE FUNCTION helios_mysql.maketime(hour bigint, minute bigint, second numeric) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN minute BETWEEN 0 AND 59 AND second >= 0 AND second < 60
    THEN helios_mysql.within_time(make_interval(secs => (CASE WHEN hour < 0 THEN -1 ELSE 1 END * (abs(hour) * 3600 + minute * 60 + second))::double precision)) END;

CREATE OR REPLACE FUNCTION helios_mysql.sec_to_time(seconds numeric) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.within_time(make_interval(secs => seconds::double precision));

CREATE OR REPLACE FUNCTION helios_mysql.sec_to_time(seconds text) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.sec_to_time(helios_mysql.as_decimal(seconds));

CREATE OR REPLACE FUNCTION helios_mysql.from_days(days bigint) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN days >= 366 THEN date '0001-01-01' + (days - 366)::integer END;

CREATE OR REPLACE FUNCTION helios_mysql.period_months(period bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (period / 100 + CASE WHEN period / 100 < 70 THEN 2000 WHEN period / 100 < 100 THEN 1900 ELSE 0 END) * 12 + period % 100 - 1;

CREATE OR REPLACE FUNCTION helios_mysql.period_add(period bigint, months bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (helios_mysql.period_months(period) + months) / 12 * 100 + (helios_mysql.period_months(period) + months) % 12 + 1;

CREATE OR REPLACE FUNCTION helios_mysql.period_diff(a bigint, b bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.period_months(a) - helios_mysql.period_months(b);

CREATE OR REPLACE FUNCTION helios_mysql.unix_timestamp() RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE RETURN floor(extract(epoch from helios_mysql.moment()))::bigint;

-- 0 for a moment before 1970, and for a zero date.
CREATE OR REPLACE FUNCTION helios_mysql.seconds_since_1970(moment timestamptz) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN moment < '1970-01-01 00:00:00+00' THEN 0 ELSE extract(epoch from moment) END;

DO $do$
DECLARE
    type text;
BEGIN
    FOREACH type IN ARRAY ARRAY['date', 'timestamp', 'timestamptz', 'text', 'numeric'] LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.unix_timestamp(value %s) RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE RETURN '
            'floor(helios_mysql.seconds_since_1970(%s))::bigint', type,
            CASE type WHEN 'timestamptz' THEN 'value' ELSE 'helios_mysql.as_datetime(value)::timestamptz' END);
        -- With the decimals that its argument has.
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.unix_timestamp(value %s, decimals integer) RETURNS numeric LANGUAGE sql STABLE PARALLEL SAFE RETURN '
            'trunc(helios_mysql.seconds_since_1970(%s), decimals)', type,
            CASE type WHEN 'timestamptz' THEN 'value' ELSE 'helios_mysql.as_datetime(value)::timestamptz' END);
    END LOOP;
END
$do$;

CREATE OR REPLACE FUNCTION helios_mysql.from_unixtime(seconds numeric) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN seconds BETWEEN 0 AND 32536771199 THEN (to_timestamp(0) + make_interval(secs => seconds::double precision))::timestamp END;

CREATE OR REPLACE FUNCTION helios_mysql.from_unixtime(seconds numeric, format text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.date_format(helios_mysql.from_unixtime(seconds), format);

CREATE OR REPLACE FUNCTION helios_mysql.from_unixtime(seconds text) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.from_unixtime(helios_mysql.as_decimal(seconds));

-- CONVERT_TZ: a zone by name, or as +hh:mm. NULL for a zone that is not known.
CREATE OR REPLACE FUNCTION helios_mysql.read_convert_tz(value timestamp, from_zone text, to_zone text) RETURNS timestamp
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    moment timestamptz;
BEGIN
    moment := CASE WHEN from_zone ~ '^[+-]\d{1,2}:\d{2}$' THEN value AT TIME ZONE from_zone::interval
        WHEN upper(from_zone) = 'SYSTEM' THEN value::timestamptz ELSE value AT TIME ZONE from_zone END;
    RETURN CASE WHEN to_zone ~ '^[+-]\d{1,2}:\d{2}$' THEN moment AT TIME ZONE to_zone::interval
        WHEN upper(to_zone) = 'SYSTEM' THEN moment::timestamp ELSE moment AT TIME ZONE to_zone END;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN NULL;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.convert_tz(value timestamp, from_zone text, to_zone text) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.read_convert_tz(value, from_zone COLLATE "C", to_zone COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.convert_tz(value timestamptz, from_zone text, to_zone text) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.convert_tz(value::timestamp, from_zone, to_zone);

CREATE OR REPLACE FUNCTION helios_mysql.convert_tz(value text, from_zone text, to_zone text) RETURNS timestamp
LANGUAGE sql STABLE PARALLEL SAFE RETURN helios_mysql.convert_tz(helios_mysql.as_datetime(value), from_zone, to_zone);

CREATE OR REPLACE FUNCTION helios_mysql.get_format(kind text, region text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE upper(kind COLLATE "C")
    WHEN 'DATE' THEN CASE upper(region COLLATE "C") WHEN 'USA' THEN '%m.%d.%Y' WHEN 'JIS' THEN '%Y-%m-%d' WHEN 'ISO' THEN '%Y-%m-%d' WHEN 'EUR' THEN '%d.%m.%Y' WHEN 'INTERNAL' THEN '%Y%m%d' END
    WHEN 'TIME' THEN CASE upper(region COLLATE "C") WHEN 'USA' THEN '%h:%i:%s %p' WHEN 'JIS' THEN '%H:%i:%s' WHEN 'ISO' THEN '%H:%i:%s' WHEN 'EUR' THEN '%H.%i.%s' WHEN 'INTERNAL' THEN '%H%i%s' END
    ELSE CASE upper(region COLLATE "C") WHEN 'USA' THEN '%Y-%m-%d %H.%i.%s' WHEN 'JIS' THEN '%Y-%m-%d %H:%i:%s' WHEN 'ISO' THEN '%Y-%m-%d %H:%i:%s' WHEN 'EUR' THEN '%Y-%m-%d %H.%i.%s' WHEN 'INTERNAL' THEN '%Y%m%d%H%i%s' END END;
