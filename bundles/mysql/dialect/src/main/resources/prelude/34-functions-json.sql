-- MySQL's functions of JSON. A document is jsonb; a text is read as one. jsonb orders keys as MySQL does: by length, then by octets.

SET LOCAL search_path = pg_catalog;

-- A text as the document that is the first argument of a function.
CREATE OR REPLACE FUNCTION helios_mysql.read_json(value text, function text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    RETURN value::jsonb;
EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
    RAISE EXCEPTION USING ERRCODE = 'M3141', MESSAGE = format('Invalid JSON text in argument 1 to function %s: "Invalid value." at position 0.', function);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.as_json(value text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_json(value, 'cast_as_json');

CREATE OR REPLACE FUNCTION helios_mysql.as_json(value jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value;

CREATE OR REPLACE FUNCTION helios_mysql.as_json(value json) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN value::jsonb;

CREATE OR REPLACE FUNCTION helios_mysql.as_json(value anynonarray) RETURNS jsonb
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT pg_catalog.to_jsonb($1)';

CREATE OR REPLACE FUNCTION helios_mysql.json_valid(value text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    RETURN value::jsonb IS NOT NULL;
EXCEPTION WHEN invalid_text_representation OR untranslatable_character THEN
    RETURN false;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_valid(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE WHEN value IS NOT NULL THEN true END;

CREATE OR REPLACE FUNCTION helios_mysql.json_valid(value anynonarray) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT CASE WHEN $1 IS NOT NULL THEN false END';

-- The keys and indexes of a path without wildcards, for #>; NULL for any other. Computed once where the path is a constant.
CREATE OR REPLACE FUNCTION helios_mysql.read_json_steps(path text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    rest text := btrim(path COLLATE "C");
    steps text[] := '{}';
    part text[];
BEGIN
    IF rest NOT LIKE '$%' THEN
        RAISE EXCEPTION USING ERRCODE = 'M3143', MESSAGE = 'Invalid JSON path expression. The error is around character position 1.';
    END IF;
    rest := ltrim(substr(rest, 2));
    WHILE rest <> '' LOOP
        part := regexp_match(rest, '^\.\s*(?:"((?:[^"\\]|\\.)*)"|([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*))\s*(.*)$');
        IF part IS NOT NULL THEN
            steps := steps || coalesce(('"' || part[1] || '"')::jsonb #>> '{}', part[2]);
        ELSE
            part := regexp_match(rest, '^\[\s*(\d+|last(?:\s*-\s*\d+)?)\s*\]()\s*(.*)$');
            IF part IS NULL THEN
                IF rest !~ '\*|\sto\s' THEN
                    RAISE EXCEPTION USING ERRCODE = 'M3143',
                        MESSAGE = format('Invalid JSON path expression. The error is around character position %s.', length(path) - length(rest) + 1);
                END IF;
                RETURN NULL;
            END IF;
            steps := steps || CASE WHEN part[1] LIKE 'last%' THEN (-1 - coalesce(substring(part[1] from '\d+'), '0')::integer)::text ELSE part[1] END;
        END IF;
        rest := part[3];
    END LOOP;
    RETURN steps;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_steps(path text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.read_json_steps(path COLLATE "C");

CREATE OR REPLACE FUNCTION helios_mysql.json_path(path text) RETURNS jsonpath
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN ('lax ' || replace(path COLLATE "C", '**', '.**'))::jsonpath;

-- All that a path with wildcards finds, as an array; NULL for none.
CREATE OR REPLACE FUNCTION helios_mysql.json_found(document jsonb, path text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT jsonb_agg(found) FROM jsonb_path_query(document, helios_mysql.json_path(path)) AS found);

-- The first cell of a value that is no array is the value itself.
CREATE OR REPLACE FUNCTION helios_mysql.json_extract(document jsonb, path text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN helios_mysql.json_steps(path) IS NULL THEN helios_mysql.json_found(document, path)
    WHEN document #> helios_mysql.json_steps(path) IS NULL AND path LIKE '%[0]' AND jsonb_typeof(document #> trim_array(helios_mysql.json_steps(path), 1)) <> 'array'
    THEN document #> trim_array(helios_mysql.json_steps(path), 1) ELSE document #> helios_mysql.json_steps(path) END;

CREATE OR REPLACE FUNCTION helios_mysql.json_extract(document jsonb, path text, VARIADIC more text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT jsonb_agg(found ORDER BY place) FROM unnest(path || more) WITH ORDINALITY AS p (path, place),
    LATERAL (SELECT document #> helios_mysql.json_steps(p.path) AS found WHERE helios_mysql.json_steps(p.path) IS NOT NULL
        UNION ALL SELECT found FROM jsonb_path_query(document, helios_mysql.json_path(p.path)) AS found WHERE helios_mysql.json_steps(p.path) IS NULL) AS f
    WHERE found IS NOT NULL);

CREATE OR REPLACE FUNCTION helios_mysql.json_extract(document text, path text) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.json_extract(helios_mysql.read_json(document, 'json_extract'), path);

CREATE OR REPLACE FUNCTION helios_mysql.json_extract(document text, path text, VARIADIC more text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.json_extract(helios_mysql.read_json(document, 'json_extract'), path, VARIADIC more);

CREATE OR REPLACE FUNCTION helios_mysql.json_unquote(value jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN CASE jsonb_typeof(value) WHEN 'null' THEN 'null' ELSE value #>> '{}' END;

CREATE OR REPLACE FUNCTION helios_mysql.json_unquote(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value COLLATE "C" LIKE '"%"' AND length(value) > 1 THEN helios_mysql.as_json(value) #>> '{}' ELSE value END;

CREATE OR REPLACE FUNCTION helios_mysql.json_value(document jsonb, path text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(helios_mysql.json_extract(document, path)) NOT IN ('object', 'array') THEN helios_mysql.json_extract(document, path) #>> '{}' END;

CREATE OR REPLACE FUNCTION helios_mysql.json_value(document text, path text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.json_value(helios_mysql.read_json(document, 'json_value'), path);

CREATE OR REPLACE FUNCTION helios_mysql.json_quote(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN to_jsonb(value)::text;

DO $do$
BEGIN
    CREATE OR REPLACE FUNCTION helios_mysql.json_object(VARIADIC "any") RETURNS jsonb LANGUAGE internal STABLE PARALLEL SAFE AS 'jsonb_build_object';
    CREATE OR REPLACE FUNCTION helios_mysql.json_object() RETURNS jsonb LANGUAGE internal STABLE PARALLEL SAFE AS 'jsonb_build_object_noargs';
    CREATE OR REPLACE FUNCTION helios_mysql.json_array(VARIADIC "any") RETURNS jsonb LANGUAGE internal STABLE PARALLEL SAFE AS 'jsonb_build_array';
    CREATE OR REPLACE FUNCTION helios_mysql.json_array() RETURNS jsonb LANGUAGE internal STABLE PARALLEL SAFE AS 'jsonb_build_array_noargs';
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'helios_mysql.json_object and json_array are left out: "any" needs a superuser';
END
$do$;

CREATE OR REPLACE FUNCTION helios_mysql.json_contains(document jsonb, candidate jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN jsonb_typeof(document) = 'array' AND jsonb_typeof(candidate) <> 'array' THEN document @> jsonb_build_array(candidate) ELSE document @> candidate END;

CREATE OR REPLACE FUNCTION helios_mysql.json_contains(document jsonb, candidate jsonb, path text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.json_contains(helios_mysql.json_extract(document, path), candidate);

CREATE OR REPLACE FUNCTION helios_mysql.json_contains_path(document jsonb, how text, VARIADIC paths text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN document IS NULL OR how IS NULL THEN NULL ELSE (SELECT CASE lower(how COLLATE "C") WHEN 'one' THEN bool_or(found) ELSE bool_and(found) END
    FROM unnest(paths) AS path, LATERAL (SELECT helios_mysql.json_extract(document, path) IS NOT NULL AS found) AS f) END;

CREATE OR REPLACE FUNCTION helios_mysql.json_keys(document jsonb, path text DEFAULT '$') RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(helios_mysql.json_extract(document, path)) WHEN 'object'
    THEN (SELECT coalesce(jsonb_agg(key), '[]') FROM jsonb_object_keys(helios_mysql.json_extract(document, path)) AS key) END;

CREATE OR REPLACE FUNCTION helios_mysql.json_length(document jsonb, path text DEFAULT '$') RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(helios_mysql.json_extract(document, path)) WHEN 'array' THEN jsonb_array_length(helios_mysql.json_extract(document, path))
    WHEN 'object' THEN (SELECT count(*)::integer FROM jsonb_object_keys(helios_mysql.json_extract(document, path))) ELSE
    CASE WHEN helios_mysql.json_extract(document, path) IS NOT NULL THEN 1 END END;

CREATE OR REPLACE FUNCTION helios_mysql.json_depth(document jsonb) RETURNS integer
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    RETURN CASE jsonb_typeof(document)
        WHEN 'array' THEN 1 + coalesce((SELECT max(helios_mysql.json_depth(v)) FROM jsonb_array_elements(document) AS v), 0)
        WHEN 'object' THEN 1 + coalesce((SELECT max(helios_mysql.json_depth(v)) FROM jsonb_each(document) AS e (k, v)), 0) ELSE 1 END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_type(document jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE jsonb_typeof(document) WHEN 'number' THEN CASE WHEN document::text ~ '\.' THEN 'DOUBLE'
    WHEN document::numeric > 9223372036854775807 THEN 'UNSIGNED INTEGER' ELSE 'INTEGER' END ELSE upper(jsonb_typeof(document)) END;

CREATE OR REPLACE FUNCTION helios_mysql.json_pretty(document jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN document IS NULL THEN NULL ELSE (SELECT string_agg(repeat(' ', (length(line) - length(ltrim(line))) / 2) || ltrim(line), E'\n' ORDER BY place)
    FROM regexp_split_to_table(jsonb_pretty(document), '\n') WITH ORDINALITY AS l (line, place)) END;

CREATE OR REPLACE FUNCTION helios_mysql.json_storage_size(document jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN pg_column_size(document);

-- A document with one value more, or another one, where the path leads. Several pairs are several calls.
CREATE OR REPLACE FUNCTION helios_mysql.json_change(document jsonb, path text, value jsonb, what text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    steps text[] := helios_mysql.json_steps(path);
    other jsonb := coalesce(value, 'null');
    present boolean;
BEGIN
    IF document IS NULL OR path IS NULL THEN
        RETURN NULL;
    ELSIF steps IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'M3149', MESSAGE = 'In this situation, path expressions may not contain the * and ** tokens or an array range.';
    END IF;
    present := document #> steps IS NOT NULL;
    IF present AND what = 'insert' OR NOT present AND what = 'replace' THEN
        RETURN document;
    ELSIF steps = '{}' THEN
        RETURN other;
    ELSIF NOT present AND steps[cardinality(steps)] ~ '^-?\d+$' AND path ~ '\]\s*$' AND jsonb_typeof(document #> trim_array(steps, 1)) <> 'array' THEN
        -- what is no array becomes one when a cell is added behind it
        IF steps[cardinality(steps)] = '0' THEN
            RETURN CASE WHEN what = 'insert' THEN document WHEN cardinality(steps) = 1 THEN other ELSE jsonb_set(document, trim_array(steps, 1), other) END;
        END IF;
        other := jsonb_build_array(document #> trim_array(steps, 1), other);
        RETURN CASE WHEN cardinality(steps) = 1 THEN other ELSE jsonb_set(document, trim_array(steps, 1), other) END;
    END IF;
    RETURN jsonb_set(document, steps, other, true);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_array_append(document jsonb, path text, value jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN path IS NULL THEN NULL WHEN document #> helios_mysql.json_steps(path) IS NULL THEN document ELSE helios_mysql.json_change(document, path,
    CASE jsonb_typeof(document #> helios_mysql.json_steps(path)) WHEN 'array' THEN document #> helios_mysql.json_steps(path)
        ELSE jsonb_build_array(document #> helios_mysql.json_steps(path)) END || jsonb_build_array(coalesce(value, 'null')), 'set') END;

CREATE OR REPLACE FUNCTION helios_mysql.json_array_insert(document jsonb, path text, value jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN path IS NULL THEN NULL WHEN jsonb_typeof(document #> trim_array(helios_mysql.json_steps(path), 1)) = 'array'
    THEN jsonb_insert(document, helios_mysql.json_steps(path), coalesce(value, 'null')) ELSE document END;

CREATE OR REPLACE FUNCTION helios_mysql.json_remove(document jsonb, VARIADIC paths text[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    path text;
BEGIN
    FOREACH path IN ARRAY paths LOOP
        document := document #- helios_mysql.json_steps(path);
    END LOOP;
    RETURN document;
END
$body$;

DO $do$
DECLARE
    f record;
    body text;
BEGIN
    FOR f IN SELECT name, document, type FROM unnest(ARRAY['json_set', 'json_insert', 'json_replace', 'json_array_append', 'json_array_insert']) AS name,
        unnest(ARRAY['jsonb', 'text']) AS document, unnest(ARRAY['text', 'anynonarray', 'jsonb']) AS type
    LOOP
        CONTINUE WHEN f.name LIKE 'json_array%' AND f.document = 'jsonb' AND f.type = 'jsonb';
        body := format(CASE WHEN f.name LIKE 'json_array%' THEN 'helios_mysql.%1$s(%2$s, $2, %3$s)' ELSE 'helios_mysql.json_change(%2$s, $2, %3$s, ''%4$s'')' END,
            f.name, CASE f.document WHEN 'text' THEN format('helios_mysql.read_json($1, %L)', f.name) ELSE '$1' END,
            CASE f.type WHEN 'jsonb' THEN '$3' ELSE 'pg_catalog.to_jsonb($3)' END, substr(f.name, 6));
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(%s, text, %s) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE AS %L', f.name, f.document, f.type, 'SELECT ' || body);
    END LOOP;
END
$do$;

-- RFC 7396: the last one wins, null takes away.
CREATE OR REPLACE FUNCTION helios_mysql.json_patch(document jsonb, patch jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    member record;
BEGIN
    IF jsonb_typeof(patch) <> 'object' THEN
        RETURN patch;
    ELSIF jsonb_typeof(document) <> 'object' THEN
        document := '{}';
    END IF;
    FOR member IN SELECT key, value FROM jsonb_each(patch) LOOP
        document := CASE jsonb_typeof(member.value) WHEN 'null' THEN document - member.key
            ELSE document || jsonb_build_object(member.key, helios_mysql.json_patch(coalesce(document -> member.key, 'null'), member.value)) END;
    END LOOP;
    RETURN document;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_preserve(document jsonb, other jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    member record;
BEGIN
    IF jsonb_typeof(document) = 'object' AND jsonb_typeof(other) = 'object' THEN
        FOR member IN SELECT key, value FROM jsonb_each(other) LOOP
            document := document || jsonb_build_object(member.key,
                CASE WHEN document ? member.key THEN helios_mysql.json_preserve(document -> member.key, member.value) ELSE member.value END);
        END LOOP;
        RETURN document;
    END IF;
    RETURN CASE jsonb_typeof(document) WHEN 'array' THEN document ELSE jsonb_build_array(document) END
        || CASE jsonb_typeof(other) WHEN 'array' THEN other ELSE jsonb_build_array(other) END;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_merge_patch(VARIADIC documents jsonb[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    result jsonb := documents[1];
BEGIN
    FOR place IN 2..cardinality(documents) LOOP
        result := helios_mysql.json_patch(result, documents[place]);
    END LOOP;
    RETURN result;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_merge_preserve(VARIADIC documents jsonb[]) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog AS $body$
DECLARE
    result jsonb := documents[1];
BEGIN
    FOR place IN 2..cardinality(documents) LOOP
        result := helios_mysql.json_preserve(result, documents[place]);
    END LOOP;
    RETURN result;
END
$body$;

-- Every place of a document with a string like a pattern.
CREATE OR REPLACE FUNCTION helios_mysql.json_strings(document jsonb, place text) RETURNS TABLE (path text, value text)
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog AS $body$
BEGIN
    CASE jsonb_typeof(document)
        WHEN 'string' THEN RETURN QUERY SELECT place, document #>> '{}';
        WHEN 'array' THEN RETURN QUERY SELECT s.path, s.value FROM jsonb_array_elements(document) WITH ORDINALITY AS e (v, i),
            LATERAL helios_mysql.json_strings(e.v, place || '[' || i - 1 || ']') AS s ORDER BY i;
        WHEN 'object' THEN RETURN QUERY SELECT s.path, s.value FROM jsonb_each(document) WITH ORDINALITY AS e (k, v, i),
            LATERAL helios_mysql.json_strings(e.v, place || '.' || CASE WHEN k ~ '^[A-Za-z_$][\w$]*$' THEN k ELSE to_jsonb(k)::text END) AS s ORDER BY i;
        ELSE NULL;
    END CASE;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.json_search(document jsonb, how text, pattern text, escape text DEFAULT '\', VARIADIC paths text[] DEFAULT '{$}') RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT CASE WHEN count(*) = 0 THEN NULL WHEN lower(how COLLATE "C") = 'one' OR count(*) = 1 THEN jsonb_agg(found) -> 0 ELSE jsonb_agg(found) END
    FROM (SELECT s.path AS found FROM unnest(paths) AS p (path), LATERAL helios_mysql.json_strings(helios_mysql.json_extract(document, p.path), p.path) AS s
        WHERE s.value LIKE pattern ESCAPE coalesce(nullif(escape, ''), '\')) AS f);

CREATE OR REPLACE FUNCTION helios_mysql.json_overlaps(a jsonb, b jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN jsonb_typeof(a) = 'object' AND jsonb_typeof(b) = 'object'
    THEN EXISTS (SELECT FROM jsonb_each(a) AS x JOIN jsonb_each(b) AS y ON x.key = y.key AND x.value = y.value)
    ELSE EXISTS (SELECT x FROM jsonb_array_elements(CASE jsonb_typeof(a) WHEN 'array' THEN a ELSE jsonb_build_array(a) END) AS x
        INTERSECT SELECT y FROM jsonb_array_elements(CASE jsonb_typeof(b) WHEN 'array' THEN b ELSE jsonb_build_array(b) END) AS y) END;

CREATE OR REPLACE FUNCTION helios_mysql.member_of(value jsonb, list jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN value IS NULL OR list IS NULL THEN NULL WHEN jsonb_typeof(list) = 'array'
    THEN (EXISTS (SELECT FROM jsonb_array_elements(list) AS e (v) WHERE e.v = member_of.value))::integer ELSE (member_of.value = list)::integer END;

CREATE OR REPLACE FUNCTION helios_mysql.member_of(value text, list jsonb) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.member_of(to_jsonb(value), list);

CREATE OR REPLACE FUNCTION helios_mysql.member_of(value anynonarray, list jsonb) RETURNS integer
LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT helios_mysql.member_of(pg_catalog.to_jsonb($1), $2)';

-- The same for documents that come as texts.
DO $do$
DECLARE
    f record;
BEGIN
    FOR f IN SELECT * FROM (VALUES ('json_keys', '', 'jsonb'), ('json_keys', ', text', 'jsonb'), ('json_length', '', 'integer'), ('json_length', ', text', 'integer'),
        ('json_depth', '', 'integer'), ('json_type', '', 'text'), ('json_pretty', '', 'text'), ('json_storage_size', '', 'integer'),
        ('json_search', ', text, text', 'jsonb'), ('json_search', ', text, text, text', 'jsonb'),
        ('json_search', ', text, text, text, VARIADIC text[]', 'jsonb'), ('json_remove', ', VARIADIC text[]', 'jsonb'), ('json_contains_path', ', text, VARIADIC text[]', 'boolean')) AS v (name, rest, result)
    LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%1$s(text%2$s) RETURNS %3$s LANGUAGE sql IMMUTABLE PARALLEL SAFE AS %4$L', f.name, f.rest, f.result,
            format('SELECT helios_mysql.%1$s(helios_mysql.read_json($1, ''%1$s'')%2$s)', f.name,
                (SELECT string_agg(CASE WHEN t LIKE '%VARIADIC%' THEN ', VARIADIC $' ELSE ', $' END || i + 1, '' ORDER BY i)
                    FROM regexp_split_to_table(nullif(substr(f.rest, 3), ''), ', ') WITH ORDINALITY AS s (t, i))));
    END LOOP;
    FOR f IN SELECT name, a, b FROM unnest(ARRAY['json_contains', 'json_overlaps']) AS name, unnest(ARRAY['jsonb', 'text']) AS a, unnest(ARRAY['jsonb', 'text']) AS b WHERE NOT (a = 'jsonb' AND b = 'jsonb') LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(%s, %s) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.%1$s(helios_mysql.as_json($1), helios_mysql.as_json($2))', f.name, f.a, f.b);
        IF f.name = 'json_contains' THEN
            EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(%s, %s, text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.%1$s(helios_mysql.as_json($1), helios_mysql.as_json($2), $3)', f.name, f.a, f.b);
        END IF;
    END LOOP;
    FOR f IN SELECT unnest(ARRAY['json_merge_patch', 'json_merge_preserve']) AS name LOOP
        EXECUTE format('CREATE OR REPLACE FUNCTION helios_mysql.%s(VARIADIC text[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN '
            'helios_mysql.%1$s(VARIADIC ARRAY(SELECT helios_mysql.as_json(d) FROM unnest($1) WITH ORDINALITY AS u (d, i) ORDER BY i))', f.name);
    END LOOP;
    EXECUTE 'CREATE OR REPLACE FUNCTION helios_mysql.json_merge(VARIADIC jsonb[]) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN helios_mysql.json_merge_preserve(VARIADIC $1)';
END
$do$;
