package io.heliosdb.spi.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

@SuppressWarnings("NullOptional") // that a null is refused is what some of the tests are about
class DialectValuesTest {
    private static final TableColumn ID = column("id", 1, true);
    private static final TableColumn NAME = column("name", 3, false);
    private final HeliosException error = new HeliosException("42601", "no statement");

    private final List<List<String>> keys = new ArrayList<>(List.of(new ArrayList<>(List.of("id"))));
    private final Table table = new Table(4711, "public", "people", List.of(ID, NAME), keys, true);

    private static TableColumn column(String name, int number, boolean generated) {
        return new TableColumn(
                name,
                number,
                "integer",
                -1,
                true,
                generated,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void aTableFindsItsColumnsByNameAndByNumber() {
        assertThat(table.column("name")).contains(NAME);
        assertThat(table.column("NAME")).isEmpty();
        assertThat(table.column(3)).contains(NAME);
        assertThat(table.column(2)).as("a dropped column").isEmpty();
    }

    @Test
    void aTableKnowsTheColumnWhoseKeyIsGenerated() {
        assertThat(table.generated()).contains(ID);
        assertThat(new Table(1, "public", "names", List.of(NAME), List.of(), false).generated())
                .isEmpty();
    }

    @Test
    void aTableKeepsCopiesOfItsKeys() {
        keys.get(0).add("name");
        keys.clear();
        assertThat(table.uniqueKeys()).containsExactly(List.of("id"));
    }

    @Test
    void aMissNamesTheTableAndIsNoDefect() {
        TableName name = new TableName("sales", "orders");
        CatalogMiss miss = new CatalogMiss(name);
        assertThat(miss.table()).isEqualTo(name);
        assertThat(miss).hasMessageContaining("orders");
        assertThat(miss.getStackTrace()).isEmpty();
    }

    @Test
    void aPlanOfOneStatementRunsIt() {
        Plan plan = Plan.of("select 1", StatementKind.QUERY, Step.Use.ROWS);
        assertThat(plan.steps()).containsExactly(new Step("select 1", Step.Use.ROWS, List.of()));
        assertThat(plan.kind()).isEqualTo(StatementKind.QUERY);
        assertThat(plan.transaction()).isEqualTo(TransactionEffect.STATEMENT);
        assertThat(plan.parameters()).isZero();
        assertThat(plan.tables()).isEmpty();
        assertThat(plan.succeeded()).isSameAs(Plan.NOTHING);
    }

    @Test
    void aPlanThatIsAcceptedRunsNothingAndTells() {
        List<Outcome> told = new ArrayList<>();
        Plan plan = Plan.accepted(told::add);
        assertThat(plan.steps()).isEmpty();
        assertThat(plan.transaction()).isEqualTo(TransactionEffect.NONE);

        Outcome outcome = new Outcome(0, 0, 0, Optional.empty(), List.of(), List.of(), Optional.empty());
        plan.succeeded().accept(outcome);
        assertThat(told).containsExactly(outcome);
        Plan.NOTHING.accept(outcome);
    }

    @Test
    void plansAndStepsKeepCopies() {
        List<Integer> numbers = new ArrayList<>(List.of(0, 0, 1));
        List<Step> steps = new ArrayList<>(List.of(new Step("select $1, $2, $3", Step.Use.CAPTURE, numbers)));
        List<TableName> tables = new ArrayList<>(List.of(new TableName("", "people")));
        Plan plan = new Plan(steps, StatementKind.QUERY, TransactionEffect.STATEMENT, 2, tables, Plan.NOTHING);
        numbers.clear();
        steps.clear();
        tables.clear();
        assertThat(plan.steps()).hasSize(1);
        assertThat(plan.steps().get(0).parameters()).containsExactly(0, 0, 1);
        assertThat(plan.tables()).containsExactly(new TableName("", "people"));
    }

    @Test
    void aFailureChangedNothingAndSaysWhy() {
        HeliosException notice = new HeliosException("01000", "truncated");
        List<HeliosException> notices = new ArrayList<>(List.of(notice));
        Outcome outcome = Outcome.failed(error, notices);
        notices.clear();
        assertThat(outcome.error()).contains(error);
        assertThat(outcome.affected()).isEqualTo(-1);
        assertThat(outcome.matched()).isEqualTo(-1);
        assertThat(outcome.returned()).isZero();
        assertThat(outcome.generatedKey()).isEmpty();
        assertThat(outcome.captured()).isEmpty();
        assertThat(outcome.notices()).containsExactly(notice);
    }

    @Test
    void aSessionThatNamesNoControlReachesNoOther() {
        Map<String, String> settings = new HashMap<>(Map.of("character_set_client", "utf8mb4"));
        SessionOpening opening = new SessionOpening("demo", "demo", "sales", 7, settings);
        settings.clear();
        assertThat(opening.settings()).containsExactly(Map.entry("character_set_client", "utf8mb4"));
        assertThat(opening.connectionId()).isEqualTo(7);
        assertThat(opening.control().kill(7, SessionControl.Target.SESSION)).isEqualTo(SessionControl.Answer.UNKNOWN);
        assertThat(opening.control().sessions()).isEmpty();
    }

    @Test
    void aPreludeKeepsItsStatements() {
        List<String> statements = new ArrayList<>(List.of("create domain tiny as int2"));
        Prelude prelude = new Prelude("helios_toy", new Version(1, 2, 0), statements);
        statements.clear();
        assertThat(prelude.statements()).containsExactly("create domain tiny as int2");
        assertThat(prelude.version()).isEqualTo(new Version("1.2"));
    }

    @Test
    void aDialectThatIsTheEnginesOwnHasNoSessions() {
        Dialect engine = new Dialect() {
            @Override
            public String name() {
                return "engine";
            }

            @Override
            public boolean verbatim() {
                return true;
            }

            @Override
            public StatementKind kind(ByteBuf sql) {
                return StatementKind.OTHER;
            }
        };
        assertThat(engine.prelude()).isEmpty();
        SessionOpening opening = new SessionOpening("demo", "demo", "", 1, Map.of());
        assertThatThrownBy(() -> engine.open(opening))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("engine");
    }

    @Test
    void nullsAreRefused() {
        refuses("name", () -> new TableName("", null));
        refuses("schema", () -> new TableName(null, "people"));
        refuses("sqlState", () -> new VendorError(1064, null, "You have an error"));
        refuses("message", () -> new VendorError(1064, "42000", null));
        refuses("text", () -> new Step(null, Step.Use.ROWS, List.of()));
        refuses("use", () -> new Step("select 1", null, List.of()));
        refuses("kind", () -> Plan.of("select 1", null, Step.Use.ROWS));
        refuses("succeeded", () -> Plan.accepted(null));
        refuses("control", () -> new SessionOpening("demo", "demo", "", 1, Map.of(), null));
        refuses("database", () -> new SessionOpening("demo", null, "", 1, Map.of()));
        refuses("version", () -> new Prelude("helios_toy", null, List.of()));
        refuses("host", () -> new SessionInformation(1, "demo", null, Optional.empty(), Optional.empty(), 0));
        refuses("statement", () -> new SessionInformation(1, "demo", "::1", Optional.empty(), null, 0));
        refuses("name", () -> column(null, 1, false));
        refuses("schema", () -> new Table(1, null, "people", List.of(), List.of(), false));
        refuses("error", () -> new Outcome(0, 0, 0, Optional.empty(), List.of(), List.of(), null));
    }

    private static void refuses(String name, Runnable construction) {
        assertThatNullPointerException().isThrownBy(construction::run).withMessage(name);
    }
}
