package io.heliosdb.mysql.dialect.internal.show;

import java.util.Map;

/** The numbers by which MySQL's protocol knows the collations that clients name (SHOW COLLATION of MySQL 8.4). */
final class Collations {
    private static final Map<String, Integer> IDS = Map.ofEntries(
            Map.entry("big5_chinese_ci", 1),
            Map.entry("latin1_german1_ci", 5),
            Map.entry("koi8r_general_ci", 7),
            Map.entry("latin1_swedish_ci", 8),
            Map.entry("latin2_general_ci", 9),
            Map.entry("ascii_general_ci", 11),
            Map.entry("ujis_japanese_ci", 12),
            Map.entry("sjis_japanese_ci", 13),
            Map.entry("latin1_danish_ci", 15),
            Map.entry("euckr_korean_ci", 19),
            Map.entry("cp1250_general_ci", 26),
            Map.entry("gbk_chinese_ci", 28),
            Map.entry("utf8mb3_general_ci", 33),
            Map.entry("ucs2_general_ci", 35),
            Map.entry("utf8mb4_general_ci", 45),
            Map.entry("utf8mb4_bin", 46),
            Map.entry("latin1_bin", 47),
            Map.entry("latin1_general_ci", 48),
            Map.entry("latin1_general_cs", 49),
            Map.entry("cp1251_bin", 50),
            Map.entry("cp1251_general_ci", 51),
            Map.entry("cp1251_general_cs", 52),
            Map.entry("utf16_general_ci", 54),
            Map.entry("utf16_bin", 55),
            Map.entry("utf32_general_ci", 60),
            Map.entry("utf32_bin", 61),
            Map.entry("binary", 63),
            Map.entry("ascii_bin", 65),
            Map.entry("cp1250_bin", 66),
            Map.entry("koi8r_bin", 74),
            Map.entry("latin2_bin", 77),
            Map.entry("utf8mb3_bin", 83),
            Map.entry("big5_bin", 84),
            Map.entry("euckr_bin", 85),
            Map.entry("gbk_bin", 87),
            Map.entry("sjis_bin", 88),
            Map.entry("ucs2_bin", 90),
            Map.entry("ujis_bin", 91),
            Map.entry("latin1_spanish_ci", 94),
            Map.entry("utf16_unicode_ci", 101),
            Map.entry("ucs2_unicode_ci", 128),
            Map.entry("utf32_unicode_ci", 160),
            Map.entry("utf8mb3_unicode_ci", 192),
            Map.entry("utf8mb3_unicode_520_ci", 214),
            Map.entry("utf8mb4_unicode_ci", 224),
            Map.entry("utf8mb4_unicode_520_ci", 246),
            Map.entry("gb18030_chinese_ci", 248),
            Map.entry("gb18030_bin", 249),
            Map.entry("utf8mb4_0900_ai_ci", 255),
            Map.entry("utf8mb4_0900_as_cs", 278),
            Map.entry("utf8mb4_0900_as_ci", 305),
            Map.entry("utf8mb4_0900_bin", 309));

    private Collations() {}

    /** 0 for a language's own collation, which no client asks for by number. */
    static int id(String collation) {
        return IDS.getOrDefault(collation, 0);
    }
}
