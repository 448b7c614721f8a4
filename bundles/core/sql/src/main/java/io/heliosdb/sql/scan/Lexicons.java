package io.heliosdb.sql.scan;

import static io.heliosdb.sql.scan.Feature.*;

import io.heliosdb.sql.scan.Lexicon.Bodies;
import io.heliosdb.sql.scan.Lexicon.Escapes;
import java.util.Set;

/** The rules of each dialect. */
final class Lexicons {
    private static final int MYSQL_VERSION = 80400;

    private Lexicons() {}

    static Lexicon postgresql() {
        return Lexicon.builder("postgresql")
                .with(NATIONAL_STRINGS, HEX_STRINGS, BIT_STRINGS, ESCAPE_STRINGS, UNICODE_STRINGS)
                .with(DOLLAR_QUOTES, DOLLAR_TAGS, HEX_NUMBERS, BIT_NUMBERS, DIGIT_SEPARATORS)
                .with(NESTED_COMMENTS, FREE_OPERATORS)
                .parameters(Set.of(ParameterStyle.DOLLAR))
                .operators("::", ":=", "..")
                .words("_", "$")
                .build();
    }

    static Lexicon mysql() {
        return Lexicon.builder("mysql")
                .escapes(Escapes.MYSQL)
                .with(DOUBLE_QUOTED_STRINGS, BACKTICKS, NATIONAL_STRINGS, HEX_STRINGS, BIT_STRINGS)
                .with(HEX_NUMBERS, BIT_NUMBERS, DIGIT_WORDS, DASHES_NEED_BLANK, HASH_COMMENTS, HINTS)
                .with(VARIABLES, SYSTEM_VARIABLES)
                .executableVersion(MYSQL_VERSION)
                .characterSets(characterSetsOfMysql())
                .parameters(Set.of(ParameterStyle.QMARK))
                .operators("<=>", "<>", "!=", "<=", ">=", "<<", ">>", "||", "&&", ":=", "->>", "->")
                .words("_$", "")
                .build();
    }

    /** The names of SHOW CHARACTER SET in 8.4, and the alias utf8. */
    private static Set<String> characterSetsOfMysql() {
        return Set.of(
                ("armscii8 ascii big5 binary cp1250 cp1251 cp1256 cp1257 cp850 cp852 cp866 cp932 dec8 eucjpms euckr"
                                + " gb18030 gb2312 gbk geostd8 greek hebrew hp8 keybcs2 koi8r koi8u latin1 latin2 latin5"
                                + " latin7 macce macroman sjis swe7 tis620 ucs2 ujis utf16 utf16le utf32 utf8 utf8mb3"
                                + " utf8mb4")
                        .split(" "));
    }

    static Lexicon transactSql() {
        return Lexicon.builder("tsql")
                .with(BRACKETS, NATIONAL_STRINGS, HEX_NUMBERS, MONEY, NESTED_COMMENTS, VARIABLES, SYSTEM_VARIABLES)
                .operators(
                        "<>", "!=", "<=", ">=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "&=", "^=", "|=", "||", "||=",
                        "<<", ">>", "::")
                .bodies(Bodies.REST)
                .words("_#", "@$")
                .build();
    }

    static Lexicon db2() {
        return Lexicon.builder("db2")
                .with(NATIONAL_STRINGS, HEX_STRINGS, UNICODE_STRINGS, NESTED_COMMENTS)
                .parameters(Set.of(ParameterStyle.QMARK, ParameterStyle.NAMED))
                .operators("<>", "!=", "<=", ">=", "^=", "!<", "!>", "||", "**", "=>", "->", ":=")
                .bodies(Bodies.BLOCKS)
                .words("_#@$", "")
                .build();
    }

    static Lexicon oracle() {
        return Lexicon.builder("oracle")
                .with(NATIONAL_STRINGS, ALTERNATIVE_QUOTES, HINTS)
                .numberSuffixes("DF")
                .parameters(Set.of(ParameterStyle.NAMED, ParameterStyle.NUMERIC))
                .operators("<>", "!=", "^=", "~=", "<=", ">=", "||", "**", "=>", ":=", "..", "(+)")
                .bodies(Bodies.REST)
                .words("", "_$#")
                .build();
    }

    static Lexicon snowflake() {
        return Lexicon.builder("snowflake")
                .escapes(Escapes.SNOWFLAKE)
                .with(HEX_STRINGS, DOLLAR_QUOTES, SLASH_COMMENTS, DOLLAR_VARIABLES)
                .parameters(Set.of(ParameterStyle.QMARK, ParameterStyle.NUMERIC))
                .operators("<>", "!=", "<=", ">=", "||", "::", ":=", "=>", "->", "->>", "..")
                .bodies(Bodies.DECLARED_BLOCKS)
                .words("_", "$")
                .build();
    }

    static Lexicon databricks() {
        return Lexicon.builder("databricks")
                .escapes(Escapes.DATABRICKS)
                .with(DOUBLE_QUOTED_STRINGS, BACKTICKS, HEX_STRINGS, RAW_STRINGS, DIGIT_WORDS, NESTED_COMMENTS, HINTS)
                .without(DOUBLED_QUOTES)
                .numberSuffixes("LSYDF")
                .parameters(Set.of(ParameterStyle.QMARK, ParameterStyle.NAMED))
                .operators(
                        "<=>", "<>", "!=", "<=", ">=", "==", "<<", ">>", ">>>", "||", "::", "->", "=>", "!<", "!>",
                        "|>")
                .bodies(Bodies.BLOCKS)
                .words("_", "")
                .build();
    }
}
