-- The engine's catalog in MySQL's words: what SHOW, DESCRIBE and information_schema have in common.

SET LOCAL search_path = pg_catalog;

-- A schema as the database that it is for MySQL.
CREATE OR REPLACE FUNCTION helios_mysql.database_of(schema name) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN CASE WHEN schema = 'public' THEN current_database()::text ELSE schema::text END;

CREATE OR REPLACE FUNCTION helios_mysql.table_label(relation regclass) RETURNS text
LANGUAGE sql STABLE
RETURN (SELECT coalesce(d.label, c.relname::text) FROM pg_class c
    LEFT JOIN helios.declarations d ON d.relation = c.oid AND d.attribute = 0 AND d.dialect = 'mysql'
    WHERE c.oid = table_label.relation);

-- COLUMN_TYPE, from the creator's words or else from the engine's type.
CREATE OR REPLACE FUNCTION helios_mysql.column_type(declaration text, type oid, modifier integer) RETURNS text
LANGUAGE sql STABLE
RETURN (SELECT coalesce(
    regexp_replace(declaration, '( on update current_timestamp(\(\d\))?)?( virtual generated)?$', '', 'i'),
    CASE
        WHEN t.typtype = 'd' AND t.typnamespace = 'helios_mysql'::regnamespace THEN CASE t.typname
            WHEN 'tinyint1' THEN 'tinyint(1)'
            WHEN 'bit' THEN 'bit(64)'
            ELSE replace(t.typname::text, '_', ' ') END
        ELSE CASE coalesce(b.typname, t.typname)
            WHEN 'bool' THEN 'tinyint(1)'
            WHEN 'int2' THEN 'smallint'
            WHEN 'int4' THEN 'int'
            WHEN 'int8' THEN 'bigint'
            WHEN 'oid' THEN 'int unsigned'
            WHEN 'numeric' THEN CASE WHEN m.modifier < 4 THEN 'decimal(65,30)'
                ELSE format('decimal(%s,%s)', (m.modifier - 4) >> 16, (m.modifier - 4) & 2047) END
            WHEN 'float4' THEN 'float'
            WHEN 'float8' THEN 'double'
            WHEN 'date' THEN 'date'
            WHEN 'timestamp' THEN 'datetime' || CASE m.modifier WHEN 0 THEN '' WHEN -1 THEN '(6)' ELSE format('(%s)', m.modifier) END
            WHEN 'timestamptz' THEN 'timestamp' || CASE m.modifier WHEN 0 THEN '' WHEN -1 THEN '(6)' ELSE format('(%s)', m.modifier) END
            WHEN 'time' THEN 'time' || CASE m.modifier WHEN 0 THEN '' WHEN -1 THEN '(6)' ELSE format('(%s)', m.modifier) END
            WHEN 'interval' THEN 'time' || CASE m.modifier & 65535 WHEN 0 THEN '' WHEN 65535 THEN '(6)'
                ELSE format('(%s)', m.modifier & 65535) END
            WHEN 'bpchar' THEN CASE WHEN m.modifier < 4 THEN 'text' ELSE format('char(%s)', m.modifier - 4) END
            WHEN 'varchar' THEN CASE WHEN m.modifier < 4 THEN 'text' ELSE format('varchar(%s)', m.modifier - 4) END
            WHEN 'name' THEN 'varchar(64)'
            WHEN 'uuid' THEN 'char(36)'
            WHEN 'bytea' THEN 'blob'
            WHEN 'json' THEN 'json'
            WHEN 'jsonb' THEN 'json'
            ELSE 'text' END
        END)
    FROM pg_type t LEFT JOIN pg_type b ON b.oid = t.typbasetype,
        LATERAL (SELECT CASE t.typtype WHEN 'd' THEN t.typtypmod ELSE column_type.modifier END) AS m (modifier)
    WHERE t.oid = column_type.type);

-- An expression of the engine's with less of what MySQL's users need not see: casts, schemas, operators by name, quotes of functions.
CREATE OR REPLACE FUNCTION helios_mysql.shown_expression(expression text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(regexp_replace(expression,
    '::(?:helios_mysql\.|pg_catalog\.)?"?[a-z_0-9]+"?(?: varying| precision| with(?:out)? time zone)?(?:\(\d+(?:,\d+)?\))?(?:\[\])?', '', 'g'),
    'OPERATOR\((?:helios_mysql\.|pg_catalog\.)?([^()]+)\)', '\1', 'g'),
    '\y(?:helios_mysql|pg_catalog)\.', '', 'g'),
    '"([a-z0-9_]+)"\(', '\1(', 'g'),
    -- What a condition is made of any value by is nothing that MySQL has.
    '\ytruth\(', '(', 'g'), '"', '`');

-- COLUMN_DEFAULT from the engine's expression; NULL where the engine makes a key of its own.
CREATE OR REPLACE FUNCTION helios_mysql.column_default(expression text, type text) RETURNS text
LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN expression IS NULL OR expression ~ '^(pg_catalog\.)?nextval\(' OR expression ~* '^NULL(::|$)' THEN NULL
    WHEN expression ~* '^((helios_mysql\.)?(now|localtimestamp|current_timestamp|statement_timestamp)(\(\d?\))?|CURRENT_TIMESTAMP)$' THEN
        'CURRENT_TIMESTAMP' || coalesce('(' || substring(expression from '\((\d)\)') || ')', '')
    WHEN expression ~ '^''-infinity''::' THEN CASE type WHEN 'date' THEN '0000-00-00' ELSE '0000-00-00 00:00:00' END
    WHEN expression = 'true' THEN '1'
    WHEN expression = 'false' THEN '0'
    WHEN expression ~ '^''\\x[0-9a-f]*''::' THEN convert_from(decode(substring(expression from '^''\\x([0-9a-f]*)'), 'hex'), 'LATIN1')
    WHEN expression ~ '^\(?''?-?\d+(\.\d+)?''?\)?(::[^'']*)?$' THEN CASE WHEN type LIKE 'decimal(%'
        THEN round(substring(expression from '-?\d+(?:\.\d+)?')::numeric, substring(type from ',(\d+)\)')::integer)::text
        ELSE substring(expression from '-?\d+(?:\.\d+)?') END
    WHEN expression ~ '^''\d{4}-' AND type LIKE 'timestamp%' THEN substring(expression from '^''(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?)')
    WHEN expression ~ '^''([^'']|'''')*''(::[^'']*)?$' THEN
        replace(substring(expression from '^''((?:[^'']|'''')*)'''), '''''', '''')
    ELSE helios_mysql.shown_expression(expression) END;

-- Whether a default is evaluated for each row.
CREATE OR REPLACE FUNCTION helios_mysql.is_evaluated(expression text) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN expression IS NOT NULL AND expression !~ '^(pg_catalog\.)?nextval\(' AND expression !~* '^(NULL|true|false)(::|$)'
    AND expression !~ '^\(?''?-?\d+(\.\d+)?''?\)?(::[^'']*)?$' AND expression !~ '^''([^'']|'''')*''(::[^'']*)?$';

CREATE OR REPLACE VIEW helios_mysql.catalog_columns AS
SELECT k.relation, k.table_schema, k.table_name, k.relation_label, k.attribute, k.engine_name, k.column_name, k.column_type,
    row_number() OVER (PARTITION BY k.relation ORDER BY k.place) AS ordinal_position,
    substring(k.column_type from '^[a-z]+') AS data_type,
    CASE WHEN k.characters THEN CASE k.collation_name WHEN 'binary' THEN 'binary' ELSE split_part(k.collation_name, '_', 1) END
        END AS character_set_name,
    CASE WHEN k.characters THEN k.collation_name END AS collation_name,
    CASE WHEN k.attnotnull THEN 'NO' ELSE 'YES' END AS is_nullable,
    CASE WHEN k.automatic OR k.generated THEN NULL ELSE helios_mysql.column_default(k.expression, k.column_type) END AS column_default,
    NOT k.automatic AND NOT k.generated AND helios_mysql.is_evaluated(k.expression) AS default_is_evaluated,
    concat_ws(' ',
        CASE WHEN k.automatic THEN 'auto_increment' END,
        CASE WHEN k.generated THEN CASE WHEN k.declaration ILIKE '% virtual generated' THEN 'VIRTUAL GENERATED' ELSE 'STORED GENERATED' END
            WHEN NOT k.automatic AND helios_mysql.is_evaluated(k.expression) THEN 'DEFAULT_GENERATED' END,
        'on update ' || upper(substring(k.declaration from '(?i) on update (current_timestamp(?:\(\d\))?)'))) AS extra,
    CASE WHEN k.generated THEN helios_mysql.shown_expression(k.expression) END AS generation_expression,
    k.attnotnull AS refuses_null, k.automatic, k.generated, k.comment
FROM (
    SELECT c.oid AS relation, helios_mysql.database_of(n.nspname) AS table_schema, c.relname::text AS table_name,
        coalesce(dt.label, c.relname::text) AS relation_label,
        coalesce(array_position(string_to_array(p.declaration, ',')::smallint[], a.attnum), 10000 + a.attnum) AS place,
        a.attnum AS attribute, a.attname::text AS engine_name, coalesce(d.label, a.attname::text) AS column_name,
        helios_mysql.column_type(d.declaration, a.atttypid, a.atttypmod) AS column_type, d.declaration,
        helios_mysql.column_type(d.declaration, a.atttypid, a.atttypmod)
            ~ '^(char|varchar|tinytext|text|mediumtext|longtext|enum|set)\y' AS characters,
        CASE WHEN o.collnamespace = 'helios_mysql'::regnamespace THEN o.collname::text ELSE 'utf8mb4_bin' END AS collation_name,
        a.attnotnull OR t.typnotnull AS attnotnull, a.attgenerated <> '' AS generated,
        a.attidentity <> '' OR coalesce(pg_get_expr(x.adbin, x.adrelid) ~ '^(pg_catalog\.)?nextval\(', false) AS automatic,
        pg_get_expr(x.adbin, x.adrelid) AS expression,
        coalesce(col_description(c.oid, a.attnum), '') AS comment
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_collation o ON o.oid = a.attcollation
    LEFT JOIN pg_attrdef x ON x.adrelid = c.oid AND x.adnum = a.attnum
    LEFT JOIN helios.declarations d ON d.relation = c.oid AND d.attribute = a.attnum AND d.name = a.attname AND d.dialect = 'mysql'
    LEFT JOIN helios.declarations p ON p.relation = c.oid AND p.attribute = 0 AND p.dialect = 'mysql.order'
    LEFT JOIN helios.declarations dt ON dt.relation = c.oid AND dt.attribute = 0 AND dt.dialect = 'mysql'
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')) AS k;

-- COLUMN_KEY: PRI, UNI for a unique key of this column alone, MUL for the first column of any other.
CREATE OR REPLACE FUNCTION helios_mysql.column_key(target oid, attribute smallint) RETURNS text
LANGUAGE sql STABLE
RETURN coalesce((SELECT min(CASE
        WHEN i.indisprimary THEN '1PRI'
        WHEN i.indisunique AND i.indnkeyatts = 1 AND i.indpred IS NULL THEN '2UNI'
        ELSE '3MUL' END)
    FROM pg_index i
    WHERE i.indrelid = target AND (i.indkey[0] = attribute OR i.indisprimary AND attribute = ANY (i.indkey))), '0');

-- The parts of every index. A FULLTEXT key has its columns inside of an expression, a prefix is one itself.
CREATE OR REPLACE VIEW helios_mysql.catalog_indexes AS
SELECT c.oid AS relation, helios_mysql.database_of(n.nspname) AS table_schema, c.relname::text AS table_name,
    i.indexrelid AS index, helios_mysql.index_name(i.indexrelid) AS index_name, i.indisprimary AS is_primary,
    i.indisunique AS is_unique, p.seq AS seq_in_index, p.column_name, p.sub_part, p.expression,
    CASE WHEN m.amname = 'gin' THEN NULL WHEN i.indoption[p.place - 1] & 1 = 1 THEN 'D' ELSE 'A' END AS collation,
    CASE WHEN p.refuses_null THEN '' ELSE 'YES' END AS nullable,
    CASE m.amname WHEN 'gin' THEN 'FULLTEXT' WHEN 'hash' THEN 'HASH' ELSE 'BTREE' END AS index_type,
    greatest(x.reltuples, 0)::bigint AS cardinality,
    coalesce(obj_description(i.indexrelid, 'pg_class'), '') AS index_comment
FROM pg_index i
JOIN pg_class c ON c.oid = i.indrelid
JOIN pg_class x ON x.oid = i.indexrelid
JOIN pg_am m ON m.oid = x.relam
JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT k.place, row_number() OVER (ORDER BY k.place, w.place) AS seq,
        CASE WHEN a.attname IS NOT NULL THEN coalesce(d.label, a.attname::text) END AS column_name,
        substring(k.text from '^substr\(.*, 1, (\d+)\)$')::bigint AS sub_part,
        CASE WHEN a.attname IS NULL THEN helios_mysql.shown_expression(k.text) END AS expression,
        coalesce(a.attnotnull, false) AS refuses_null
    FROM (SELECT g.place, i.indkey[g.place - 1] AS number, pg_get_indexdef(i.indexrelid, g.place, false) AS text
        FROM generate_series(1, i.indnkeyatts::integer) AS g (place)) AS k
    CROSS JOIN LATERAL (
        SELECT 1 AS place, NULL::text AS name WHERE m.amname <> 'gin'
        UNION ALL
        SELECT f.place::integer, coalesce(f.parts[1], f.parts[2]) FROM regexp_matches(k.text, 'COALESCE\(\(+(?:"([^"]+)"|([^)" ]+))', 'g')
            WITH ORDINALITY AS f (parts, place) WHERE m.amname = 'gin') AS w
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND CASE
        WHEN k.number > 0 THEN a.attnum = k.number
        ELSE a.attname = coalesce(w.name, trim('"' from substring(k.text from '^substr\(\(?("[^"]+"|[^,")]+)')), '') END
    LEFT JOIN helios.declarations d ON d.relation = i.indrelid AND d.attribute = a.attnum AND d.name = a.attname
        AND d.dialect = 'mysql') AS p
WHERE i.indislive;
