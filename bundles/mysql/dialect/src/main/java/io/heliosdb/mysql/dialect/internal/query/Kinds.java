package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.sql.rewrite.EngineNames;
import io.heliosdb.sql.rewrite.ValueKind;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What kind of value types and functions give. */
final class Kinds {
    private static final Map<String, ValueKind> TYPES = new HashMap<>();
    private static final Map<String, ValueKind> FUNCTIONS = new HashMap<>();

    static {
        put(
                TYPES,
                ValueKind.INTEGER,
                "smallint integer bigint tinyint tinyint_unsigned tinyint1 smallint_unsigned mediumint"
                        + " mediumint_unsigned int_unsigned bit year signed unsigned int int2 int4 int8");
        put(TYPES, ValueKind.DECIMAL, "numeric bigint_unsigned decimal dec");
        put(TYPES, ValueKind.DOUBLE, "real float double");
        TYPES.put("double precision", ValueKind.DOUBLE);
        put(TYPES, ValueKind.BOOLEAN, "boolean");
        put(TYPES, ValueKind.TEXT, "text character varchar bpchar char nchar tinytext mediumtext longtext name");
        TYPES.put("character varying", ValueKind.TEXT);
        put(TYPES, ValueKind.BINARY, "bytea tinyblob mediumblob longblob binary");
        put(TYPES, ValueKind.DATE, "date");
        put(TYPES, ValueKind.TIMESTAMP, "timestamp timestamptz datetime");
        TYPES.put("timestamp without time zone", ValueKind.TIMESTAMP);
        TYPES.put("timestamp with time zone", ValueKind.TIMESTAMP);
        put(TYPES, ValueKind.TIME, "interval time");
        TYPES.put("time without time zone", ValueKind.TIME);
        put(TYPES, ValueKind.JSON, "jsonb json");

        put(
                FUNCTIONS,
                ValueKind.TEXT,
                "concat concat_ws lower upper lcase ucase left right substring substring_index trim ltrim rtrim replace"
                        + " lpad rpad repeat reverse date_format time_format group_concat hex md5 sha sha1 sha2 uuid"
                        + " json_unquote format monthname dayname elt export_set make_set insert space conv bin oct quote"
                        + " soundex char database schema user current_user session_user system_user version charset"
                        + " collation to_base64 inet_ntoa json_type json_pretty regexp_replace regexp_substr"
                        + " format_bytes bin_to_uuid json_value");
        put(
                FUNCTIONS,
                ValueKind.INTEGER,
                "count length char_length character_length octet_length bit_length locate instr position field"
                        + " find_in_set ascii ord year month day dayofmonth dayofweek dayofyear weekday week weekofyear"
                        + " yearweek quarter hour minute second microsecond datediff timestampdiff to_days to_seconds"
                        + " time_to_sec period_add period_diff sign strcmp interval row_number rank dense_rank ntile"
                        + " last_insert_id row_count found_rows connection_id json_length json_depth crc32 grouping"
                        + " isnull bit_count regexp_instr regexp_like floor ceil ceiling extract json_contains"
                        + " json_contains_path json_valid json_overlaps member_of sleep inet_aton uuid_short is_uuid");
        put(
                FUNCTIONS,
                ValueKind.DOUBLE,
                "rand sqrt power pow exp ln log log2 log10 sin cos tan pi radians degrees std"
                        + " stddev stddev_pop stddev_samp var_pop var_samp variance acos asin atan atan2 cot");
        put(FUNCTIONS, ValueKind.DATE, "curdate current_date date last_day makedate from_days utc_date");
        put(FUNCTIONS, ValueKind.TIME, "curtime current_time time utc_time sec_to_time maketime timediff");
        put(
                FUNCTIONS,
                ValueKind.TIMESTAMP,
                "now sysdate current_timestamp localtime localtimestamp utc_timestamp timestamp from_unixtime convert_tz");
        put(FUNCTIONS, ValueKind.BINARY, "unhex from_base64 aes_encrypt aes_decrypt random_bytes uuid_to_bin compress");
        put(
                FUNCTIONS,
                ValueKind.JSON,
                "json_extract json_object json_array json_set json_insert json_replace json_remove json_merge"
                        + " json_merge_patch json_merge_preserve json_keys json_search json_arrayagg json_objectagg"
                        + " json_array_append json_array_insert");
    }

    /** The prelude's domains; {@code bit} and others would otherwise be types of the engine's own. */
    private static final Set<String> DOMAINS = Set.of(
            "tinyint",
            "tinyint_unsigned",
            "tinyint1",
            "smallint_unsigned",
            "mediumint",
            "mediumint_unsigned",
            "int_unsigned",
            "bigint_unsigned",
            "bit",
            "year",
            "tinytext",
            "mediumtext",
            "longtext",
            "tinyblob",
            "mediumblob",
            "longblob");

    private Kinds() {}

    /** A column's type as the target of a cast. */
    static String castTarget(String type) {
        if (DOMAINS.contains(type)) {
            return "helios_mysql." + EngineNames.quoted(type);
        }
        // A bare character would cut to one.
        return type.equals("character") ? "bpchar" : type;
    }

    private static void put(Map<String, ValueKind> map, ValueKind kind, String names) {
        for (String name : names.split(" ")) {
            map.put(name, kind);
        }
    }

    /** @param name as the catalog, {@code pg_typeof} or a cast of MySQL has it, without modifier */
    static ValueKind ofType(String name) {
        String bare = name.startsWith("helios_mysql.") ? name.substring("helios_mysql.".length()) : name;
        return TYPES.getOrDefault(bare, ValueKind.UNKNOWN);
    }

    /** The digits that a column's moments have for the fraction of a second; -1 where nobody said how many. */
    static int digits(TableColumn column) {
        int modifier = column.typeModifier();
        return modifier < 0 || !ofType(column.type()).temporal() ? -1 : modifier & 0xffff;
    }

    /** @param name lower-case */
    static ValueKind ofFunction(String name) {
        return FUNCTIONS.getOrDefault(name, ValueKind.UNKNOWN);
    }
}
