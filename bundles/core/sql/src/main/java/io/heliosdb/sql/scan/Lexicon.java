package io.heliosdb.sql.scan;

import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The lexical rules of a dialect. Immutable; {@link #toBuilder()} makes a variant of one, for instance for a session whose
 * settings change the rules.
 */
public final class Lexicon {
    /** PostgreSQL 18, "Lexical Structure", with {@code standard_conforming_strings} on: the engine's own text. */
    public static final Lexicon POSTGRESQL = Lexicons.postgresql();
    /** MySQL 8.4, "Literal Values" and "Comments", with its default {@code sql_mode}. */
    public static final Lexicon MYSQL = Lexicons.mysql();
    /** Transact-SQL with {@code QUOTED_IDENTIFIER ON}, as every driver sets it. */
    public static final Lexicon TRANSACT_SQL = Lexicons.transactSql();
    /** DB2 for Linux, UNIX and Windows. */
    public static final Lexicon DB2 = Lexicons.db2();
    /** Oracle Database SQL and PL/SQL. */
    public static final Lexicon ORACLE = Lexicons.oracle();
    /** Snowflake SQL. */
    public static final Lexicon SNOWFLAKE = Lexicons.snowflake();
    /** Databricks SQL without ANSI's double-quoted identifiers, its default. */
    public static final Lexicon DATABRICKS = Lexicons.databricks();

    private static final int ASCII = 128;
    private static final byte WORD_START = 1;
    private static final byte WORD_PART = 2;
    private static final byte OPERATOR_PART = 4;
    private static final String FREE_OPERATOR_CHARACTERS = "+-*/<>=~!@#%^&|`?";

    /** What a backslash does in a string. */
    public enum Escapes {
        /** It is a character like any other. */
        NONE,
        /** {@code \0 \b \n \r \t \Z}; {@code \%} and {@code \_} stay as they are; otherwise the character itself. */
        MYSQL,
        /** {@code \b \f \n \r \t}, octal, {@code \x} and Unicode escapes; otherwise the character itself. */
        POSTGRESQL,
        /** The same, and {@code \0} is NUL. */
        SNOWFLAKE,
        /** As MySQL, with octal and Unicode escapes. */
        DATABRICKS
    }

    /** Which statements contain separators of their own. */
    public enum Bodies {
        /** Those that create or alter a routine, a trigger or an event. */
        ROUTINES,
        /** Those, and blocks that stand alone ({@code BEGIN … END}). */
        BLOCKS,
        /** Those, and {@code DECLARE} may stand before a block. */
        DECLARED_BLOCKS,
        /** The same statements, but they reach to the end of the text. */
        REST
    }

    private final Builder rules;
    private final EnumSet<Feature> features;
    private final EnumSet<ParameterStyle> parameters;
    private final Set<String> characterSets;
    private final byte[] classes;
    private final String[][] operators;

    private Lexicon(Builder source) {
        rules = new Builder(source);
        features = rules.features;
        parameters = rules.parameters;
        characterSets = rules.characterSets;
        classes = classes(rules);
        operators = operators(rules.operators);
    }

    public static Builder builder(String name) {
        return new Builder(name);
    }

    public Builder toBuilder() {
        return new Builder(rules);
    }

    /** The same rules with other styles of parameters, for clients that write those of their driver. */
    public Lexicon withParameters(Set<ParameterStyle> styles) {
        return toBuilder().parameters(styles).build();
    }

    /** The dialect's name, lower case, as {@code Dialect.name()} has it. */
    public String name() {
        return rules.name;
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    /** What a backslash does in a string without prefix. */
    public Escapes escapes() {
        return rules.escapes;
    }

    /** The styles that its statements may mark parameters in. */
    public Set<ParameterStyle> parameters() {
        return Collections.unmodifiableSet(parameters);
    }

    /** Which statements contain separators. */
    public Bodies bodies() {
        return rules.bodies;
    }

    /** The version up to which {@code /*!NNNNN … *}{@code /} is executed, 0 where that is a comment like any other. */
    public int executableVersion() {
        return rules.executableVersion;
    }

    @Override
    public String toString() {
        return rules.name;
    }

    boolean accepts(ParameterStyle style) {
        return parameters.contains(style);
    }

    boolean characterSet(String name) {
        return characterSets.contains(name);
    }

    boolean numberSuffix(char c) {
        return rules.numberSuffixes.indexOf(Character.toUpperCase(c)) >= 0;
    }

    boolean wordStart(char c) {
        return c >= ASCII || (classes[c] & WORD_START) != 0;
    }

    boolean wordPart(char c) {
        return c >= ASCII || (classes[c] & WORD_PART) != 0;
    }

    boolean operatorPart(char c) {
        return c < ASCII && (classes[c] & OPERATOR_PART) != 0;
    }

    /** Characters of the longest listed operator that stands there; 0 where none does. */
    int operatorLength(String text, int at) {
        char first = text.charAt(at);
        String[] candidates = first < ASCII ? operators[first] : null;
        if (candidates != null) {
            for (String candidate : candidates) {
                if (text.startsWith(candidate, at)) {
                    return candidate.length();
                }
            }
        }
        return 0;
    }

    private static byte[] classes(Builder rules) {
        byte[] classes = new byte[ASCII];
        for (char c = 'a'; c <= 'z'; c++) {
            classes[c] = WORD_START | WORD_PART;
            classes[Character.toUpperCase(c)] = WORD_START | WORD_PART;
        }
        for (char c = '0'; c <= '9'; c++) {
            classes[c] = WORD_PART;
        }
        mark(classes, rules.wordStart, (byte) (WORD_START | WORD_PART));
        mark(classes, rules.wordPart, WORD_PART);
        if (rules.features.contains(Feature.FREE_OPERATORS)) {
            mark(classes, FREE_OPERATOR_CHARACTERS, OPERATOR_PART);
        }
        return classes;
    }

    private static void mark(byte[] classes, String characters, byte bits) {
        for (int at = 0; at < characters.length(); at++) {
            classes[characters.charAt(at)] |= bits;
        }
    }

    private static String[][] operators(List<String> operators) {
        String[][] byFirst = new String[ASCII][];
        for (String operator : operators) {
            char first = operator.charAt(0);
            byFirst[first] = operators.stream()
                    .filter(other -> other.charAt(0) == first)
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .toArray(String[]::new);
        }
        return byFirst;
    }

    /** Collects rules. What is not said is as in standard SQL: {@code 'a''b'}, {@code "name"}, {@code --}, and no more. */
    public static final class Builder {
        private final String name;
        private final EnumSet<Feature> features;
        private EnumSet<ParameterStyle> parameters;
        private Escapes escapes = Escapes.NONE;
        private Bodies bodies = Bodies.ROUTINES;
        private int executableVersion;
        private String numberSuffixes = "";
        private Set<String> characterSets = Set.of();
        private String wordStart = "_";
        private String wordPart = "";
        private List<String> operators = List.of("<>", "<=", ">=", "||");

        private Builder(String name) {
            this.name = name.toLowerCase(Locale.ROOT);
            features = EnumSet.of(Feature.DOUBLED_QUOTES);
            parameters = EnumSet.noneOf(ParameterStyle.class);
        }

        private Builder(Builder other) {
            name = other.name;
            features = EnumSet.copyOf(other.features);
            parameters = EnumSet.copyOf(other.parameters);
            escapes = other.escapes;
            bodies = other.bodies;
            executableVersion = other.executableVersion;
            numberSuffixes = other.numberSuffixes;
            characterSets = other.characterSets;
            wordStart = other.wordStart;
            wordPart = other.wordPart;
            operators = other.operators;
        }

        public Builder with(Feature... more) {
            features.addAll(List.of(more));
            return this;
        }

        public Builder without(Feature... less) {
            features.removeAll(List.of(less));
            return this;
        }

        /** The marks of parameters, in place of those that were said before. */
        public Builder parameters(Set<ParameterStyle> styles) {
            parameters = EnumSet.noneOf(ParameterStyle.class);
            parameters.addAll(styles);
            return this;
        }

        public Builder escapes(Escapes value) {
            escapes = value;
            return this;
        }

        public Builder bodies(Bodies value) {
            bodies = value;
            return this;
        }

        /** As MySQL counts: 80400 for 8.4.0. */
        public Builder executableVersion(int value) {
            executableVersion = value;
            return this;
        }

        /** Letters, upper case, of which one may end a number. */
        public Builder numberSuffixes(String letters) {
            numberSuffixes = letters;
            return this;
        }

        /** Names, lower case, that are an introducer behind an underscore. */
        public Builder characterSets(Set<String> names) {
            characterSets = Set.copyOf(names);
            return this;
        }

        /** ASCII characters beside letters that begin a word, and those beside letters and digits that continue it. */
        public Builder words(String start, String part) {
            wordStart = start;
            wordPart = part;
            return this;
        }

        /** The operators of more than one character, in ASCII. */
        public Builder operators(String... values) {
            operators = List.of(values);
            return this;
        }

        public Lexicon build() {
            return new Lexicon(this);
        }
    }
}
