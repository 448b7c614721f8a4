-- What definitions of MySQL's tables need at the engine beside its own DDL: names of indexes, and steps that depend on what is there.
-- The functions run with the rights of who calls them. Those that run a client's own text leave the search path to the session.

SET LOCAL search_path = pg_catalog;

-- Conditions for SHOW WARNINGS: the SQLSTATE has MySQL's number, the hint tells a note from a warning.
CREATE OR REPLACE FUNCTION helios_mysql.warn(code integer, message text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    RAISE WARNING USING ERRCODE = 'M' || lpad(code::text, 4, '0'), MESSAGE = warn.message;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.note(code integer, message text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    RAISE NOTICE USING ERRCODE = 'M' || lpad(code::text, 4, '0'), MESSAGE = note.message, HINT = 'note';
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.fail(code integer, message text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'M' || lpad(code::text, 4, '0'), MESSAGE = fail.message;
END
$body$;

-- ---------------------------------------------------------------- databases

CREATE OR REPLACE FUNCTION helios_mysql.ddl_require_schema(schema text, database text) RETURNS void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = schema) THEN
        PERFORM helios_mysql.fail(1049, format('Unknown database ''%s''', database));
    END IF;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_create_schema(schema text, database text, if_not_exists boolean)
RETURNS bigint LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    message text := format('Can''t create database ''%s''; database exists', database);
BEGIN
    IF EXISTS (SELECT FROM pg_namespace WHERE nspname = schema) THEN
        IF NOT if_not_exists THEN
            PERFORM helios_mysql.fail(1007, message);
        END IF;
        PERFORM helios_mysql.note(1007, message);
    ELSE
        EXECUTE format('CREATE SCHEMA %I', schema);
    END IF;
    RETURN 1;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_drop_schema(schema text, database text, if_exists boolean)
RETURNS bigint LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET client_min_messages = warning AS $body$
DECLARE
    message text := format('Can''t drop database ''%s''; database doesn''t exist', database);
    tables bigint := 0;
BEGIN
    IF EXISTS (SELECT FROM pg_namespace WHERE nspname = schema) THEN
        SELECT count(*) INTO tables FROM pg_class
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = schema) AND relkind IN ('r', 'p', 'v');
        EXECUTE format('DROP SCHEMA %I CASCADE', schema);
    ELSIF NOT if_exists THEN
        PERFORM helios_mysql.fail(1008, message);
    ELSE
        SET LOCAL client_min_messages = notice;
        PERFORM helios_mysql.note(1008, message);
    END IF;
    RETURN tables;
END
$body$;

-- ---------------------------------------------------------------- tables

-- Runs a client's definitions, unless the table is there.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_unless_exists(target text, shown text, statements text[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $body$
DECLARE
    statement text;
BEGIN
    IF pg_catalog.to_regclass(target) IS NOT NULL THEN
        PERFORM helios_mysql.note(1050, pg_catalog.format('Table ''%s'' already exists', shown));
    ELSE
        FOREACH statement IN ARRAY statements LOOP
            EXECUTE statement;
        END LOOP;
    END IF;
END
$body$;

-- A view stays when a table that it reads goes, and says so to its readers.
CREATE OR REPLACE FUNCTION helios_mysql.invalid_view(name text) RETURNS SETOF void
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    PERFORM helios_mysql.fail(1356, format(
        'View ''%s'' references invalid table(s) or column(s) or function(s) or definer/invoker of view lack rights to use them', name));
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.require_valid_view(target regclass) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    name text;
BEGIN
    SELECT concat(r.table_schema, '.', r.table_name) INTO name
    FROM helios.declarations d JOIN helios_mysql.information_relations r ON r.relation = d.relation
    WHERE d.relation = target AND d.attribute = 0 AND d.dialect = 'mysql.invalid';
    IF name IS NOT NULL THEN
        PERFORM helios_mysql.invalid_view(name);
    END IF;
    RETURN true;
END
$body$;

-- The views that read these tables become ones with the same columns and no rows; the declaration of the dialect 'mysql.invalid' keeps what they were.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_invalidate_views(tables regclass[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    view record;
BEGIN
    FOR view IN
        SELECT c.oid::regclass AS relation, c.reloptions, concat(r.table_schema, '.', r.table_name) AS name
        FROM pg_class c
        JOIN helios_mysql.information_relations r ON r.relation = c.oid
        WHERE c.relkind = 'v' AND pg_has_role(c.relowner, 'USAGE') AND EXISTS (
            SELECT FROM pg_rewrite w JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
            WHERE w.ev_class = c.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid = ANY (tables))
    LOOP
        PERFORM helios.declare(view.relation, NULL, 'mysql.invalid', NULL, jsonb_build_object(
            'definition', pg_get_viewdef(view.relation), 'options', view.reloptions)::text);
        EXECUTE (SELECT format('CREATE OR REPLACE VIEW %s AS SELECT %s FROM helios_mysql.invalid_view(%L)', view.relation,
                string_agg(concat('NULL::', format_type(a.atttypid, a.atttypmod),
                    (SELECT format(' COLLATE %I.%I', n.nspname, l.collname) FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
                        WHERE l.oid = a.attcollation), ' AS ', quote_ident(a.attname)), ', ' ORDER BY a.attnum), view.name)
            FROM pg_attribute a WHERE a.attrelid = view.relation AND a.attnum > 0 AND NOT a.attisdropped);
    END LOOP;
END
$body$;

-- Those of the user's invalid views that can be read again are.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_validate_views() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    view record;
BEGIN
    FOR view IN
        SELECT d.relation, d.declaration::jsonb ->> 'definition' AS definition,
            (SELECT string_agg(o.option, ', ') FROM jsonb_array_elements_text(nullif(d.declaration::jsonb -> 'options', 'null')) AS o (option)) AS options
        FROM helios.declarations d JOIN pg_class c ON c.oid = d.relation AND c.relowner = current_user::regrole
        WHERE d.attribute = 0 AND d.dialect = 'mysql.invalid'
    LOOP
        BEGIN
            EXECUTE format('CREATE OR REPLACE VIEW %s%s AS %s', view.relation::regclass, ' WITH (' || view.options || ')', view.definition);
            PERFORM helios.declare(view.relation, NULL, 'mysql.invalid', NULL, NULL);
        EXCEPTION WHEN undefined_table OR undefined_column OR invalid_table_definition OR undefined_function OR datatype_mismatch THEN
            NULL; -- not yet
        END;
    END LOOP;
END
$body$;

-- Where foreign keys are not checked, one that points here waits for another table of that name.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_drop_tables(
    tables regclass[], shown text[], if_exists boolean, checked boolean)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    missing text;
    found regclass[];
    reference record;
BEGIN
    SELECT string_agg(s.name, ',' ORDER BY s.place) FILTER (WHERE c.oid IS NULL), array_agg(c.oid::regclass) FILTER (WHERE c.oid IS NOT NULL)
    INTO missing, found
    FROM unnest(tables, shown) WITH ORDINALITY AS s(relation, name, place)
    LEFT JOIN pg_class c ON c.oid = s.relation AND c.relkind IN ('r', 'p', 'f');
    IF missing IS NOT NULL THEN
        IF NOT if_exists THEN
            PERFORM helios_mysql.fail(1051, format('Unknown table ''%s''', missing));
        END IF;
        PERFORM helios_mysql.note(1051, format('Unknown table ''%s''', missing));
    END IF;
    IF found IS NULL THEN
        RETURN;
    END IF;
    IF NOT checked THEN
        FOR reference IN
            SELECT k.conname, k.conrelid::regclass AS relation, format('%I.%I', n.nspname, c.relname) AS parent,
                regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') AS definition
            FROM pg_constraint k
            JOIN pg_class c ON c.oid = k.confrelid
            JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.contype = 'f' AND k.confrelid = ANY (found) AND k.conrelid <> ALL (found) AND k.conparentid = 0
        LOOP
            PERFORM helios_mysql.ddl_await_parent(
                reference.relation, reference.conname, reference.parent, reference.definition);
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', reference.relation, reference.conname);
        END LOOP;
    END IF;
    PERFORM helios_mysql.ddl_invalidate_views(found);
    EXECUTE 'DROP TABLE ' || array_to_string(found, ', ');
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_drop_views(views regclass[], shown text[], if_exists boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    missing text;
    found text;
BEGIN
    SELECT string_agg(s.name, ',' ORDER BY s.place) FILTER (WHERE c.oid IS NULL), string_agg(c.oid::regclass::text, ', ')
    INTO missing, found
    FROM unnest(views, shown) WITH ORDINALITY AS s(relation, name, place)
    LEFT JOIN pg_class c ON c.oid = s.relation AND c.relkind = 'v';
    IF missing IS NOT NULL AND NOT if_exists THEN
        PERFORM helios_mysql.fail(1051, format('Unknown table ''%s''', missing));
    ELSIF missing IS NOT NULL THEN
        PERFORM helios_mysql.note(1051, format('Unknown table ''%s''', missing));
    END IF;
    IF found IS NOT NULL THEN
        EXECUTE 'DROP VIEW ' || found;
    END IF;
END
$body$;

-- A definition of columns in which @table stands for the collation of the table. It runs on the session's search path.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_collated(target regclass, definition text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $body$
BEGIN
    EXECUTE pg_catalog.replace(definition, '"@table"', pg_catalog.quote_ident(helios_mysql.table_collation(target::pg_catalog.oid)));
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_create_from(head text, target text, query text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $body$
DECLARE
    rows bigint;
BEGIN
    EXECUTE pg_catalog.concat('CREATE ', head, ' AS ', query);
    GET DIAGNOSTICS rows = ROW_COUNT;
    PERFORM helios_mysql.ddl_fold_columns(target::pg_catalog.regclass);
    RETURN rows;
END
$body$;

-- The rows of a query go into a table that was made with columns of its own; those of the query that it lacks are added.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_fill(target regclass, query text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $body$
BEGIN
    EXECUTE pg_catalog.concat('CREATE TEMPORARY TABLE helios_fill AS ', query);
    PERFORM helios_mysql.ddl_fold_columns('pg_temp.helios_fill'::pg_catalog.regclass);
    RETURN helios_mysql.ddl_fill_rows(target);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_fill_rows(target regclass) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    source regclass := 'pg_temp.helios_fill'::regclass;
    addition record;
    columns text;
    rows bigint;
BEGIN
    FOR addition IN
        SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute a
        WHERE a.attrelid = source AND a.attnum > 0 AND NOT EXISTS (
            SELECT FROM pg_attribute b WHERE b.attrelid = target AND b.attname = a.attname AND NOT b.attisdropped)
        ORDER BY a.attnum
    LOOP
        EXECUTE format('ALTER TABLE %s ADD COLUMN %I %s', target, addition.attname, addition.type);
    END LOOP;
    SELECT string_agg(format('%I', attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute WHERE attrelid = source AND attnum > 0;
    EXECUTE format('INSERT INTO %s (%s) SELECT %2$s FROM pg_temp.helios_fill', target, columns);
    GET DIAGNOSTICS rows = ROW_COUNT;
    DROP TABLE pg_temp.helios_fill;
    RETURN rows;
END
$body$;

-- Columns are stored lower-case; how the creator spelled them is kept.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_fold_columns(target regclass) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    spelled record;
BEGIN
    FOR spelled IN
        SELECT attname FROM pg_attribute
        WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attname <> lower(attname)
    LOOP
        EXECUTE format('ALTER TABLE %s RENAME COLUMN %I TO %I', target, spelled.attname, lower(spelled.attname));
        PERFORM helios.declare(target, lower(spelled.attname)::name, 'mysql', spelled.attname, NULL);
    END LOOP;
END
$body$;

-- Says of a table what is new, and keeps what was said.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_declare_table(target regclass, words text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    PERFORM helios.declare(target, NULL, 'mysql',
        (SELECT label FROM helios.declarations WHERE relation = target AND attribute = 0 AND dialect = 'mysql'), words);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_convert_collation(target regclass, collation_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    characters record;
BEGIN
    FOR characters IN
        SELECT attname, format_type(atttypid, atttypmod) AS type FROM pg_attribute
        WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attcollation <> 0
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I TYPE %s COLLATE helios_mysql.%I',
            target, characters.attname, characters.type, collation_name);
    END LOOP;
    PERFORM helios_mysql.ddl_declare_table(target, CASE WHEN collation_name <> 'utf8mb4_0900_ai_ci' THEN format(
        'DEFAULT CHARSET=%s COLLATE=%s', split_part(collation_name, '_', 1), collation_name) END);
END
$body$;

-- ---------------------------------------------------------------- generated keys

CREATE OR REPLACE FUNCTION helios_mysql.ddl_sequence(target regclass) RETURNS regclass
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT d.objid::regclass FROM pg_depend d
    JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
    WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = target
        AND d.deptype IN ('a', 'i') ORDER BY d.refobjsubid LIMIT 1);

CREATE OR REPLACE FUNCTION helios_mysql.ddl_add_sequence(target regclass, column_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    schema name;
    relation name;
    sequence text;
    persistence "char";
BEGIN
    SELECT n.nspname, c.relname, c.relpersistence INTO schema, relation, persistence
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target;
    sequence := left(relation || '_' || column_name, 50) || '_' || target::oid || '_seq';
    sequence := format('%I.%I', schema, sequence);
    EXECUTE format('CREATE %s SEQUENCE %s OWNED BY %s.%I',
        CASE persistence WHEN 't' THEN 'TEMPORARY' ELSE '' END, sequence, target, column_name);
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET DEFAULT nextval(%L::regclass)', target, column_name, sequence);
END
$body$;

-- The next key, never one that is taken.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_set_auto_increment(target regclass, next numeric) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    sequence regclass := helios_mysql.ddl_sequence(target);
    column_name name;
    taken numeric;
BEGIN
    IF sequence IS NULL THEN
        RETURN;
    END IF;
    SELECT a.attname INTO column_name FROM pg_depend d
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = sequence AND d.refobjid = target;
    EXECUTE format('SELECT max(%I)::numeric FROM %s', column_name, target) INTO taken;
    PERFORM setval(sequence, greatest(next, coalesce(taken, 0) + 1, 1)::bigint, false);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_number_rows(target regclass, column_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    EXECUTE format('UPDATE %s SET %I = DEFAULT WHERE %2$I IS NULL', target, column_name);
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL', target, column_name);
END
$body$;

-- ---------------------------------------------------------------- columns

CREATE OR REPLACE FUNCTION helios_mysql.ddl_attribute(target regclass, column_name text, code integer) RETURNS smallint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    number smallint;
BEGIN
    SELECT attnum INTO number FROM pg_attribute
    WHERE attrelid = target AND attname = column_name AND attnum > 0 AND NOT attisdropped;
    IF number IS NULL THEN
        PERFORM helios_mysql.fail(code, CASE code
            WHEN 1091 THEN format('Can''t DROP ''%s''; check that column/key exists', column_name)
            ELSE format('Unknown column ''%s'' in ''%s''', column_name,
                (SELECT relname FROM pg_class WHERE oid = target)) END);
    END IF;
    RETURN number;
END
$body$;

-- The engine appends columns. Where another order was asked for, the table's declaration of the dialect 'mysql.order' lists the columns'
-- numbers in that order; columns that came later follow.
CREATE OR REPLACE FUNCTION helios_mysql.column_place(target oid, number smallint) RETURNS integer
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $body$ SELECT coalesce((SELECT array_position(string_to_array(d.declaration, ',')::smallint[], number)
    FROM helios.declarations d WHERE d.relation = target AND d.attribute = 0 AND d.dialect = 'mysql.order'), 10000 + number) $body$;

-- Puts a column behind another one, or first where that one is NULL.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_place_column(target regclass, column_name text, behind text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    moved smallint := helios_mysql.ddl_attribute(target, column_name, 1054);
    before smallint;
    numbers smallint[];
    place integer := 0;
BEGIN
    SELECT array_agg(attnum ORDER BY helios_mysql.column_place(target, attnum)) INTO numbers
    FROM pg_attribute WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attnum <> moved;
    IF behind IS NOT NULL THEN
        before := helios_mysql.ddl_attribute(target, behind, 1054);
        place := array_position(numbers, before);
    END IF;
    PERFORM helios.declare(target, NULL, 'mysql.order', NULL,
        array_to_string(numbers[:place] || moved || numbers[place + 1:], ','));
END
$body$;

-- A change sets the column to the moment of the statement, unless the statement does. The trigger is named after the
-- column's number, which a new name does not change.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_on_update(target regclass, column_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    EXECUTE format(
        'CREATE OR REPLACE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION'
        ' helios_mysql.current_timestamp_on_update(%L)',
        'helios_on_update_' || helios_mysql.ddl_attribute(target, column_name, 1054), target, column_name);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I',
        target, 'helios_on_update_' || helios_mysql.ddl_attribute(target, column_name, 1054));
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_drop_on_update(target regclass, number smallint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = target AND tgname = 'helios_on_update_' || number) THEN
        EXECUTE format('DROP TRIGGER %I ON %s', 'helios_on_update_' || number, target);
        RETURN true;
    END IF;
    RETURN false;
END
$body$;

-- Takes from a column all that its definition said, so that another definition can say it anew.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_clear_column(target regclass, column_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    number smallint := helios_mysql.ddl_attribute(target, column_name, 1054);
    attribute pg_attribute;
    rule name;
    sequence regclass;
BEGIN
    SELECT * INTO attribute FROM pg_attribute WHERE attrelid = target AND attnum = number;
    IF attribute.attidentity <> '' THEN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP IDENTITY', target, column_name);
    ELSIF attribute.attgenerated <> '' THEN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP EXPRESSION', target, column_name);
    ELSIF attribute.atthasdef THEN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP DEFAULT', target, column_name);
        SELECT d.objid INTO sequence FROM pg_depend d JOIN pg_class c ON c.oid = d.objid AND c.relkind = 'S'
        WHERE d.classid = 'pg_class'::regclass AND d.refobjid = target AND d.refobjsubid = number AND d.deptype = 'a';
        IF sequence IS NOT NULL THEN
            EXECUTE format('DROP SEQUENCE %s', sequence);
        END IF;
    END IF;
    FOR rule IN
        SELECT conname FROM pg_constraint
        WHERE conrelid = target AND contype = 'c' AND conkey = ARRAY[number] AND conname ~ '^mysql_(enum|set|unsigned|length|characters)_'
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', target, rule);
    END LOOP;
    IF attribute.attnotnull AND NOT EXISTS (
            SELECT FROM pg_index WHERE indrelid = target AND indisprimary AND number = ANY (indkey)) THEN
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', target, column_name);
    END IF;
    PERFORM helios_mysql.ddl_drop_on_update(target, number);
    EXECUTE format('COMMENT ON COLUMN %s.%I IS NULL', target, column_name);
    PERFORM helios.declare(target, column_name::name, 'mysql', NULL, NULL);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_drop_column(target regclass, column_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    number smallint := helios_mysql.ddl_attribute(target, column_name, 1091);
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute
            WHERE attrelid = target AND attnum > 0 AND NOT attisdropped AND attnum <> number) THEN
        PERFORM helios_mysql.fail(1090, 'You can''t delete all columns with ALTER TABLE; use DROP TABLE instead');
    END IF;
    PERFORM helios_mysql.ddl_drop_on_update(target, number);
    EXECUTE format('ALTER TABLE %s DROP COLUMN %I', target, column_name);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_rename_column(target regclass, old_name text, new_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    number smallint := helios_mysql.ddl_attribute(target, old_name, 1054);
    said text;
    rule name;
BEGIN
    SELECT declaration INTO said FROM helios.declarations
    WHERE relation = target AND attribute = number AND name = old_name AND dialect = 'mysql';
    EXECUTE format('ALTER TABLE %s RENAME COLUMN %I TO %I', target, old_name, lower(new_name));
    FOR rule IN
        SELECT conname FROM pg_constraint
        WHERE conrelid = target AND contype = 'c' AND conkey = ARRAY[number] AND conname ~ '^mysql_(enum|set|unsigned|length|characters)_'
    LOOP
        EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', target, rule,
            substring(rule from '^mysql_[a-z]+_') || left(lower(new_name), 40));
    END LOOP;
    PERFORM helios.declare(target, lower(new_name)::name, 'mysql', nullif(new_name, lower(new_name)), said);
    IF helios_mysql.ddl_drop_on_update(target, number) THEN
        PERFORM helios_mysql.ddl_on_update(target, lower(new_name));
    END IF;
END
$body$;

-- ---------------------------------------------------------------- indexes and constraints

-- An index of MySQL's has a name in its table, one of the engine's in its schema: <table>.<index>, <table>.pkey, so that
-- it is no table's name. Those that PostgreSQL named itself have an underscore there.
CREATE OR REPLACE FUNCTION helios_mysql.index_name(index regclass) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT CASE
        WHEN i.indisprimary THEN 'PRIMARY'
        WHEN d.label IS NOT NULL THEN d.label
        WHEN starts_with(c.relname, t.relname || '.') OR starts_with(c.relname, t.relname || '_') THEN substr(c.relname, length(t.relname) + 2)
        ELSE c.relname::text END
    FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_class t ON t.oid = i.indrelid
    LEFT JOIN helios.declarations d ON d.relation = i.indexrelid AND d.attribute = 0 AND d.dialect = 'mysql'
    WHERE i.indexrelid = index);

CREATE OR REPLACE FUNCTION helios_mysql.ddl_find_index(target regclass, name text) RETURNS regclass
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
RETURN (SELECT i.indexrelid::regclass FROM pg_index i
    WHERE i.indrelid = target AND lower(helios_mysql.index_name(i.indexrelid)) = lower(ddl_find_index.name) LIMIT 1);

-- The engine's name for an index of a table; a longer one is cut off and told apart by a hash.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_index_name(table_name text, name text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
RETURN CASE WHEN octet_length(table_name || '.' || lower(name)) <= 63 THEN table_name || '.' || lower(name)
    ELSE left(table_name || '.' || lower(name), 13) || '_' || left(md5(table_name || '.' || lower(name)), 8) END;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_drop_index(target regclass, name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    index regclass := helios_mysql.ddl_find_index(target, ddl_drop_index.name);
    constraint_name name;
BEGIN
    IF index IS NULL THEN
        PERFORM helios_mysql.fail(1091, format('Can''t DROP ''%s''; check that column/key exists', ddl_drop_index.name));
    END IF;
    SELECT conname INTO constraint_name FROM pg_constraint
    WHERE conrelid = target AND conindid = index AND contype IN ('p', 'u', 'x');
    IF EXISTS (SELECT FROM pg_constraint WHERE conindid = index AND contype = 'f') THEN
        PERFORM helios_mysql.fail(1553, format(
            'Cannot drop index ''%s'': needed in a foreign key constraint', ddl_drop_index.name));
    END IF;
    IF constraint_name IS NULL THEN
        EXECUTE format('DROP INDEX %s', index);
    ELSE
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', target, constraint_name);
    END IF;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_rename_index(target regclass, old_name text, new_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    index regclass := helios_mysql.ddl_find_index(target, old_name);
    table_name text := (SELECT relname FROM pg_class WHERE oid = target);
    renamed text := helios_mysql.ddl_index_name(table_name, new_name);
BEGIN
    IF index IS NULL THEN
        PERFORM helios_mysql.fail(1176, format('Key ''%s'' doesn''t exist in table ''%s''', old_name, table_name));
    END IF;
    IF lower(old_name) <> lower(new_name) AND helios_mysql.ddl_find_index(target, new_name) IS NOT NULL THEN
        PERFORM helios_mysql.fail(1061, format('Duplicate key name ''%s''', new_name));
    END IF;
    EXECUTE format('ALTER INDEX %s RENAME TO %I', index, renamed);
    PERFORM helios.declare(index, NULL, 'mysql',
        CASE WHEN renamed <> table_name || '.' || new_name THEN new_name END, NULL);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_drop_constraint(target regclass, name text, kind text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    found name;
BEGIN
    SELECT conname INTO found FROM pg_constraint
    WHERE conrelid = target AND lower(conname) = lower(ddl_drop_constraint.name) AND contype IN ('f', 'c')
        AND (kind = '' OR contype::text = kind);
    IF found IS NOT NULL THEN
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', target, found);
    ELSIF kind = '' AND helios_mysql.ddl_find_index(target, ddl_drop_constraint.name) IS NOT NULL THEN
        PERFORM helios_mysql.ddl_drop_index(target, ddl_drop_constraint.name);
    ELSIF kind = 'f' THEN
        PERFORM helios_mysql.fail(1091, format(
            'Can''t DROP ''%s''; check that column/key exists', ddl_drop_constraint.name));
    ELSIF kind = 'c' THEN
        PERFORM helios_mysql.fail(3821, format(
            'Check constraint ''%s'' is not found in the table.', ddl_drop_constraint.name));
    ELSE
        PERFORM helios_mysql.fail(3940, format('Constraint ''%s'' does not exist.', ddl_drop_constraint.name));
    END IF;
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_enforce_check(target regclass, name text, enforced boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    found name;
BEGIN
    SELECT conname INTO found FROM pg_constraint
    WHERE conrelid = target AND lower(conname) = lower(ddl_enforce_check.name) AND contype = 'c';
    IF found IS NULL THEN
        PERFORM helios_mysql.fail(3821, format(
            'Check constraint ''%s'' is not found in the table.', ddl_enforce_check.name));
    END IF;
    EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I %s', target, found,
        CASE WHEN enforced THEN 'ENFORCED' ELSE 'NOT ENFORCED' END);
END
$body$;

-- MySQL makes an index for a foreign key where none begins with its columns.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_index_foreign_key(target regclass, columns text[], name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    numbers smallint[];
    table_name text := (SELECT relname FROM pg_class WHERE oid = target);
    index_name text := helios_mysql.ddl_index_name(table_name, ddl_index_foreign_key.name);
BEGIN
    SELECT array_agg(a.attnum ORDER BY c.place) INTO numbers
    FROM unnest(columns) WITH ORDINALITY AS c(name, place)
    JOIN pg_attribute a ON a.attrelid = target AND a.attname = c.name;
    IF EXISTS (SELECT FROM pg_index WHERE indrelid = target AND indpred IS NULL
            AND (indkey::int2[])[0:cardinality(numbers) - 1] = numbers) THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE INDEX %I ON %s (%s)', index_name, target,
        (SELECT string_agg(format('%I', c.name), ', ' ORDER BY c.place) FROM unnest(columns) WITH ORDINALITY AS c(name, place)));
    IF index_name <> table_name || '.' || ddl_index_foreign_key.name THEN
        PERFORM helios.declare(i.indexrelid::regclass, NULL, 'mysql', ddl_index_foreign_key.name, NULL)
        FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = target AND c.relname = index_name;
    END IF;
END
$body$;

-- ---------------------------------------------------------------- foreign keys that are not checked (foreign_key_checks = 0)

-- A foreign key whose table is not there yet: the declaration of the dialect 'mysql.references' lists those of a table.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_await_parent(child regclass, name text, parent text, definition text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    said text := (SELECT d.declaration FROM helios.declarations d
        WHERE d.relation = child AND d.attribute = 0 AND d.dialect = 'mysql.references');
BEGIN
    PERFORM helios.declare(child, NULL, 'mysql.references', NULL, (coalesce(said, '[]')::jsonb
        || jsonb_build_object('name', name, 'parent', parent, 'definition', definition))::text);
END
$body$;

-- Rows that are there stay unchecked, as in MySQL.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_add_reference(child regclass, name text, definition text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    EXECUTE format('ALTER TABLE %s ADD %s %s NOT VALID', child, 'CONSTRAINT ' || quote_ident(name), definition);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.ddl_reference(child regclass, name text, parent text, definition text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    IF to_regclass(parent) IS NULL THEN
        PERFORM helios_mysql.ddl_await_parent(child, name, parent, definition);
    ELSE
        PERFORM helios_mysql.ddl_add_reference(child, name, definition);
    END IF;
END
$body$;

-- A table is new: foreign keys that waited for it are made, and views that read one of its name are valid again. What was declared is run for nobody but who declared it.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_adopt(made regclass) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    waiting record;
    reference jsonb;
    left_over jsonb;
BEGIN
    FOR waiting IN
        SELECT d.relation, d.declaration::jsonb AS references FROM helios.declarations d
        JOIN pg_class c ON c.oid = d.relation AND c.relowner = current_user::regrole
        WHERE d.attribute = 0 AND d.dialect = 'mysql.references'
    LOOP
        left_over := '[]';
        FOR reference IN SELECT jsonb_array_elements(waiting.references) LOOP
            IF to_regclass(reference ->> 'parent') = made THEN
                PERFORM helios_mysql.ddl_add_reference(waiting.relation, reference ->> 'name', reference ->> 'definition');
            ELSE
                left_over := left_over || reference;
            END IF;
        END LOOP;
        IF left_over <> waiting.references THEN
            PERFORM helios.declare(waiting.relation, NULL, 'mysql.references', NULL, nullif(left_over::text, '[]'));
        END IF;
    END LOOP;
    PERFORM helios_mysql.ddl_validate_views();
END
$body$;

-- Around one statement: the foreign keys of these tables that the user may take away, and may put back, are not there.
CREATE OR REPLACE FUNCTION helios_mysql.suspend_references(tables regclass[]) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    reference record;
    suspended jsonb := '[]';
BEGIN
    FOR reference IN
        SELECT k.conname, k.conrelid::regclass AS child,
            regexp_replace(pg_get_constraintdef(k.oid), ' NOT VALID$', '') AS definition
        FROM pg_constraint k
        JOIN pg_class c ON c.oid = k.conrelid
        WHERE k.contype = 'f' AND (k.conrelid = ANY (tables) OR k.confrelid = ANY (tables)) AND k.conparentid = 0
            AND pg_has_role(c.relowner, 'USAGE') AND has_table_privilege(k.confrelid, 'REFERENCES')
    LOOP
        EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', reference.child, reference.conname);
        suspended := suspended || jsonb_build_object(
            'child', reference.child, 'name', reference.conname, 'definition', reference.definition);
    END LOOP;
    PERFORM set_config('helios_mysql.references', suspended::text, true);
END
$body$;

CREATE OR REPLACE FUNCTION helios_mysql.resume_references() RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
    SELECT helios_mysql.ddl_add_reference((r ->> 'child')::regclass, r ->> 'name', r ->> 'definition')
    FROM jsonb_array_elements(current_setting('helios_mysql.references')::jsonb) AS r
$body$;

-- ---------------------------------------------------------------- tables by another name

CREATE OR REPLACE FUNCTION helios_mysql.ddl_rename_table(target regclass, schema text, new_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    old_schema name;
    old_name name;
    said text;
    index record;
BEGIN
    SELECT n.nspname, c.relname INTO old_schema, old_name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = target;
    schema := coalesce(schema, old_schema);
    IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = schema AND c.relname = lower(new_name) AND c.oid <> target) THEN
        PERFORM helios_mysql.fail(1050, format('Table ''%s'' already exists', new_name));
    END IF;
    SELECT declaration INTO said FROM helios.declarations WHERE relation = target AND attribute = 0 AND dialect = 'mysql';
    CREATE TEMPORARY TABLE helios_indexes ON COMMIT DROP AS
        SELECT i.indexrelid AS oid, i.indisprimary AS key, helios_mysql.index_name(i.indexrelid) AS name
        FROM pg_index i WHERE i.indrelid = target;
    IF schema <> old_schema THEN
        EXECUTE format('ALTER TABLE %s SET SCHEMA %I', target, schema);
    END IF;
    IF old_name <> lower(new_name) THEN
        EXECUTE format('ALTER TABLE %s RENAME TO %I', target, lower(new_name));
        FOR index IN SELECT * FROM pg_temp.helios_indexes LOOP
            EXECUTE format('ALTER INDEX %s RENAME TO %I', index.oid::regclass,
                helios_mysql.ddl_index_name(lower(new_name), CASE WHEN index.key THEN 'pkey' ELSE index.name END));
            PERFORM helios.declare(index.oid, NULL, 'mysql', CASE WHEN NOT index.key
                AND helios_mysql.ddl_index_name(lower(new_name), index.name) <> lower(new_name) || '.' || index.name
                THEN index.name END, NULL);
        END LOOP;
    END IF;
    DROP TABLE pg_temp.helios_indexes;
    PERFORM helios.declare(target, NULL, 'mysql', nullif(new_name, lower(new_name)), said);
END
$body$;

-- All of a table but its rows and its foreign keys.
CREATE OR REPLACE FUNCTION helios_mysql.ddl_create_like(target text, table_name text, temporary boolean, source regclass)
RETURNS void LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    made regclass;
    part record;
    definition text;
BEGIN
    EXECUTE format('CREATE %s TABLE %s (LIKE %s INCLUDING ALL EXCLUDING INDEXES)',
        CASE WHEN temporary THEN 'TEMPORARY' ELSE '' END, target, source);
    made := target::regclass;
    FOR part IN
        SELECT a.attname FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = source AND NOT a.attisdropped AND pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%'
    LOOP
        PERFORM helios_mysql.ddl_add_sequence(made, part.attname);
    END LOOP;
    FOR part IN
        SELECT i.indexrelid AS oid, i.indisprimary, i.indisunique, helios_mysql.index_name(i.indexrelid) AS name, c.oid AS key
        FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.conrelid = source AND c.contype IN ('p', 'u')
        WHERE i.indrelid = source ORDER BY i.indexrelid
    LOOP
        definition := format('%I', helios_mysql.ddl_index_name(
            table_name, CASE WHEN part.indisprimary THEN 'pkey' ELSE part.name END));
        IF part.key IS NOT NULL THEN
            EXECUTE format('ALTER TABLE %s ADD CONSTRAINT %s %s', made, definition, pg_get_constraintdef(part.key));
        ELSE
            EXECUTE format('CREATE %s INDEX %s ON %s USING %s', CASE WHEN part.indisunique THEN 'UNIQUE' ELSE '' END,
                definition, made, split_part(pg_get_indexdef(part.oid), ' USING ', 2));
        END IF;
        IF NOT part.indisprimary AND definition <> format('%I', table_name || '.' || part.name) THEN
            PERFORM helios.declare(c.oid, NULL, 'mysql', part.name, NULL) FROM pg_class t
            JOIN pg_class c ON c.relnamespace = t.relnamespace AND c.relname = helios_mysql.ddl_index_name(table_name, part.name)
            WHERE t.oid = made;
        END IF;
    END LOOP;
    FOR part IN
        SELECT a.attname FROM pg_trigger t
        JOIN pg_attribute a ON a.attrelid = t.tgrelid AND t.tgname = 'helios_on_update_' || a.attnum
        WHERE t.tgrelid = source
    LOOP
        PERFORM helios_mysql.ddl_on_update(made, part.attname);
    END LOOP;
    FOR part IN
        SELECT d.name, d.label, d.declaration FROM helios.declarations d
        JOIN pg_attribute a ON a.attrelid = d.relation AND a.attnum = d.attribute AND a.attname = d.name
        WHERE d.relation = source AND d.attribute > 0 AND d.dialect = 'mysql'
    LOOP
        PERFORM helios.declare(made, part.name::name, 'mysql', part.label, part.declaration);
    END LOOP;
    PERFORM helios.declare(made, NULL, 'mysql', NULL, (SELECT d.declaration FROM helios.declarations d
        WHERE d.relation = source AND d.attribute = 0 AND d.dialect = 'mysql'));
    IF EXISTS (SELECT FROM helios.declarations d WHERE d.relation = source AND d.attribute = 0 AND d.dialect = 'mysql.order') THEN
        PERFORM helios.declare(made, NULL, 'mysql.order', NULL, (
            SELECT string_agg(copy.attnum::text, ',' ORDER BY helios_mysql.column_place(source, a.attnum))
            FROM pg_attribute a JOIN pg_attribute copy ON copy.attrelid = made AND copy.attname = a.attname
            WHERE a.attrelid = source AND a.attnum > 0 AND NOT a.attisdropped));
    END IF;
END
$body$;
