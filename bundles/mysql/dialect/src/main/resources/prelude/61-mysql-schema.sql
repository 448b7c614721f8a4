-- The database mysql: of its grant tables, what a user may know of itself.

CREATE OR REPLACE VIEW helios_mysql.mysql_user AS
SELECT '%'::text AS host, current_user::text AS "user",
    p.super AS select_priv, p.super AS insert_priv, p.super AS update_priv, p.super AS delete_priv, p.super AS create_priv, p.super AS drop_priv,
    p.super AS reload_priv, p.super AS shutdown_priv, p.super AS process_priv, p.super AS file_priv, p.super AS grant_priv, p.super AS references_priv,
    p.super AS index_priv, p.super AS alter_priv, p.super AS show_db_priv, p.super AS super_priv, p.super AS create_tmp_table_priv,
    p.super AS lock_tables_priv, p.super AS execute_priv, p.super AS repl_slave_priv, p.super AS repl_client_priv, p.super AS create_view_priv,
    p.super AS show_view_priv, p.super AS create_routine_priv, p.super AS alter_routine_priv, p.super AS create_user_priv, p.super AS event_priv,
    p.super AS trigger_priv, p.super AS create_tablespace_priv, ''::text AS ssl_type, ''::bytea AS ssl_cipher, ''::bytea AS x509_issuer,
    ''::bytea AS x509_subject, 0::bigint AS max_questions, 0::bigint AS max_updates, 0::bigint AS max_connections, 0::bigint AS max_user_connections,
    'caching_sha2_password'::text AS plugin, NULL::text AS authentication_string, 'N'::text AS password_expired,
    NULL::timestamptz AS password_last_changed, NULL::integer AS password_lifetime, 'N'::text AS account_locked, p.super AS create_role_priv,
    p.super AS drop_role_priv, NULL::integer AS password_reuse_history, NULL::integer AS password_reuse_time,
    NULL::text AS password_require_current, NULL::jsonb AS user_attributes
FROM (SELECT CASE WHEN r.rolsuper THEN 'Y' ELSE 'N' END::text AS super FROM pg_roles r WHERE r.rolname = current_user) AS p;

-- As MySQL spells them.
DO $body$
DECLARE
    shown name;
BEGIN
    FOR shown IN
        SELECT a.attname FROM pg_attribute a
        WHERE a.attrelid = 'helios_mysql.mysql_user'::regclass AND (a.attname IN ('host', 'user', 'user_attributes')
            OR a.attname ~ '_priv$' OR a.attname ~ '^password_re')
    LOOP
        PERFORM helios.declare('helios_mysql.mysql_user', shown, 'mysql', upper(left(shown, 1)) || substr(shown, 2), NULL);
    END LOOP;
END
$body$;
