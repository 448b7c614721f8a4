-- information_schema as MySQL 8.4 has it: each table a view here, columns in their order there. The engine's own schemas are not shown.

SET LOCAL search_path = pg_catalog;

-- A view can be replaced, but not with other columns: what nothing depends on is made anew.
DROP VIEW IF EXISTS helios_mysql.information_schema_schemata, helios_mysql.information_schema_tables, helios_mysql.information_schema_columns,
    helios_mysql.information_schema_statistics, helios_mysql.information_schema_key_column_usage, helios_mysql.information_schema_table_constraints,
    helios_mysql.information_schema_referential_constraints, helios_mysql.information_schema_check_constraints,
    helios_mysql.information_schema_views, helios_mysql.information_schema_routines, helios_mysql.information_schema_parameters,
    helios_mysql.information_schema_triggers, helios_mysql.information_schema_partitions, helios_mysql.information_schema_table_privileges;

CREATE OR REPLACE VIEW helios_mysql.information_databases AS
SELECT n.oid AS namespace, helios_mysql.database_of(n.nspname) AS name
FROM pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND n.nspname <> 'helios'
    AND NOT EXISTS (SELECT FROM helios.preludes p WHERE p.schema = n.nspname)
    AND has_schema_privilege(n.oid, 'USAGE');

CREATE OR REPLACE VIEW helios_mysql.information_relations AS
SELECT c.oid AS relation, d.name AS table_schema, coalesce(l.label, c.relname::text) AS table_name, c.relname::text AS engine_name, c.relkind, c.reltuples,
    c.relowner, d.namespace, l.declaration
FROM pg_class c
JOIN helios_mysql.information_databases d ON d.namespace = c.relnamespace
LEFT JOIN helios.declarations l ON l.relation = c.oid AND l.attribute = 0 AND l.dialect = 'mysql'
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
    AND (has_table_privilege(c.oid, 'SELECT, INSERT, UPDATE, DELETE, REFERENCES, TRIGGER') OR has_any_column_privilege(c.oid, 'SELECT, INSERT, UPDATE'));

CREATE VIEW helios_mysql.information_schema_schemata AS
SELECT 'def'::text AS catalog_name, d.name AS schema_name, 'utf8mb4'::text AS default_character_set_name,
    'utf8mb4_0900_ai_ci'::text AS default_collation_name, NULL::text AS sql_path, 'NO'::text AS default_encryption
FROM helios_mysql.information_databases d
UNION ALL
SELECT 'def', 'information_schema', 'utf8mb3', 'utf8mb3_general_ci', NULL, 'NO';

-- The next key of a table that generates one.
CREATE OR REPLACE FUNCTION helios_mysql.next_key(target oid) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $body$
DECLARE
    sequence oid;
    result numeric;
BEGIN
    SELECT d.objid INTO sequence FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = target AND d.deptype IN ('a', 'i') LIMIT 1;
    IF sequence IS NULL THEN
        RETURN NULL;
    END IF;
    -- The catalog does not know a key that was set but not given out yet, the sequence itself does.
    EXECUTE format('SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END FROM %s', sequence::regclass) INTO result;
    RETURN result;
EXCEPTION WHEN insufficient_privilege THEN
    RETURN NULL;
END
$body$;

CREATE VIEW helios_mysql.information_schema_tables AS
SELECT 'def'::text AS table_catalog, r.table_schema, r.table_name,
    CASE WHEN r.relkind IN ('v', 'm') THEN 'VIEW' ELSE 'BASE TABLE' END AS table_type,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN coalesce(substring(r.declaration from '(?i)\mENGINE\s*=\s*(\w+)'), 'InnoDB') END AS engine,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN 10 END AS version,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN 'Dynamic' END AS row_format,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN greatest(r.reltuples, 0)::bigint END AS table_rows,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN (pg_table_size(r.relation) / greatest(r.reltuples, 1))::bigint END AS avg_row_length,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN pg_table_size(r.relation) END AS data_length,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN 0::bigint END AS max_data_length,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN pg_indexes_size(r.relation) END AS index_length,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN 0::bigint END AS data_free,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN helios_mysql.next_key(r.relation) END AS auto_increment,
    NULL::timestamp AS create_time, NULL::timestamp AS update_time, NULL::timestamp AS check_time,
    CASE WHEN r.relkind NOT IN ('v', 'm') THEN coalesce(substring(r.declaration from '(?i)\mCOLLATE\s*=?\s*(\w+)'), 'utf8mb4_0900_ai_ci') END AS table_collation,
    NULL::bigint AS checksum, CASE WHEN r.relkind NOT IN ('v', 'm') THEN ''::text END AS create_options,
    CASE WHEN r.relkind IN ('v', 'm') THEN 'VIEW' ELSE coalesce(obj_description(r.relation, 'pg_class'), '') END AS table_comment
FROM helios_mysql.information_relations r
UNION ALL
SELECT 'def', 'information_schema', upper(substr(c.relname, 20)), 'SYSTEM VIEW', NULL, 10, NULL, 0, 0, 0, 0, 0, 0, NULL, NULL, NULL, NULL,
    NULL, NULL, '', ''
FROM pg_class c
WHERE c.relnamespace = 'helios_mysql'::regnamespace AND c.relkind = 'v' AND starts_with(c.relname, 'information_schema_');

-- The longest member of an ENUM, and all members of a SET with commas between them, from the declared type.
CREATE OR REPLACE FUNCTION helios_mysql.declared_length(column_type text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE substring(column_type from '^[a-z]+')
    WHEN 'char' THEN coalesce(substring(column_type from '\((\d+)\)'), '1')::bigint WHEN 'varchar' THEN substring(column_type from '\((\d+)\)')::bigint
    WHEN 'binary' THEN coalesce(substring(column_type from '\((\d+)\)'), '1')::bigint WHEN 'varbinary' THEN substring(column_type from '\((\d+)\)')::bigint
    WHEN 'tinytext' THEN 255 WHEN 'tinyblob' THEN 255 WHEN 'text' THEN 65535 WHEN 'blob' THEN 65535 WHEN 'mediumtext' THEN 16777215
    WHEN 'mediumblob' THEN 16777215 WHEN 'longtext' THEN 4294967295 WHEN 'longblob' THEN 4294967295
    WHEN 'enum' THEN (SELECT max(length(replace(m[1], '''''', ''''))) FROM regexp_matches(column_type, '''((?:[^'']|'''')*)''', 'g') AS m)
    WHEN 'set' THEN (SELECT sum(length(replace(m[1], '''''', '''')) + 1) - 1 FROM regexp_matches(column_type, '''((?:[^'']|'''')*)''', 'g') AS m) END;

CREATE VIEW helios_mysql.information_schema_columns AS
SELECT 'def'::text AS table_catalog, r.table_schema, r.table_name, k.column_name, k.ordinal_position::integer AS ordinal_position,
    k.column_default, k.is_nullable, k.data_type,
    helios_mysql.declared_length(k.column_type) AS character_maximum_length,
    CASE WHEN k.data_type IN ('char', 'varchar', 'enum', 'set') THEN helios_mysql.declared_length(k.column_type)
        * CASE WHEN k.character_set_name IN ('latin1', 'ascii', 'binary') THEN 1 WHEN k.character_set_name IN ('utf8mb3', 'utf8') THEN 3 ELSE 4 END
        ELSE helios_mysql.declared_length(k.column_type) END AS character_octet_length,
    CASE k.data_type WHEN 'tinyint' THEN 3 WHEN 'smallint' THEN 5 WHEN 'mediumint' THEN 7 WHEN 'int' THEN 10
        WHEN 'bigint' THEN CASE WHEN k.column_type LIKE '% unsigned%' THEN 20 ELSE 19 END WHEN 'float' THEN 12 WHEN 'double' THEN 22
        WHEN 'decimal' THEN coalesce(substring(k.column_type from '\((\d+)')::integer, 10)
        WHEN 'bit' THEN coalesce(substring(k.column_type from '\((\d+)')::integer, 1) END::bigint AS numeric_precision,
    CASE WHEN k.data_type IN ('tinyint', 'smallint', 'mediumint', 'int', 'bigint') THEN 0
        WHEN k.data_type = 'decimal' THEN coalesce(substring(k.column_type from ',\s*(\d+)\)')::integer, 0) END::bigint AS numeric_scale,
    CASE WHEN k.data_type IN ('datetime', 'timestamp', 'time') THEN coalesce(substring(k.column_type from '\((\d)\)')::integer, 0) END AS datetime_precision,
    k.character_set_name, k.collation_name, k.column_type,
    CASE helios_mysql.column_key(k.relation, k.attribute) WHEN '0' THEN '' ELSE substr(helios_mysql.column_key(k.relation, k.attribute), 2) END AS column_key,
    k.extra, 'select,insert,update,references'::text AS privileges, k.comment AS column_comment,
    coalesce(k.generation_expression, '') AS generation_expression, NULL::integer AS srs_id
FROM helios_mysql.information_relations r
JOIN helios_mysql.catalog_columns k ON k.relation = r.relation;

CREATE VIEW helios_mysql.information_schema_statistics AS
SELECT 'def'::text AS table_catalog, r.table_schema, r.table_name, (NOT i.is_unique)::integer AS non_unique, r.table_schema AS index_schema,
    i.index_name::text AS index_name, i.seq_in_index::integer AS seq_in_index, i.column_name, i.collation::text AS collation, i.cardinality, i.sub_part,
    NULL::text AS packed, i.nullable, i.index_type, ''::text AS comment, i.index_comment, 'YES'::text AS is_visible, i.expression
FROM helios_mysql.information_relations r
JOIN helios_mysql.catalog_indexes i ON i.relation = r.relation;

-- Foreign keys, one row a column.
CREATE OR REPLACE VIEW helios_mysql.information_foreign_keys AS
SELECT c.oid AS constraint_oid, r.table_schema, r.table_name, c.conname::text AS constraint_name, k.place::integer AS ordinal_position,
    coalesce(dc.label, a.attname::text) AS column_name, p.table_schema AS referenced_table_schema, p.table_name AS referenced_table_name,
    coalesce(dp.label, b.attname::text) AS referenced_column_name, c.conindid, c.confupdtype, c.confdeltype
FROM pg_constraint c
JOIN helios_mysql.information_relations r ON r.relation = c.conrelid
JOIN helios_mysql.information_relations p ON p.relation = c.confrelid
CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k (child, parent, place)
JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.child
JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.parent
LEFT JOIN helios.declarations dc ON dc.relation = c.conrelid AND dc.attribute = k.child AND dc.name = a.attname AND dc.dialect = 'mysql'
LEFT JOIN helios.declarations dp ON dp.relation = c.confrelid AND dp.attribute = k.parent AND dp.name = b.attname AND dp.dialect = 'mysql'
WHERE c.contype = 'f';

-- CHECK constraints that somebody wrote; those that stand for a type of MySQL's are left out.
CREATE OR REPLACE VIEW helios_mysql.information_checks AS
SELECT r.table_schema, r.table_name, c.conname::text AS constraint_name,
    replace(substring(pg_get_constraintdef(c.oid) from '^CHECK (\(.*\))'), 'helios_mysql.', '') AS check_clause, c.convalidated
FROM pg_constraint c JOIN helios_mysql.information_relations r ON r.relation = c.conrelid
WHERE c.contype = 'c' AND c.conname !~ '^mysql_(enum|set|unsigned|length|characters)_';

CREATE VIEW helios_mysql.information_schema_key_column_usage AS
SELECT 'def'::text AS constraint_catalog, r.table_schema AS constraint_schema, i.index_name::text AS constraint_name, 'def'::text AS table_catalog,
    r.table_schema, r.table_name, i.column_name, i.seq_in_index::integer AS ordinal_position, NULL::integer AS position_in_unique_constraint,
    NULL::text AS referenced_table_schema, NULL::text AS referenced_table_name, NULL::text AS referenced_column_name
FROM helios_mysql.information_relations r
JOIN helios_mysql.catalog_indexes i ON i.relation = r.relation AND i.is_unique AND i.column_name IS NOT NULL
UNION ALL
SELECT 'def', f.table_schema, f.constraint_name, 'def', f.table_schema, f.table_name, f.column_name, f.ordinal_position, f.ordinal_position,
    f.referenced_table_schema, f.referenced_table_name, f.referenced_column_name
FROM helios_mysql.information_foreign_keys f;

CREATE VIEW helios_mysql.information_schema_table_constraints AS
SELECT 'def'::text AS constraint_catalog, r.table_schema AS constraint_schema, i.index_name::text AS constraint_name, r.table_schema, r.table_name,
    CASE WHEN i.is_primary THEN 'PRIMARY KEY' ELSE 'UNIQUE' END AS constraint_type, 'YES'::text AS enforced
FROM helios_mysql.information_relations r
JOIN helios_mysql.catalog_indexes i ON i.relation = r.relation AND i.is_unique AND i.seq_in_index = 1
UNION ALL
SELECT 'def', f.table_schema, f.constraint_name, f.table_schema, f.table_name, 'FOREIGN KEY', 'YES'
FROM helios_mysql.information_foreign_keys f WHERE f.ordinal_position = 1
UNION ALL
SELECT 'def', c.table_schema, c.constraint_name, c.table_schema, c.table_name, 'CHECK', CASE WHEN c.convalidated THEN 'YES' ELSE 'NO' END
FROM helios_mysql.information_checks c;

CREATE VIEW helios_mysql.information_schema_referential_constraints AS
SELECT 'def'::text AS constraint_catalog, f.table_schema AS constraint_schema, f.constraint_name, 'def'::text AS unique_constraint_catalog,
    f.referenced_table_schema AS unique_constraint_schema, helios_mysql.index_name(f.conindid)::text AS unique_constraint_name, 'NONE'::text AS match_option,
    (CASE f.confupdtype WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END)::text AS update_rule,
    (CASE f.confdeltype WHEN 'r' THEN 'RESTRICT' WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' WHEN 'd' THEN 'SET DEFAULT' ELSE 'NO ACTION' END)::text AS delete_rule,
    f.table_name, f.referenced_table_name
FROM helios_mysql.information_foreign_keys f WHERE f.ordinal_position = 1;

CREATE VIEW helios_mysql.information_schema_check_constraints AS
SELECT 'def'::text AS constraint_catalog, c.table_schema AS constraint_schema, c.constraint_name, c.check_clause
FROM helios_mysql.information_checks c;

CREATE VIEW helios_mysql.information_schema_views AS
SELECT 'def'::text AS table_catalog, r.table_schema, r.table_name, coalesce(r.declaration, pg_get_viewdef(r.relation)) AS view_definition,
    CASE WHEN c.reloptions::text LIKE '%check_option=local%' THEN 'LOCAL' WHEN c.reloptions::text LIKE '%check_option=cascaded%' THEN 'CASCADED' ELSE 'NONE' END AS check_option,
    CASE WHEN pg_relation_is_updatable(r.relation, false) & 8 = 8 THEN 'YES' ELSE 'NO' END AS is_updatable,
    pg_get_userbyid(r.relowner) || '@%' AS definer,
    CASE WHEN c.reloptions::text LIKE '%security_invoker=true%' THEN 'INVOKER' ELSE 'DEFINER' END AS security_type,
    'utf8mb4'::text AS character_set_client, 'utf8mb4_0900_ai_ci'::text AS collation_connection
FROM helios_mysql.information_relations r JOIN pg_class c ON c.oid = r.relation
WHERE r.relkind IN ('v', 'm');

CREATE VIEW helios_mysql.information_schema_routines AS
SELECT p.proname::text AS specific_name, 'def'::text AS routine_catalog, d.name AS routine_schema, p.proname::text AS routine_name,
    CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS routine_type,
    CASE p.prokind WHEN 'p' THEN '' ELSE substring(helios_mysql.column_type(NULL, p.prorettype, -1) from '^[a-z]+') END AS data_type,
    NULL::bigint AS character_maximum_length, NULL::bigint AS character_octet_length, NULL::bigint AS numeric_precision, NULL::bigint AS numeric_scale,
    NULL::integer AS datetime_precision, NULL::text AS character_set_name, NULL::text AS collation_name,
    CASE p.prokind WHEN 'p' THEN NULL ELSE helios_mysql.column_type(NULL, p.prorettype, -1) END AS dtd_identifier, 'SQL'::text AS routine_body,
    coalesce(p.prosrc, '') AS routine_definition, NULL::text AS external_name, l.lanname::text AS external_language, 'SQL'::text AS parameter_style,
    CASE p.provolatile WHEN 'i' THEN 'YES' ELSE 'NO' END AS is_deterministic, 'CONTAINS SQL'::text AS sql_data_access, NULL::text AS sql_path,
    CASE WHEN p.prosecdef THEN 'DEFINER' ELSE 'INVOKER' END AS security_type, NULL::timestamp AS created, NULL::timestamp AS last_altered, ''::text AS sql_mode,
    coalesce(obj_description(p.oid, 'pg_proc'), '') AS routine_comment, pg_get_userbyid(p.proowner) || '@%' AS definer,
    'utf8mb4'::text AS character_set_client, 'utf8mb4_0900_ai_ci'::text AS collation_connection, 'utf8mb4_0900_ai_ci'::text AS database_collation
FROM pg_proc p JOIN helios_mysql.information_databases d ON d.namespace = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE p.prokind IN ('f', 'p') AND p.prorettype <> 'trigger'::regtype AND has_function_privilege(p.oid, 'EXECUTE');

CREATE VIEW helios_mysql.information_schema_parameters AS
SELECT 'def'::text AS specific_catalog, d.name AS specific_schema, p.proname::text AS specific_name, a.place::integer AS ordinal_position,
    (CASE coalesce(p.proargmodes[a.place], 'i') WHEN 'o' THEN 'OUT' WHEN 'b' THEN 'INOUT' ELSE 'IN' END)::text AS parameter_mode, p.proargnames[a.place] AS parameter_name,
    substring(helios_mysql.column_type(NULL, a.type, -1) from '^[a-z]+') AS data_type, NULL::bigint AS character_maximum_length,
    NULL::bigint AS character_octet_length, NULL::bigint AS numeric_precision, NULL::bigint AS numeric_scale, NULL::integer AS datetime_precision,
    NULL::text AS character_set_name, NULL::text AS collation_name, helios_mysql.column_type(NULL, a.type, -1) AS dtd_identifier,
    CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END AS routine_type
FROM pg_proc p JOIN helios_mysql.information_databases d ON d.namespace = p.pronamespace
CROSS JOIN LATERAL unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) WITH ORDINALITY AS a (type, place)
WHERE p.prokind IN ('f', 'p') AND p.prorettype <> 'trigger'::regtype AND has_function_privilege(p.oid, 'EXECUTE');

CREATE VIEW helios_mysql.information_schema_triggers AS
SELECT 'def'::text AS trigger_catalog, r.table_schema AS trigger_schema, t.tgname::text AS trigger_name, e.event::text AS event_manipulation,
    'def'::text AS event_object_catalog, r.table_schema AS event_object_schema, r.table_name AS event_object_table, 1::bigint AS action_order,
    NULL::text AS action_condition, pg_get_triggerdef(t.oid) AS action_statement, CASE WHEN t.tgtype & 1 = 1 THEN 'ROW' ELSE 'STATEMENT' END AS action_orientation,
    CASE WHEN t.tgtype & 2 = 2 THEN 'BEFORE' ELSE 'AFTER' END AS action_timing, NULL::text AS action_reference_old_table, NULL::text AS action_reference_new_table,
    'OLD'::text AS action_reference_old_row, 'NEW'::text AS action_reference_new_row, NULL::timestamp AS created, ''::text AS sql_mode,
    pg_get_userbyid(r.relowner) || '@%' AS definer, 'utf8mb4'::text AS character_set_client, 'utf8mb4_0900_ai_ci'::text AS collation_connection,
    'utf8mb4_0900_ai_ci'::text AS database_collation
FROM pg_trigger t JOIN helios_mysql.information_relations r ON r.relation = t.tgrelid
JOIN (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) AS e (bit, event) ON t.tgtype & e.bit = e.bit
JOIN pg_proc f ON f.oid = t.tgfoid
WHERE NOT t.tgisinternal AND f.pronamespace <> 'helios_mysql'::regnamespace;

CREATE VIEW helios_mysql.information_schema_partitions AS
SELECT 'def'::text AS table_catalog, r.table_schema, r.table_name, p.relname::text AS partition_name, NULL::text AS subpartition_name,
    CASE WHEN p.oid IS NOT NULL THEN row_number() OVER (PARTITION BY r.relation ORDER BY p.oid) END AS partition_ordinal_position,
    NULL::bigint AS subpartition_ordinal_position,
    CASE t.partstrat WHEN 'h' THEN 'HASH' WHEN 'l' THEN 'LIST' WHEN 'r' THEN 'RANGE' END AS partition_method, NULL::text AS subpartition_method,
    substring(pg_get_partkeydef(r.relation) from '\((.*)\)$') AS partition_expression, NULL::text AS subpartition_expression,
    pg_get_expr(p.relpartbound, p.oid) AS partition_description, greatest(coalesce(p.reltuples, r.reltuples), 0)::bigint AS table_rows,
    0::bigint AS avg_row_length, pg_table_size(coalesce(p.oid, r.relation)) AS data_length, 0::bigint AS max_data_length,
    pg_indexes_size(coalesce(p.oid, r.relation)) AS index_length, 0::bigint AS data_free, NULL::timestamp AS create_time, NULL::timestamp AS update_time,
    NULL::timestamp AS check_time, NULL::bigint AS checksum, ''::text AS partition_comment, NULL::text AS nodegroup, NULL::text AS tablespace_name
FROM helios_mysql.information_relations r
LEFT JOIN pg_partitioned_table t ON t.partrelid = r.relation
LEFT JOIN pg_inherits i ON i.inhparent = r.relation AND r.relkind = 'p'
LEFT JOIN pg_class p ON p.oid = i.inhrelid
WHERE r.relkind NOT IN ('v', 'm');

CREATE VIEW helios_mysql.information_schema_table_privileges AS
SELECT '''' || g.grantee || '''@''%''' AS grantee, 'def'::text AS table_catalog, r.table_schema, r.table_name, g.privilege_type::text AS privilege_type,
    CASE WHEN g.is_grantable THEN 'YES' ELSE 'NO' END AS is_grantable
FROM helios_mysql.information_relations r JOIN pg_class c ON c.oid = r.relation
CROSS JOIN LATERAL (SELECT coalesce(u.rolname::text, 'PUBLIC') AS grantee, x.privilege_type, x.is_grantable
    FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) AS x LEFT JOIN pg_roles u ON u.oid = x.grantee
    WHERE x.grantee = 0 OR pg_has_role(x.grantee, 'USAGE')) AS g
WHERE g.privilege_type IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'REFERENCES', 'TRIGGER');

CREATE OR REPLACE VIEW helios_mysql.information_schema_column_privileges AS
SELECT NULL::text AS grantee, NULL::text AS table_catalog, NULL::text AS table_schema, NULL::text AS table_name, NULL::text AS column_name,
    NULL::text AS privilege_type, NULL::text AS is_grantable WHERE false;

CREATE OR REPLACE VIEW helios_mysql.information_schema_schema_privileges AS
SELECT '''' || current_user || '''@''%''' AS grantee, 'def'::text AS table_catalog, d.name AS table_schema, p.privilege AS privilege_type, 'YES'::text AS is_grantable
FROM helios_mysql.information_databases d,
    unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'REFERENCES', 'INDEX', 'ALTER', 'CREATE VIEW', 'SHOW VIEW', 'TRIGGER']) AS p (privilege)
WHERE has_schema_privilege(d.namespace, 'CREATE');

CREATE OR REPLACE VIEW helios_mysql.information_schema_user_privileges AS
SELECT '''' || current_user || '''@''%''' AS grantee, 'def'::text AS table_catalog, p.privilege AS privilege_type, 'NO'::text AS is_grantable
FROM pg_roles r, unnest(CASE WHEN r.rolsuper THEN ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'RELOAD', 'SHUTDOWN', 'PROCESS', 'FILE',
        'REFERENCES', 'INDEX', 'ALTER', 'SHOW DATABASES', 'SUPER', 'CREATE TEMPORARY TABLES', 'LOCK TABLES', 'EXECUTE', 'CREATE VIEW', 'SHOW VIEW',
        'CREATE ROUTINE', 'ALTER ROUTINE', 'CREATE USER', 'EVENT', 'TRIGGER', 'CREATE ROLE', 'DROP ROLE'] ELSE ARRAY['USAGE'] END) AS p (privilege)
WHERE r.rolname = current_user;

CREATE OR REPLACE VIEW helios_mysql.information_schema_engines AS
SELECT 'InnoDB'::text AS engine, 'DEFAULT'::text AS support, 'Supports transactions, row-level locking, and foreign keys'::text AS comment,
    'YES'::text AS transactions, 'NO'::text AS xa, 'YES'::text AS savepoints;

CREATE OR REPLACE VIEW helios_mysql.information_schema_character_sets AS
SELECT name::text AS character_set_name, ordering::text AS default_collate_name, description::text AS description, octets::integer AS maxlen
FROM (VALUES ('ascii', 'ascii_general_ci', 'US ASCII', 1), ('big5', 'big5_chinese_ci', 'Big5 Traditional Chinese', 2), ('binary', 'binary', 'Binary pseudo charset', 1),
    ('cp1250', 'cp1250_general_ci', 'Windows Central European', 1), ('cp1251', 'cp1251_general_ci', 'Windows Cyrillic', 1),
    ('euckr', 'euckr_korean_ci', 'EUC-KR Korean', 2), ('gb18030', 'gb18030_chinese_ci', 'China National Standard GB18030', 4),
    ('gbk', 'gbk_chinese_ci', 'GBK Simplified Chinese', 2), ('koi8r', 'koi8r_general_ci', 'KOI8-R Relcom Russian', 1),
    ('latin1', 'latin1_swedish_ci', 'cp1252 West European', 1), ('latin2', 'latin2_general_ci', 'ISO 8859-2 Central European', 1),
    ('sjis', 'sjis_japanese_ci', 'Shift-JIS Japanese', 2), ('ucs2', 'ucs2_general_ci', 'UCS-2 Unicode', 2), ('ujis', 'ujis_japanese_ci', 'EUC-JP Japanese', 3),
    ('utf16', 'utf16_general_ci', 'UTF-16 Unicode', 4), ('utf32', 'utf32_general_ci', 'UTF-32 Unicode', 4), ('utf8mb3', 'utf8mb3_general_ci', 'UTF-8 Unicode', 3),
    ('utf8mb4', 'utf8mb4_0900_ai_ci', 'UTF-8 Unicode', 4)) AS v (name, ordering, description, octets);

-- The numbers are MySQL's for the collations that clients ask for by number; others get numbers above its own.
CREATE OR REPLACE VIEW helios_mysql.information_schema_collations AS
SELECT c.collname::text AS collation_name, CASE c.collname WHEN 'binary' THEN 'binary' ELSE split_part(c.collname::text, '_', 1) END AS character_set_name,
    coalesce(n.id, 2048 + row_number() OVER (PARTITION BY n.id IS NULL ORDER BY c.collname))::bigint AS id,
    CASE WHEN s.character_set_name IS NOT NULL THEN 'Yes' ELSE '' END AS is_default, 'Yes'::text AS is_compiled,
    CASE WHEN c.collname LIKE '%0900%' THEN 0 WHEN c.collname::text LIKE '%unicode%' THEN 8 ELSE 1 END AS sortlen,
    CASE WHEN c.collname LIKE '%0900%' OR c.collname = 'binary' THEN 'NO PAD' ELSE 'PAD SPACE' END AS pad_attribute
FROM pg_collation c
LEFT JOIN helios_mysql.information_schema_character_sets s ON s.default_collate_name = c.collname::text
LEFT JOIN (VALUES ('big5_chinese_ci', 1), ('latin1_german1_ci', 5), ('latin1_swedish_ci', 8), ('latin2_general_ci', 9), ('ascii_general_ci', 11), ('ujis_japanese_ci', 12),
    ('sjis_japanese_ci', 13), ('latin1_danish_ci', 15), ('euckr_korean_ci', 19), ('gbk_chinese_ci', 28), ('utf8mb3_general_ci', 33), ('utf8_general_ci', 33),
    ('ucs2_general_ci', 35), ('utf8mb4_general_ci', 45), ('utf8mb4_bin', 46), ('latin1_bin', 47), ('latin1_general_ci', 48), ('latin1_general_cs', 49),
    ('cp1251_general_ci', 51), ('utf16_general_ci', 54), ('utf32_general_ci', 60), ('binary', 63), ('ascii_bin', 65), ('utf8mb3_bin', 83), ('utf8_bin', 83),
    ('latin1_spanish_ci', 94), ('utf8mb3_unicode_ci', 192), ('utf8_unicode_ci', 192), ('utf8mb3_unicode_520_ci', 214), ('utf8mb3_general_mysql500_ci', 223),
    ('utf8mb4_unicode_ci', 224), ('utf8mb4_unicode_520_ci', 246), ('gb18030_chinese_ci', 248), ('utf8mb4_0900_ai_ci', 255), ('utf8mb4_de_pb_0900_ai_ci', 256),
    ('utf8mb4_is_0900_ai_ci', 257), ('utf8mb4_lv_0900_ai_ci', 258), ('utf8mb4_ro_0900_ai_ci', 259), ('utf8mb4_sl_0900_ai_ci', 260), ('utf8mb4_pl_0900_ai_ci', 261),
    ('utf8mb4_et_0900_ai_ci', 262), ('utf8mb4_es_0900_ai_ci', 263), ('utf8mb4_sv_0900_ai_ci', 264), ('utf8mb4_tr_0900_ai_ci', 265), ('utf8mb4_cs_0900_ai_ci', 266),
    ('utf8mb4_da_0900_ai_ci', 267), ('utf8mb4_lt_0900_ai_ci', 268), ('utf8mb4_sk_0900_ai_ci', 269), ('utf8mb4_es_trad_0900_ai_ci', 270), ('utf8mb4_la_0900_ai_ci', 271),
    ('utf8mb4_eo_0900_ai_ci', 273), ('utf8mb4_hu_0900_ai_ci', 274), ('utf8mb4_hr_0900_ai_ci', 275), ('utf8mb4_vi_0900_ai_ci', 277), ('utf8mb4_0900_as_cs', 278),
    ('utf8mb4_de_pb_0900_as_cs', 279), ('utf8mb4_ja_0900_as_cs', 303), ('utf8mb4_0900_as_ci', 305), ('utf8mb4_ru_0900_ai_ci', 306), ('utf8mb4_ru_0900_as_cs', 307),
    ('utf8mb4_zh_0900_as_cs', 308), ('utf8mb4_0900_bin', 309)) AS n (name, id) ON n.name = c.collname::text
WHERE c.collnamespace = 'helios_mysql'::regnamespace;

CREATE OR REPLACE VIEW helios_mysql.information_schema_collation_character_set_applicability AS
SELECT c.collation_name, c.character_set_name FROM helios_mysql.information_schema_collations c;

-- The server tells its sessions in a setting, with the statement that asks for them.
CREATE OR REPLACE VIEW helios_mysql.information_schema_processlist AS
SELECT s.id, s."user", s.host, s.db, CASE WHEN s.info IS NULL THEN 'Sleep' ELSE 'Query' END AS command, s.time,
    CASE WHEN s.info IS NULL THEN '' ELSE 'executing' END AS state, s.info
FROM jsonb_to_recordset(coalesce(nullif(current_setting('helios_mysql.sessions', true), ''), '[]')::jsonb)
    AS s (id bigint, "user" text, host text, db text, time integer, info text);

CREATE OR REPLACE VIEW helios_mysql.information_schema_plugins AS
SELECT name::text AS plugin_name, '1.0'::text AS plugin_version, 'ACTIVE'::text AS plugin_status, type::text AS plugin_type, version::text AS plugin_type_version,
    NULL::text AS plugin_library, NULL::text AS plugin_library_version, 'HeliosDB'::text AS plugin_author, description::text AS plugin_description,
    'Apache License 2.0'::text AS plugin_license, 'FORCE'::text AS load_option
FROM (VALUES ('caching_sha2_password', 'AUTHENTICATION', '2.1', 'Caching sha2 authentication'), ('mysql_native_password', 'AUTHENTICATION', '2.1', 'Native MySQL authentication'),
    ('InnoDB', 'STORAGE ENGINE', '80400.0', 'Supports transactions, row-level locking, and foreign keys')) AS v (name, type, version, description);

CREATE OR REPLACE VIEW helios_mysql.information_schema_events AS
SELECT NULL::text AS event_catalog, NULL::text AS event_schema, NULL::text AS event_name, NULL::text AS definer, NULL::text AS time_zone, NULL::text AS event_body,
    NULL::text AS event_definition, NULL::text AS event_type, NULL::timestamp AS execute_at, NULL::text AS interval_value, NULL::text AS interval_field,
    NULL::text AS sql_mode, NULL::timestamp AS starts, NULL::timestamp AS ends, NULL::text AS status, NULL::text AS on_completion, NULL::timestamp AS created,
    NULL::timestamp AS last_altered, NULL::timestamp AS last_executed, NULL::text AS event_comment, NULL::bigint AS originator,
    NULL::text AS character_set_client, NULL::text AS collation_connection, NULL::text AS database_collation WHERE false;

CREATE OR REPLACE VIEW helios_mysql.information_schema_profiling AS
SELECT NULL::integer AS query_id, NULL::integer AS seq, NULL::text AS state, NULL::numeric AS duration WHERE false;
