package io.heliosdb.mysql.dialect.internal.error;

import java.util.Set;

/**
 * The functions that MySQL brings, for which another number of arguments is an error of its own ("Built-In Function and
 * Operator Reference"). Those with a syntax of their own are not among them.
 */
final class NativeFunctions {
    private static final Set<String> NAMES =
            Set.of(("abs acos adddate addtime aes_decrypt aes_encrypt ascii asin atan atan2 benchmark bin bin_to_uuid"
                            + " bit_count bit_length ceil ceiling char_length character_length coercibility collation concat"
                            + " concat_ws connection_id conv convert_tz cos cot crc32 curdate curtime date date_format datediff day"
                            + " dayname dayofmonth dayofweek dayofyear degrees elt exp export_set field find_in_set floor format"
                            + " from_base64 from_days from_unixtime get_lock greatest hex hour ifnull inet6_aton inet6_ntoa inet_aton"
                            + " inet_ntoa instr is_free_lock is_ipv4 is_ipv6 is_used_lock is_uuid isnull json_array_append"
                            + " json_array_insert json_contains json_contains_path json_depth json_extract json_insert json_keys"
                            + " json_length json_merge_patch json_merge_preserve json_overlaps json_pretty json_quote json_remove"
                            + " json_replace json_search json_set json_storage_size json_type json_unquote json_valid last_day lcase"
                            + " least left length ln locate log log10 log2 lower lpad ltrim make_set makedate maketime md5"
                            + " microsecond mid minute mod month monthname name_const nullif oct octet_length ord period_add"
                            + " period_diff pi pow power quarter quote radians rand random_bytes regexp_instr regexp_like"
                            + " regexp_replace regexp_substr release_all_locks release_lock repeat replace reverse right round rpad"
                            + " rtrim sec_to_time second sha sha1 sha2 sign sin sleep soundex space sqrt str_to_date strcmp subdate"
                            + " substr substring substring_index subtime sysdate tan time time_format time_to_sec timediff timestamp"
                            + " to_base64 to_days to_seconds truncate ucase unhex unix_timestamp upper uuid uuid_short uuid_to_bin"
                            + " week weekday weekofyear year yearweek")
                    .split(" "));

    private NativeFunctions() {}

    /** @param name in lower case */
    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
