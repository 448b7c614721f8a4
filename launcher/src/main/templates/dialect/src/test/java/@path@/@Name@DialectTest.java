package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.testkit.BaseDialectTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every dialect must pass, with this one's statements. */
class @Name@DialectTest extends BaseDialectTest {
    @Override
    protected Dialect dialect() {
        return new @Name@Dialect();
    }

    @Override
    protected Map<String, StatementKind> statements() {
        return Map.of(
                "SELECT NVL(?, SYSDATE)", StatementKind.QUERY,
                "INSERT INTO t VALUES (?)", StatementKind.MANIPULATION,
                "CREATE TABLE t (a int)", StatementKind.DEFINITION,
                "BEGIN", StatementKind.TRANSACTION,
                "SET VERBOSE ON", StatementKind.OTHER);
    }

    @Override
    protected List<String> refused() {
        return List.of("GOTO 10", "SET VERBOSE MAYBE", "SELECT 'never ends");
    }

    @Test
    void theWordSysdateIsTheTimeWhereItIsAWord() {
        assertThat(text("SELECT sysdate, 'SYSDATE', \"SYSDATE\" -- SYSDATE"))
                .isEqualTo("SELECT CURRENT_TIMESTAMP, 'SYSDATE', \"SYSDATE\" -- SYSDATE");
    }

    @Test
    void aParameterIsAQuestionMark() {
        assertThat(text("SELECT ?, '?', ?")).isEqualTo("SELECT $1, '?', $2");
    }

    @Test
    void aSettingIsRememberedWhenItsStatementIsDone() {
        DialectSession session = dialect().open(opening());
        Plan plan = session.plan("set verbose on", name -> Optional.empty());
        assertThat(session.setting("verbose")).contains("OFF");
        plan.succeeded().accept(null);
        assertThat(session.setting("verbose")).contains("ON");
    }

    private String text(String sql) {
        Plan plan = dialect().open(opening()).plan(sql, name -> Optional.empty());
        return plan.steps().get(0).text();
    }
}
