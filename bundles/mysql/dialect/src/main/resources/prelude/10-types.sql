-- Types and collations that MySQL's tables have and PostgreSQL has not. Everything here may run again over an older version.

-- The names in the bodies below are PostgreSQL's own, unless they say helios_mysql.
SET LOCAL search_path = pg_catalog;

DO $do$
BEGIN
    IF current_setting('server_version_num')::integer < 180000 THEN
        RAISE EXCEPTION 'MySQL''s dialect needs PostgreSQL 18 or later (found: %)', current_setting('server_version');
    END IF;
END
$do$;

DO $do$
DECLARE
    definition record;
BEGIN
    FOR definition IN
        SELECT * FROM (VALUES
            ('tinyint', 'smallint', 'VALUE BETWEEN -128 AND 127'),
            ('tinyint1', 'smallint', 'VALUE BETWEEN -128 AND 127'),
            ('tinyint_unsigned', 'smallint', 'VALUE BETWEEN 0 AND 255'),
            ('smallint_unsigned', 'integer', 'VALUE BETWEEN 0 AND 65535'),
            ('mediumint', 'integer', 'VALUE BETWEEN -8388608 AND 8388607'),
            ('mediumint_unsigned', 'integer', 'VALUE BETWEEN 0 AND 16777215'),
            ('int_unsigned', 'bigint', 'VALUE BETWEEN 0 AND 4294967295'),
            ('bigint_unsigned', 'numeric(20, 0)', 'VALUE BETWEEN 0 AND 18446744073709551615'),
            ('bit', 'bigint', NULL),
            ('year', 'smallint', 'VALUE = 0 OR VALUE BETWEEN 1901 AND 2155'),
            ('tinytext', 'text', 'octet_length(VALUE) <= 255'),
            ('mediumtext', 'text', 'octet_length(VALUE) <= 16777215'),
            ('longtext', 'text', NULL),
            ('tinyblob', 'bytea', 'octet_length(VALUE) <= 255'),
            ('mediumblob', 'bytea', 'octet_length(VALUE) <= 16777215'),
            ('longblob', 'bytea', NULL)) AS v (name, base, rule)
    LOOP
        IF to_regtype('helios_mysql.' || quote_ident(definition.name)) IS NULL THEN
            EXECUTE format('CREATE DOMAIN helios_mysql.%I AS %s', definition.name, definition.base)
                || CASE WHEN definition.rule IS NULL THEN ''
                    ELSE format(' CONSTRAINT %I CHECK (%s)', definition.name || '_range', definition.rule) END;
        END IF;
    END LOOP;
END
$do$;

-- MySQL's collations by what they tell apart: letters alone (ai_ci), accents too (as_ci), case too (as_cs), octets (bin).
DO $do$
DECLARE
    definition record;
BEGIN
    FOR definition IN
        SELECT name, 'und-u-ks-' || level AS locale
        FROM (VALUES
            ('level1', ARRAY['utf8mb4_0900_ai_ci', 'utf8mb4_general_ci', 'utf8mb4_unicode_ci', 'utf8mb4_unicode_520_ci',
                'utf8mb3_general_ci', 'utf8mb3_unicode_ci', 'utf8mb3_unicode_520_ci', 'utf8mb3_general_mysql500_ci',
                'utf8_general_ci', 'utf8_unicode_ci', 'utf8_unicode_520_ci', 'latin1_swedish_ci', 'latin1_general_ci',
                'latin1_german1_ci', 'latin1_spanish_ci', 'latin1_danish_ci', 'latin2_general_ci', 'ascii_general_ci',
                'ucs2_general_ci', 'ucs2_unicode_ci', 'utf16_general_ci', 'utf16_unicode_ci', 'utf32_general_ci',
                'utf32_unicode_ci', 'cp1251_general_ci', 'cp1250_general_ci', 'koi8r_general_ci', 'big5_chinese_ci',
                'gbk_chinese_ci', 'gb18030_chinese_ci', 'sjis_japanese_ci', 'ujis_japanese_ci', 'euckr_korean_ci']),
            ('level2', ARRAY['utf8mb4_0900_as_ci']),
            ('level3', ARRAY['utf8mb4_0900_as_cs', 'latin1_general_cs', 'cp1251_general_cs'])) AS v (level, names),
            unnest(names) AS name
        UNION ALL
        SELECT format('utf8mb4_%s_0900_%s', part.name, variant.name), format('%s-u-%sks-%s', tag, keyword, level)
        FROM (VALUES
            ('bg', 'bg', ''), ('bs', 'bs', ''), ('cs', 'cs', ''), ('da', 'da', ''), ('de_pb', 'de', 'co-phonebk-'), ('eo', 'eo', ''),
            ('es', 'es', ''), ('es_trad', 'es', 'co-trad-'), ('et', 'et', ''), ('gl', 'gl', ''), ('hr', 'hr', ''), ('hu', 'hu', ''),
            ('is', 'is', ''), ('la', 'und', ''), ('lt', 'lt', ''), ('lv', 'lv', ''), ('nb', 'nb', ''), ('nn', 'nn', ''),
            ('pl', 'pl', ''), ('ro', 'ro', ''), ('ru', 'ru', ''), ('sk', 'sk', ''), ('sl', 'sl', ''), ('sr_latn', 'sr-Latn', ''),
            ('sv', 'sv', ''), ('tr', 'tr', ''), ('vi', 'vi', ''), ('mn_cyrl', 'mn', ''), ('zh', 'zh', ''), ('ja', 'ja', '')
            ) AS part (name, tag, keyword),
            (VALUES ('ai_ci', 'level1'), ('as_cs', 'level3')) AS variant (name, level)
        UNION ALL
        SELECT format('%s_%s_ci', charset, part.name), format('%s-u-%sks-level1', tag, keyword)
        FROM (VALUES
            ('croatian', 'hr', ''), ('czech', 'cs', ''), ('danish', 'da', ''), ('esperanto', 'eo', ''), ('estonian', 'et', ''),
            ('german2', 'de', 'co-phonebk-'), ('hungarian', 'hu', ''), ('icelandic', 'is', ''), ('latvian', 'lv', ''),
            ('lithuanian', 'lt', ''), ('persian', 'fa', ''), ('polish', 'pl', ''), ('roman', 'und', ''), ('romanian', 'ro', ''),
            ('sinhala', 'si', ''), ('slovak', 'sk', ''), ('slovenian', 'sl', ''), ('spanish', 'es', ''),
            ('spanish2', 'es', 'co-trad-'), ('swedish', 'sv', ''), ('turkish', 'tr', ''), ('vietnamese', 'vi', '')
            ) AS part (name, tag, keyword),
            unnest(ARRAY['utf8mb4', 'utf8mb3']) AS charset
    LOOP
        IF NOT EXISTS (SELECT FROM pg_collation
                WHERE collnamespace = 'helios_mysql'::regnamespace AND collname = definition.name) THEN
            EXECUTE format('CREATE COLLATION helios_mysql.%I (provider = icu, locale = %L, deterministic = false)',
                definition.name, definition.locale);
        END IF;
    END LOOP;
    FOR definition IN
        SELECT charset || '_bin' AS name
        FROM unnest(ARRAY['utf8mb4', 'utf8mb4_0900', 'utf8mb3', 'utf8', 'latin1', 'latin2', 'ascii', 'ucs2', 'utf16', 'utf32', 'cp1250',
            'cp1251', 'koi8r', 'big5', 'gbk', 'gb18030', 'sjis', 'ujis', 'euckr']) AS charset
        UNION ALL SELECT 'binary'
    LOOP
        IF NOT EXISTS (SELECT FROM pg_collation
                WHERE collnamespace = 'helios_mysql'::regnamespace AND collname = definition.name) THEN
            EXECUTE format('CREATE COLLATION helios_mysql.%I FROM pg_catalog."C"', definition.name);
        END IF;
    END LOOP;
END
$do$;
