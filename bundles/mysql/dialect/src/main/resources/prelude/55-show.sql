-- SHOW COLUMNS, SHOW INDEX, SHOW CREATE TABLE and SHOW CREATE VIEW of one table.

SET LOCAL search_path = pg_catalog;

CREATE OR REPLACE FUNCTION helios_mysql.show_columns(target regclass)
RETURNS TABLE (field text, type text, "null" text, key text, "default" text, extra text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
    SELECT column_name, column_type, is_nullable, substr(helios_mysql.column_key(relation, attribute), 2), column_default, extra
    FROM helios_mysql.catalog_columns WHERE relation = target AND (SELECT helios_mysql.require_valid_view(target))
    ORDER BY helios_mysql.column_place(relation, attribute)
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.show_full_columns(target regclass)
RETURNS TABLE (field text, type text, collation_name text, "null" text, key text, "default" text, extra text, privileges text,
    comment text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
    SELECT column_name, column_type, collation_name, is_nullable, substr(helios_mysql.column_key(relation, attribute), 2),
        column_default, extra, 'select,insert,update,references', comment
    FROM helios_mysql.catalog_columns WHERE relation = target AND (SELECT helios_mysql.require_valid_view(target))
    ORDER BY helios_mysql.column_place(relation, attribute)
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.show_indexes(target regclass)
RETURNS TABLE (table_name text, non_unique bigint, key_name text, seq_in_index bigint, column_name text, sort_order text,
    cardinality bigint, sub_part bigint, packed text, "null" text, index_type text, comment text, index_comment text,
    visible text, expression text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
    SELECT helios_mysql.table_label(target), CASE WHEN is_unique THEN 0 ELSE 1 END, index_name, seq_in_index, column_name,
        i.collation, cardinality, sub_part, NULL::text, nullable, index_type, '', index_comment, 'YES', expression
    FROM helios_mysql.catalog_indexes i WHERE relation = target
    ORDER BY is_primary DESC, is_unique DESC, index, seq_in_index
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.backticks(name text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN '`' || replace(name, '`', '``') || '`';

-- The collation of a table: what was declared, otherwise MySQL's default.
CREATE OR REPLACE FUNCTION helios_mysql.table_collation(target oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce((SELECT substring(declaration from 'COLLATE=(\w+)') FROM helios.declarations
    WHERE relation = target AND attribute = 0 AND dialect = 'mysql'), 'utf8mb4_0900_ai_ci');

CREATE OR REPLACE FUNCTION helios_mysql.table_engine(target oid) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN coalesce((SELECT substring(declaration from 'ENGINE=(\w+)') FROM helios.declarations
    WHERE relation = target AND attribute = 0 AND dialect = 'mysql'), 'InnoDB');

CREATE OR REPLACE FUNCTION helios_mysql.show_column(target oid) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
    SELECT concat(
        helios_mysql.backticks(c.column_name), ' ', c.column_type,
        CASE WHEN c.character_set_name <> split_part(t.collation_name, '_', 1) THEN ' CHARACTER SET ' || c.character_set_name END,
        CASE WHEN c.collation_name <> CASE c.character_set_name WHEN 'utf8mb4' THEN 'utf8mb4_0900_ai_ci'
            WHEN 'latin1' THEN 'latin1_swedish_ci' WHEN 'binary' THEN 'binary' ELSE c.character_set_name || '_general_ci' END
            OR c.collation_name <> t.collation_name THEN ' COLLATE ' || c.collation_name END,
        CASE WHEN c.generated THEN format(' GENERATED ALWAYS AS (%s) %s', c.generation_expression,
            CASE WHEN c.extra LIKE 'VIRTUAL%' THEN 'VIRTUAL' ELSE 'STORED' END) END,
        CASE WHEN c.refuses_null THEN ' NOT NULL' WHEN c.data_type = 'timestamp' THEN ' NULL' END,
        CASE
            WHEN c.automatic THEN ' AUTO_INCREMENT'
            WHEN c.generated THEN NULL
            WHEN c.column_default LIKE 'CURRENT_TIMESTAMP%' AND c.default_is_evaluated THEN ' DEFAULT ' || c.column_default
            WHEN c.default_is_evaluated THEN format(' DEFAULT (%s)', c.column_default)
            WHEN c.column_default IS NOT NULL AND c.data_type = 'bit' THEN format(' DEFAULT b''%s''',
                ltrim(c.column_default::bigint::bit(64)::text, '0') || CASE WHEN c.column_default = '0' THEN '0' ELSE '' END)
            WHEN c.column_default IS NOT NULL THEN ' DEFAULT ' || helios_mysql.shown_literal(c.column_default)
            WHEN NOT c.refuses_null AND c.data_type !~ '(text|blob)$' THEN ' DEFAULT NULL' END,
        ' ON UPDATE ' || substring(c.extra from 'on update (.*)$'),
        CASE WHEN c.comment <> '' THEN ' COMMENT ' || helios_mysql.shown_literal(c.comment) END)
    FROM helios_mysql.catalog_columns c, (SELECT helios_mysql.table_collation(target) AS collation_name) AS t
    WHERE c.relation = target ORDER BY helios_mysql.column_place(c.relation, c.attribute)
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.show_key(target oid) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
    SELECT concat(
        CASE WHEN bool_or(is_primary) THEN 'PRIMARY KEY '
            WHEN bool_or(is_unique) THEN 'UNIQUE KEY ' || helios_mysql.backticks(min(index_name)) || ' '
            WHEN min(index_type) = 'FULLTEXT' THEN 'FULLTEXT KEY ' || helios_mysql.backticks(min(index_name)) || ' '
            ELSE 'KEY ' || helios_mysql.backticks(min(index_name)) || ' ' END,
        '(', string_agg(coalesce(
            helios_mysql.backticks(column_name) || coalesce('(' || sub_part || ')', ''), '(' || expression || ')')
            || CASE WHEN i.collation = 'D' THEN ' DESC' ELSE '' END, ',' ORDER BY seq_in_index), ')',
        CASE WHEN min(index_comment) <> '' THEN ' COMMENT ' || helios_mysql.shown_literal(min(index_comment)) END)
    FROM helios_mysql.catalog_indexes i WHERE relation = target
    GROUP BY index ORDER BY bool_or(is_primary) DESC, bool_or(is_unique) DESC, min(index_type) = 'FULLTEXT', index
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.show_constraint(target oid) RETURNS SETOF text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
    SELECT format('CONSTRAINT %s ', helios_mysql.backticks(k.conname)) || CASE k.contype
        WHEN 'f' THEN format('FOREIGN KEY (%s) REFERENCES %s%s (%s)%s%s',
            (SELECT string_agg(helios_mysql.backticks(c.column_name), ', ' ORDER BY u.place)
                FROM unnest(k.conkey) WITH ORDINALITY AS u (number, place)
                JOIN helios_mysql.catalog_columns c ON c.relation = k.conrelid AND c.attribute = u.number),
            CASE WHEN r.relnamespace <> t.relnamespace
                THEN helios_mysql.backticks(helios_mysql.database_of(n.nspname)) || '.' ELSE '' END,
            helios_mysql.backticks(helios_mysql.table_label(k.confrelid)),
            (SELECT string_agg(helios_mysql.backticks(c.column_name), ', ' ORDER BY u.place)
                FROM unnest(k.confkey) WITH ORDINALITY AS u (number, place)
                JOIN helios_mysql.catalog_columns c ON c.relation = k.confrelid AND c.attribute = u.number),
            CASE k.confdeltype WHEN 'c' THEN ' ON DELETE CASCADE' WHEN 'n' THEN ' ON DELETE SET NULL'
                WHEN 'r' THEN ' ON DELETE RESTRICT' WHEN 'd' THEN ' ON DELETE SET DEFAULT' ELSE '' END,
            CASE k.confupdtype WHEN 'c' THEN ' ON UPDATE CASCADE' WHEN 'n' THEN ' ON UPDATE SET NULL'
                WHEN 'r' THEN ' ON UPDATE RESTRICT' WHEN 'd' THEN ' ON UPDATE SET DEFAULT' ELSE '' END)
        ELSE format('CHECK (%s)', helios_mysql.shown_expression(pg_get_expr(k.conbin, k.conrelid)))
            || CASE WHEN k.conenforced THEN '' ELSE ' /*!80016 NOT ENFORCED */' END END
    FROM pg_constraint k
    JOIN pg_class t ON t.oid = k.conrelid
    LEFT JOIN pg_class r ON r.oid = k.confrelid
    LEFT JOIN pg_namespace n ON n.oid = r.relnamespace
    WHERE k.conrelid = target AND (k.contype = 'f' OR k.contype = 'c' AND k.conname !~ '^mysql_(enum|set|unsigned|length|characters)_')
    ORDER BY k.contype DESC, k.conname
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.show_create_view(target regclass) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    relation pg_class;
    said text;
BEGIN
    SELECT * INTO relation FROM pg_class WHERE oid = target;
    IF relation.relkind NOT IN ('v', 'm') THEN
        PERFORM helios_mysql.fail(1347, format('''%s.%s'' is not VIEW',
            helios_mysql.database_of(relation.relnamespace::regnamespace::name), relation.relname));
    END IF;
    SELECT declaration INTO said FROM helios.declarations d
    WHERE d.relation = target AND d.attribute = 0 AND d.dialect = 'mysql';
    RETURN format('CREATE ALGORITHM=UNDEFINED DEFINER=%s@`%%` SQL SECURITY %s VIEW %s AS %s',
        helios_mysql.backticks(pg_get_userbyid(relation.relowner)),
        CASE WHEN 'security_invoker=true' = ANY (relation.reloptions) THEN 'INVOKER' ELSE 'DEFINER' END,
        helios_mysql.backticks(helios_mysql.table_label(target)),
        coalesce(said, rtrim(pg_get_viewdef(target), ';')));
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.show_create_table(target regclass) RETURNS text
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    relation pg_class;
    parts text;
    next_key bigint;
    collation_name text := helios_mysql.table_collation(target);
BEGIN
    SELECT * INTO relation FROM pg_class WHERE oid = target;
    IF relation.relkind IN ('v', 'm') THEN
        RETURN helios_mysql.show_create_view(target);
    END IF;
    SELECT string_agg('  ' || p.part, E',\n') INTO parts FROM (
        SELECT * FROM helios_mysql.show_column(target)
        UNION ALL SELECT * FROM helios_mysql.show_key(target)
        UNION ALL SELECT * FROM helios_mysql.show_constraint(target)) AS p (part);
    next_key := helios_mysql.next_key(target);
    RETURN concat(
        'CREATE ', CASE relation.relpersistence WHEN 't' THEN 'TEMPORARY ' END, 'TABLE ',
        helios_mysql.backticks(helios_mysql.table_label(target)), E' (\n', parts, E'\n) ENGINE=',
        helios_mysql.table_engine(target),
        CASE WHEN next_key > 1 THEN ' AUTO_INCREMENT=' || next_key END,
        ' DEFAULT CHARSET=', split_part(collation_name, '_', 1), ' COLLATE=', collation_name,
        ' COMMENT=' || helios_mysql.shown_literal(obj_description(target, 'pg_class')));
END
$body$;
