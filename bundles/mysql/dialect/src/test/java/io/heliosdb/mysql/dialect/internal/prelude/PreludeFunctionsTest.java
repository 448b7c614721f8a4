package io.heliosdb.mysql.dialect.internal.prelude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every function gives what the vendor's server gives. The tables in the resources say for what, and who says so. */
class PreludeFunctionsTest {
    private static final String ARROW = " => ";
    private static final List<String> TABLES = List.of(
            "functions-string.txt",
            "functions-date.txt",
            "functions-numeric.txt",
            "functions-json.txt",
            "functions-other.txt",
            "functions-manual.txt");

    @TestFactory
    Stream<DynamicTest> values() {
        return TABLES.stream().flatMap(PreludeFunctionsTest::lines).map(line -> {
            int arrow = line.lastIndexOf(ARROW);
            String expression = line.substring(0, arrow);
            String expected = line.substring(arrow + ARROW.length());
            return DynamicTest.dynamicTest(
                    expression, () -> assertThat(value(expression)).isEqualTo(expected));
        });
    }

    private static Stream<String> lines(String table) {
        try (InputStream in = PreludeFunctionsTest.class.getResourceAsStream(table)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new AssertionError(table, e);
        }
    }

    private static String value(String expression) throws IOException {
        String text = PreludeServer.shared()
                .query("SELECT coalesce(helios_mysql.as_text((" + expression + ")), 'NULL')")
                .get(0)
                .get(0);
        return text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    /** {@code least} and {@code greatest} of the engine leave NULL out: a function that clamps by them makes a number of it. */
    @Test
    void nothingButNullComesOutOfNulls() throws IOException {
        PreludeServer.shared()
                .query(
                        """
                DO $test$
                DECLARE
                    f record;
                    something text;
                BEGIN
                    FOR f IN SELECT p.proname, string_agg('NULL::' || CASE WHEN format_type(a.t, NULL) LIKE 'any%' THEN 'integer'
                            ELSE format_type(a.t, NULL) END, ', ' ORDER BY a.place) AS arguments
                        FROM pg_proc p, unnest(p.proargtypes) WITH ORDINALITY AS a (t, place)
                        WHERE p.pronamespace = 'helios_mysql'::regnamespace AND p.prokind = 'f' AND p.provariadic = 0
                            AND p.proname ~ '^(as_|to_|truth|operator_|regexp|json_|date|time|add|sub|week|year|round|trunc|inet|uuid|un|left|right|lpad|rpad|mid)'
                            AND p.proname <> 'json_quote'
                        GROUP BY p.oid, p.proname
                    LOOP
                        EXECUTE format('SELECT (helios_mysql.%I(%s))::text', f.proname, f.arguments) INTO something;
                        IF something IS NOT NULL THEN
                            RAISE EXCEPTION '%(%) is %', f.proname, f.arguments, something;
                        END IF;
                    END LOOP;
                END
                $test$""");
    }

    @Test
    void clocksShowTheStatementsTime() throws IOException {
        List<String> row = PreludeServer.shared()
                .query(
                        "SELECT now() = date_trunc('second', statement_timestamp()::timestamp), now(3) <= statement_timestamp()::timestamp,"
                                + " extract(microsecond from now(0)) % 1000000, curdate() = now()::date, curtime() = now()::time::interval,"
                                + " unix_timestamp() = floor(extract(epoch from statement_timestamp())), sysdate(6) >= now(6),"
                                + " utc_timestamp() = date_trunc('second', statement_timestamp() at time zone 'UTC')")
                .get(0);

        assertThat(row).containsExactly("t", "t", "0", "t", "t", "t", "t", "t");
    }

    @Test
    void namedLocksAreHeldUntilTheyAreReleased() throws IOException {
        assertThat(PreludeServer.shared()
                        .query("SELECT get_lock('Mine', 0, 4711), is_free_lock('mine'), is_used_lock('mine')"))
                .containsExactly(List.of("1", "0", "4711"));
        assertThat(
                        PreludeServer.shared()
                                .query(
                                        "SELECT release_lock('mine'), is_free_lock('mine'), release_lock('mine') IS NULL, is_used_lock('mine') IS NULL"))
                .containsExactly(List.of("1", "1", "t", "t"));
    }

    @Test
    void wordsAreSearchedAsMysqlWritesThem() throws IOException {
        assertThat(PreludeServer.shared()
                        .query(
                                "SELECT match_natural('Ruby, on a nutshell''s'), match_boolean('+a -b c'), match_boolean('a \"b c\" d*'),"
                                        + " match_boolean('-a') IS NULL, match_natural('') IS NULL, match_score(to_tsvector('simple', 'a b'), NULL),"
                                        + " match_score(to_tsvector('simple', 'a b'), match_boolean('a')) > 0"))
                .containsExactly(List.of(
                        "'ruby' | 'nutshell' & 's'", "'a' & !'b'", "'a' | 'b' <-> 'c' | 'd':*", "t", "t", "0", "t"));
    }

    @Test
    void aKeyThatWasGivenIsNotGeneratedAgain() throws IOException {
        PreludeServer server = PreludeServer.shared();
        server.query("CREATE TABLE public.keyed (id int GENERATED BY DEFAULT AS IDENTITY, v int)");
        server.query(
                "SELECT advance_key('public.keyed', 'id', 10), advance_key('public.keyed', 'id', 5), advance_key('public.keyed', 'id', NULL)");

        assertThat(server.query("INSERT INTO public.keyed (v) VALUES (1) RETURNING id"))
                .containsExactly(List.of("11"));
        server.query("DROP TABLE public.keyed");
    }

    @Test
    void aGeneratedColumnIsNoChange() throws IOException {
        PreludeServer server = PreludeServer.shared();
        server.query("CREATE TABLE public.computed (v int, w int GENERATED ALWAYS AS (v * 2) STORED, at timestamp(0))");
        server.query("SELECT helios_mysql.ddl_on_update('public.computed', 'at')");
        server.query("INSERT INTO public.computed (v, at) VALUES (1, '2000-01-01')");
        server.query("UPDATE public.computed SET v = 1");
        assertThat(server.query("SELECT w, at < '2001-01-01' FROM public.computed"))
                .containsExactly(List.of("2", "t"));
        server.query("UPDATE public.computed SET v = 2");
        assertThat(server.query("SELECT w, at > '2001-01-01' FROM public.computed"))
                .containsExactly(List.of("4", "t"));
        server.query("DROP TABLE public.computed");
    }

    @Test
    void columnsTakeAndShowWhatTheirTypesMake() throws IOException {
        assertThat(PreludeServer.shared()
                        .query("SELECT helios_mysql.set_value('c,A,c', ARRAY['a', 'b', 'c']),"
                                + " helios_mysql.set_value('', ARRAY['a']), helios_mysql.set_value('a,z', ARRAY['a']),"
                                + " helios_mysql.set_value(5, ARRAY['a', 'b', 'c']), helios_mysql.set_value(8, ARRAY['a']),"
                                + " helios_mysql.enum_value('B', ARRAY['a', 'b']), helios_mysql.enum_value(1, ARRAY['a']),"
                                + " helios_mysql.enum_value(3, ARRAY['a']), helios_mysql.enum_value('c', ARRAY['a']),"
                                + " encode(helios_mysql.binary_value('ab', 4), 'hex'),"
                                + " encode(helios_mysql.binary_value('ab', 1), 'hex'),"
                                + " helios_mysql.bit_value(18446744073709551615), helios_mysql.bit_value(7),"
                                + " helios_mysql.year_value('69'), helios_mysql.year_value(70),"
                                + " helios_mysql.year_value('0'), helios_mysql.year_value(0),"
                                + " helios_mysql.as_text('-26:30:15'::interval, 1),"
                                + " helios_mysql.as_text('2026-01-02 03:04:05.5'::timestamp, 3)"))
                .containsExactly(List.of(
                        "a,c",
                        "",
                        "a,z",
                        "a,c",
                        "8",
                        "b",
                        "a",
                        "3",
                        "c",
                        "61620000",
                        "6162",
                        "-1",
                        "7",
                        "2069",
                        "1970",
                        "2000",
                        "0",
                        "-26:30:15.0",
                        "2026-01-02 03:04:05.500"));
    }

    @Test
    void whatDoesNotFitIsCut() throws IOException {
        assertThat(PreludeServer.shared()
                        .query("SELECT helios_mysql.fit_text('too long', 'c', 4), helios_mysql.fit_text('ab', 'c', 4),"
                                + " helios_mysql.fit_integer('40000', 'n', -32768, 32767),"
                                + " helios_mysql.fit_integer('-3.5', 'n', 0, 255), helios_mysql.fit_integer('x', 'n', 0, 9),"
                                + " helios_mysql.fit_decimal('12abc', 'n', 5, 2),"
                                + " helios_mysql.fit_decimal('-12345.678', 'n', 5, 2), 5 / 0, 5 % 0"))
                .containsExactly(Arrays.asList("too ", "ab", "32767", "0", "0", "12.00", "-999.99", null, null));
    }

    @Test
    void aShownStringIsOfOneLine() throws IOException {
        assertThat(PreludeServer.shared()
                        .query("SELECT helios_mysql.shown_literal('it''s' || chr(10) || chr(13) || chr(92) || 'x')"))
                .containsExactly(List.of("'it''s\\n\\r\\\\x'"));
    }

    @Test
    void aDivisorIsNotZero() throws IOException {
        assertThat(
                        PreludeServer.shared()
                                .query(
                                        "SELECT helios_mysql.divisor(2), helios_mysql.divisor(NULL::numeric), helios_mysql.divisor(1.5)"))
                .containsExactly(Arrays.asList("2", null, "1.5"));
        assertThatThrownBy(() -> PreludeServer.shared().query("SELECT helios_mysql.divisor(0)"))
                .hasMessageContaining("Division by 0");
    }

    @Test
    void aColumnFollowsTheClockWhereTheRowChangedAndItDidNot() throws IOException {
        PreludeServer server = PreludeServer.shared();
        server.query("CREATE TABLE public.stamped (id int, v int, at timestamp(0), other timestamptz(3))");
        server.query("CREATE TRIGGER stamp BEFORE UPDATE ON public.stamped FOR EACH ROW"
                + " EXECUTE FUNCTION helios_mysql.current_timestamp_on_update('at', 'other')");
        server.query(
                "INSERT INTO public.stamped VALUES (1, 1, '2000-01-01', '2000-01-01'), (2, 1, '2000-01-01', '2000-01-01')");
        server.query("UPDATE public.stamped SET v = 1");
        assertThat(server.query("SELECT count(*) FROM public.stamped WHERE at > '2001-01-01'"))
                .containsExactly(List.of("0"));
        server.query("UPDATE public.stamped SET v = 2, other = '2010-01-01' WHERE id = 1");

        assertThat(server.query("SELECT id, at > '2001-01-01', other::date FROM public.stamped ORDER BY id"))
                .containsExactly(List.of("1", "t", "2010-01-01"), List.of("2", "f", "2000-01-01"));
        server.query("DROP TABLE public.stamped");
    }
}
