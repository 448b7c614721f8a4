package io.heliosdb.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.engine.SessionStart;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What every dialect must pass: it tells the kind of a statement from its octets, cuts and plans statements, refuses by the
 * vendor's errors what it cannot plan and nothing else happens, and its prelude can be installed twice. A dialect's own test
 * class inherits it and says what its statements are.
 */
public abstract class BaseDialectTest {
    /** As Postgres counts them in Bind. */
    private static final Pattern MARK = Pattern.compile("\\$(\\d+)");

    /** What fails where it is run a second time, unless it is the session's own. */
    private static final Pattern ONLY_ONCE = Pattern.compile("(?is)(?:--[^\\n]*\\n|\\s)*create\\s+"
            + "(?:aggregate|cast|collation|domain|function|index|operator|procedure|schema|sequence|table|type)\\s+"
            + "(?!if\\s+not\\s+exists\\b)(?!pg_temp\\.).*");

    /** States that every protocol may have to tell of. */
    private static final List<String> STATES = List.of(
            SqlState.INTERNAL_ERROR,
            SqlState.PROTOCOL_VIOLATION,
            SqlState.SYNTAX_ERROR,
            SqlState.FEATURE_NOT_SUPPORTED,
            SqlState.QUERY_CANCELED,
            SqlState.ADMIN_SHUTDOWN,
            SqlState.TOO_MANY_CONNECTIONS,
            "22012",
            "23505",
            "42P01",
            "ZZ999");

    private static final int RANDOM_CASES = 300;
    private static final int LONGEST_RANDOM = 60;

    /** A new instance of the dialect under test. */
    protected abstract Dialect dialect();

    /** One statement of each kind that the dialect tells apart, or more; none of them needs a table to be planned. */
    protected abstract Map<String, StatementKind> statements();

    /** Texts that are no statements of this dialect; empty where everything is left to the engine. */
    protected List<String> refused() {
        return List.of();
    }

    /** What a client's session begins with. */
    protected SessionOpening opening() {
        return new SessionOpening("demo", "demo", "", 1, Map.of());
    }

    // ------------------------------------------------------------------ kinds

    @Test
    final void itHasALowerCaseName() {
        assertThat(dialect().name()).matches("[a-z][a-z0-9-]*");
    }

    @TestFactory
    final Stream<DynamicTest> itKnowsTheKindOfAStatement() {
        return statements().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    assertThat(kind(entry.getKey())).isEqualTo(entry.getValue());
                    assertThat(kind(" \n\t" + entry.getKey() + "\0")).isEqualTo(entry.getValue());
                    assertThat(kind("/* comment */ " + entry.getKey())).isEqualTo(entry.getValue());
                }));
    }

    @Test
    final void itHasAKindForEverything() {
        for (String text : List.of("", " ", "\0", ";", "/*", "/* never ends", "--", "'", "\"", "\u00fcber")) {
            assertThat(kind(text)).as(text).isNotNull();
        }
        Random random = new Random(1);
        for (int round = 0; round < RANDOM_CASES; round++) {
            byte[] octets = new byte[random.nextInt(LONGEST_RANDOM)];
            random.nextBytes(octets);
            assertThat(kind(octets)).isNotNull();
        }
    }

    private StatementKind kind(String text) {
        return kind(text.getBytes(StandardCharsets.UTF_8));
    }

    private StatementKind kind(byte[] octets) {
        // Not from the begin of the buffer, as in a message.
        ByteBuf buffer = Unpooled.buffer().writeByte('Q').writeBytes(octets);
        buffer.readByte();
        StatementKind kind = dialect().kind(buffer);
        assertThat(buffer.readerIndex()).as("reader index").isEqualTo(1);
        assertThat(buffer.readableBytes()).as("readable octets").isEqualTo(octets.length);
        return kind;
    }

    // ------------------------------------------------------------------ plans

    @Test
    final void aDialectThatIsTheEnginesOwnHasNoSession() {
        Assumptions.assumeTrue(dialect().verbatim(), "translated");
        assertThatThrownBy(() -> dialect().open(opening())).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    final void itCutsATextIntoItsStatements() {
        DialectSession session = translated();
        List<String> statements = List.copyOf(statements().keySet());
        for (String statement : statements) {
            assertThat(session.split(statement)).containsExactly(statement);
        }
        assertThat(session.split(String.join(";\n", statements) + ";")).containsExactlyElementsOf(statements);
        assertThat(session.split(" ; ; ")).containsExactly("");
        assertThat(session.split("")).containsExactly("");
    }

    @TestFactory
    final Stream<DynamicTest> itPlansAStatement() {
        if (dialect().verbatim()) {
            return Stream.empty();
        }
        return statements().keySet().stream()
                .map(statement -> DynamicTest.dynamicTest(statement, () -> {
                    DialectSession session = translated();
                    Plan plan = session.plan(statement, NOBODY_KNOWS);
                    for (Step step : plan.steps()) {
                        assertThat(step.text()).isNotBlank();
                        assertThat(step.parameters()).allMatch(number -> number >= 0 && number < plan.parameters());
                        assertThat(MARK.matcher(step.text())
                                        .results()
                                        .mapToInt(mark -> Integer.parseInt(mark.group(1))))
                                .as("marks of %s", step.text())
                                .allMatch(number -> number <= step.parameters().size());
                    }
                    session.running(statement, plan);
                    session.finished(succeeded());
                }));
    }

    @TestFactory
    final Stream<DynamicTest> itRefusesWhatIsNoStatement() {
        return refused().stream()
                .map(text -> DynamicTest.dynamicTest(text, () -> {
                    DialectSession session = translated();
                    assertThatThrownBy(() -> session.plan(text, NOBODY_KNOWS))
                            .isInstanceOfSatisfying(HeliosException.class, error -> {
                                session.finished(Outcome.failed(error, List.of()));
                                assertThat(error.sqlState()).matches("[0-9A-Z]{5}");
                                assertIsAnError(session.error(error));
                            });
                }));
    }

    @Test
    final void itRefusesGarbageByAnErrorOfItsOwn() {
        DialectSession session = translated();
        Random random = new Random(2);
        String letters = "abSELECT FROMwhere'\"`$1?:;,.()*-/+=<>[]{}\\\n\t0123456789\u00fc\u4e2d";
        for (int round = 0; round < RANDOM_CASES; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(LONGEST_RANDOM); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                for (String statement : session.split(text.toString())) {
                    session.plan(statement, NOBODY_KNOWS);
                }
            } catch (HeliosException refused) {
                assertIsAnError(session.error(refused));
            }
        }
    }

    @Test
    final void itKnowsEveryErrorInTheVendorsTerms() {
        DialectSession session = translated();
        for (String state : STATES) {
            assertIsAnError(session.error(new HeliosException(state, "something went wrong")));
        }
    }

    @Test
    final void aResetSessionIsAsANewOne() {
        DialectSession session = translated();
        Optional<String> schema = session.schema();
        boolean autocommit = session.autocommit();
        for (String statement : statements().keySet()) {
            Plan plan = session.plan(statement, NOBODY_KNOWS);
            session.running(statement, plan);
            session.finished(succeeded());
        }
        session.reset();
        assertThat(session.schema()).isEqualTo(schema);
        assertThat(session.autocommit()).isEqualTo(autocommit);
        assertThat(session.begin()).isNotBlank();
        assertThat(session.engineParameters()).isEqualTo(translated().engineParameters());
    }

    @Test
    final void aSessionGoesOnFromTheStateOfAnother() {
        DialectSession session = translated();
        Optional<Map<String, String>> state = session.state();
        Assumptions.assumeTrue(state.isPresent(), "its sessions stay with the version that they began with");
        DialectSession resumed =
                dialect().resume(opening(), state.orElseThrow()).orElseThrow();
        assertThat(resumed.schema()).isEqualTo(session.schema());
        assertThat(resumed.autocommit()).isEqualTo(session.autocommit());
        assertThat(resumed.engineParameters()).isEqualTo(session.engineParameters());
        assertThat(resumed.state()).isEqualTo(state);
        assertThat(dialect().resume(opening(), Map.of("what nobody knows", "a text")))
                .as("with names that it does not know")
                .isPresent();
    }

    // ------------------------------------------------------------------ prelude

    @Test
    final void itsPreludeCanBeInstalledAgain() {
        Optional<Prelude> prelude = dialect().prelude();
        Assumptions.assumeTrue(prelude.isPresent(), "it has none");
        assertThat(prelude.get().schema()).matches("[a-z_][a-z0-9_]*").doesNotStartWith("pg_");
        assertThat(prelude.get().version()).isGreaterThan(org.osgi.framework.Version.emptyVersion);
        assertThat(prelude.get().statements())
                .isNotEmpty()
                .filteredOn(statement -> ONLY_ONCE.matcher(statement).matches())
                .as("statements that fail where they run again")
                .isEmpty();
    }

    // ------------------------------------------------------------------

    private static final Catalog NOBODY_KNOWS = name -> Optional.empty();

    private DialectSession translated() {
        Dialect dialect = dialect();
        Assumptions.assumeFalse(dialect.verbatim(), "the engine's own text");
        DialectSession session = dialect.open(opening());
        session.opened(new SessionStart(1, Map.of("server_version", "18.6")));
        return session;
    }

    private static Outcome succeeded() {
        return new Outcome(-1, -1, 0, Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    private static void assertIsAnError(VendorError error) {
        assertThat(error.sqlState()).matches("[0-9A-Z]{5}");
        assertThat(error.message()).isNotBlank();
    }
}
