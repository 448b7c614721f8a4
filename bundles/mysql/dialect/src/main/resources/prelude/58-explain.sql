-- EXPLAIN: the engine's plan of a translated statement, in the three forms that MySQL has. The text runs on the session's search path.

SET LOCAL search_path = pg_catalog;

CREATE OR REPLACE FUNCTION helios_mysql.explain_json(statement text) RETURNS text
LANGUAGE plpgsql VOLATILE AS $body$
DECLARE
    plan json;
BEGIN
    EXECUTE pg_catalog.concat('EXPLAIN (FORMAT JSON) ', statement) INTO plan;
    RETURN plan::pg_catalog.text;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.explain_tree(statement text, measured boolean) RETURNS text
LANGUAGE plpgsql VOLATILE AS $body$
DECLARE
    line text;
    lines text[] := '{}';
BEGIN
    FOR line IN EXECUTE pg_catalog.concat('EXPLAIN ', CASE WHEN measured THEN '(ANALYZE) ' ELSE '' END, statement) LOOP
        lines := pg_catalog.array_append(lines, line);
    END LOOP;
    RETURN pg_catalog.array_to_string(lines, E'\n');
END
$body$;

-- The nodes of a plan that read a table, in the order in which they are read, with MySQL's words for how.
CREATE OR REPLACE FUNCTION helios_mysql.explain_rows(plan jsonb)
RETURNS TABLE (id bigint, select_type text, "table" text, partitions text, type text, possible_keys text, key text,
    key_len text, ref text, rows bigint, filtered double precision, extra text)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $body$
    WITH RECURSIVE nodes AS (
        SELECT plan -> 0 -> 'Plan' AS node, ARRAY[1] AS path, false AS inner_plan
        UNION ALL
        SELECT child.node, n.path || child.place::integer, n.inner_plan OR child.node ->> 'Parent Relationship' IN ('SubPlan', 'InitPlan')
        FROM nodes n, LATERAL jsonb_array_elements(n.node -> 'Plans') WITH ORDINALITY AS child (node, place)
    ), found AS (
        SELECT n.node, n.inner_plan, n.path FROM nodes n
        WHERE n.node ? 'Relation Name' OR n.path = ARRAY[1] AND n.node ->> 'Node Type' = 'Result' AND NOT n.node ? 'Plans'
    )
    SELECT CASE WHEN f.inner_plan THEN 2 ELSE 1 END::bigint,
        CASE WHEN f.inner_plan THEN 'SUBQUERY' WHEN EXISTS (SELECT FROM found WHERE inner_plan) THEN 'PRIMARY' ELSE 'SIMPLE' END,
        f.node ->> 'Alias', NULL::text,
        CASE WHEN f.node ->> 'Node Type' = 'Result' THEN NULL
            WHEN f.node ->> 'Node Type' = 'Seq Scan' THEN 'ALL'
            WHEN f.node ? 'Index Cond' AND (f.node ->> 'Plan Rows')::numeric <= 1 THEN 'const'
            WHEN f.node ? 'Index Cond' THEN 'ref'
            WHEN f.node ? 'Recheck Cond' THEN 'range'
            ELSE 'index' END,
        helios_mysql.index_name(i.index), helios_mysql.index_name(i.index), NULL::text, NULL::text,
        CASE WHEN f.node ->> 'Node Type' <> 'Result' THEN (f.node ->> 'Plan Rows')::numeric::bigint END,
        CASE WHEN f.node ->> 'Node Type' <> 'Result' THEN 100::double precision END,
        CASE WHEN f.node ->> 'Node Type' = 'Result' THEN 'No tables used'
            WHEN f.node ? 'Filter' THEN 'Using where'
            WHEN f.node ->> 'Node Type' = 'Index Only Scan' THEN 'Using index' END
    FROM found f
    LEFT JOIN LATERAL (
        SELECT c.oid::regclass AS index FROM pg_class c JOIN pg_index x ON x.indexrelid = c.oid
        JOIN pg_class t ON t.oid = x.indrelid AND t.relname = f.node ->> 'Relation Name'
        WHERE c.relname = f.node ->> 'Index Name' LIMIT 1) AS i ON true
    ORDER BY f.path
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.explain_traditional(statement text)
RETURNS TABLE (id bigint, select_type text, "table" text, partitions text, type text, possible_keys text, key text,
    key_len text, ref text, rows bigint, filtered double precision, extra text)
LANGUAGE plpgsql VOLATILE AS $body$
BEGIN
    RETURN QUERY SELECT * FROM helios_mysql.explain_rows(helios_mysql.explain_json(statement)::pg_catalog.jsonb);
END
$body$;
