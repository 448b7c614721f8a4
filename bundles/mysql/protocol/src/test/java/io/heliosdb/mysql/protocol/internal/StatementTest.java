package io.heliosdb.mysql.protocol.internal;

import static io.heliosdb.mysql.protocol.internal.Conversation.error;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.spi.type.TypeOid;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {
    private static final String OK = "00000002000000";
    private static final String EOF = "fe00000200";
    private static final String CURSOR_EXISTS = "fe00004200";
    private static final String LAST_ROW_SENT = "fe00008200";
    private static final String PREPARE = "16" + "53454c454354203f";

    /** From the manual's page on COM_STMT_EXECUTE: statement 1, one VARCHAR, "foo". */
    private static final String EXECUTE = "17 01000000 00 01000000 00 01 0f00 03666f6f";

    private static final String OPEN = "17 01000000 01 01000000 00 01 0300 05000000";
    private static final String ROW_OF_ONE = "0000" + "01000000";

    private final Conversation conversation = new Conversation();

    @BeforeEach
    void logIn() {
        conversation.loggedIn(0);
    }

    @AfterEach
    void finish() {
        conversation.finish();
    }

    @Test
    void preparingTellsParametersAndColumns() {
        List<String> payloads = conversation.command(PREPARE);
        assertThat(payloads).hasSize(5);
        assertThat(payloads.get(0)).isEqualTo("00" + "01000000" + "0100" + "0100" + "00" + "0000");
        assertThat(payloads.get(1)).startsWith("03646566" + "000000" + "013f" + "00");
        assertThat(payloads.get(2)).isEqualTo(EOF);
        assertThat(payloads.get(4)).isEqualTo(EOF);
        assertThat(error(conversation.command("16" + "78").get(0))).isEqualTo("1064 #42000cannot be prepared");
    }

    @Test
    void executingGivesBinaryRows() {
        conversation.command(PREPARE);
        assertThat(conversation.command(EXECUTE).subList(2, 5)).containsExactly(EOF, ROW_OF_ONE, EOF);
        assertThat(parameter()).isEqualTo("25 foo");
    }

    @Test
    void typesHoldUntilOthersAreBound() {
        conversation.command(PREPARE);
        conversation.command(EXECUTE);
        conversation.command("17 01000000 00 01000000 00 00 03626172");
        assertThat(parameter()).isEqualTo("25 bar");
        conversation.command("17 01000000 00 01000000 00 01 0880 ffffffffffffffff");
        assertThat(parameter()).isEqualTo("1700 18446744073709551615");
        conversation.command("17 01000000 00 01000000 01 00");
        assertThat(conversation.engine().parameters.get(0).value()).isNull();
    }

    @Test
    void attributesAreNoParameters() {
        conversation.finish();
        Conversation other = new Conversation().loggedIn(Capability.QUERY_ATTRIBUTES);
        other.command(PREPARE);
        other.command("17 01000000 08 01000000 02 00 01 0300 00 0f00 0161 05000000 0178");
        assertThat(other.engine().parameters).hasSize(1);
        assertThat(other.engine().parameters.get(0).value()).isEqualTo("5".getBytes(UTF_8));
        other.finish();
    }

    @ParameterizedTest
    @CsvSource({
        "17 01000000 00 01000000, 1835",
        "17 01000000 00 01000000 00, 1835",
        "17 01000000 00 01000000 00 00 00, 1210",
        "17 01000000 00 01000000 00 01, 1835",
        "17 01000000 00 01000000 00 01 2000 00, 1835",
        "17 01000000 00 01000000 00 01 0300 0000, 1835",
        "17 01000000 00 01000000 00 01 0f00 05666f6f, 1835",
        "17 01000000 00 01000000 00 01 0f00 feffffffffffffffff, 1835",
        "17 01000000 00 01000000 00 01 0c00 03000000, 1835",
        "17 01000000 00 01000000 00 01 0b00 01 00, 1835",
        "17 02000000 00 01000000, 1243",
        "1a 02000000, 1243",
        "1c 02000000 01000000, 1243",
        "1c 01000000 01000000, 1421"
    })
    void whatIsBrokenIsRefusedAndTheSessionGoesOn(String command, int code) {
        conversation.command(PREPARE);
        assertThat(error(conversation.command(command).get(0))).startsWith(code + " #");
        assertThat(conversation.command("0e")).containsExactly(OK);
    }

    @Test
    void aCursorGivesItsRowsWhenTheyAreFetched() {
        conversation.command(PREPARE);
        List<String> opened = conversation.command(OPEN);
        assertThat(opened).hasSize(3).first().isEqualTo("01");
        assertThat(opened).last().isEqualTo(CURSOR_EXISTS);
        conversation.engine().answers.put("fetch", Results.fetched().row(Results.int4(1)));
        assertThat(conversation.command("1c 01000000 01000000")).containsExactly(ROW_OF_ONE, CURSOR_EXISTS);
        assertThat(conversation.command("1c 01000000 ffffffff")).containsExactly(ROW_OF_ONE, LAST_ROW_SENT);
        assertThat(error(conversation.command("1c 01000000 01000000").get(0)))
                .isEqualTo("1421 #HY000The statement (1) has no open cursor.");
        assertThat(conversation.engine().calls)
                .containsExactly(
                        "prepare SELECT ?",
                        "open mysql_1",
                        "fetch 1 of mysql_1",
                        "fetch 2147483647 of mysql_1",
                        "close mysql_1");
    }

    @Test
    void aCursorGoesWithResetCloseAndTheNextExecution() {
        conversation.command(PREPARE);
        conversation.command(OPEN);
        assertThat(conversation.command("1a 01000000")).containsExactly(OK);
        conversation.command(OPEN);
        conversation.command(EXECUTE);
        conversation.command(OPEN);
        assertThat(conversation.command("19 01000000")).isEmpty();
        assertThat(conversation.command("19 01000000")).isEmpty();
        assertThat(conversation.engine().calls)
                .containsExactly(
                        "prepare SELECT ?",
                        "open mysql_1",
                        "close mysql_1",
                        "open mysql_1",
                        "close mysql_1",
                        "execute SELECT ?",
                        "open mysql_1",
                        "close mysql_1",
                        "close SELECT ?");
        assertThat(error(conversation.command(EXECUTE).get(0))).startsWith("1243 ");
    }

    @Test
    void longDataComesInPieces() {
        conversation.command(PREPARE);
        assertThat(conversation.command("18 01000000 0000 6162")).isEmpty();
        assertThat(conversation.command("18 01000000 0000 63")).isEmpty();
        assertThat(conversation.command("18 09000000 0000 63")).isEmpty();
        conversation.command("17 01000000 00 01000000 00 01 fe00");
        assertThat(parameter()).isEqualTo("25 abc");
        conversation.command("18 01000000 0000 6162");
        conversation.command("17 01000000 00 01000000 00 01 fc00");
        assertThat(parameter()).isEqualTo("23 ab");
    }

    @Test
    void longDataOfNoParameterIsToldAtTheExecution() {
        conversation.command(PREPARE);
        conversation.command("18 01000000 0500 6162");
        assertThat(error(conversation.command(EXECUTE).get(0)))
                .isEqualTo("1210 #HY000Incorrect arguments to mysqld_stmt_send_long_data");
        assertThat(conversation.command(EXECUTE)).hasSize(5);
    }

    @Test
    void aResetOfTheConnectionForgetsStatements() {
        conversation.command(PREPARE);
        conversation.command("1f");
        assertThat(error(conversation.command(EXECUTE).get(0))).startsWith("1243 ");
    }

    @Test
    void aStatementWithoutRowsIsCounted() {
        conversation.engine().preparable.put("DO 1", new FakeSession.Statement("DO 1", List.of(), List.of()));
        assertThat(conversation.command("16" + "444f2031"))
                .containsExactly("00" + "01000000" + "0000" + "0000" + "00" + "0000");
        assertThat(conversation.command("17 01000000 01 01000000")).containsExactly(OK);
    }

    @Test
    void octetsForATextStayOctets() {
        conversation
                .engine()
                .preparable
                .put("SELECT ?", new FakeSession.Statement("SELECT ?", List.of(TypeOid.BYTEA), List.of()));
        conversation.command(PREPARE);
        conversation.command("17 01000000 00 01000000 00 01 fd00 02 00ff");
        assertThat(conversation.engine().parameters.get(0).type()).isEqualTo(TypeOid.BYTEA);
        assertThat(conversation.engine().parameters.get(0).value()).containsExactly(0, 0xff);
    }

    private String parameter() {
        assertThat(conversation.engine().parameters).hasSize(1);
        return conversation.engine().parameters.get(0).type() + " "
                + new String(conversation.engine().parameters.get(0).value(), UTF_8);
    }
}
