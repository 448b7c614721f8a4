package io.heliosdb.mysql.dialect.internal.prelude;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.sql.scan.Lexicon;
import io.heliosdb.sql.scan.StatementSplitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MysqlPreludeTest {
    /** Of the files of {@link MysqlPrelude#VERSION}. When it is another one, raise the version and write it down here. */
    private static final String SHA_256 = "093f848e939bdb3ed6c22ae2f682f45759b63fe3ac5f394bf1d1779b4b751bbf";

    @Test
    void anotherContentIsAnotherVersion() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        MysqlPrelude.FILES.forEach(file -> digest.update(MysqlPrelude.text(file).getBytes(StandardCharsets.UTF_8)));

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .describedAs("SHA-256 of the prelude; is %s still its version?", MysqlPrelude.VERSION)
                .isEqualTo(SHA_256);
    }

    @Test
    void isCutIntoStatements() {
        Prelude prelude = MysqlPrelude.read();

        assertThat(prelude.schema()).isEqualTo("helios_mysql");
        assertThat(prelude.statements())
                .hasSizeGreaterThan(300)
                .allSatisfy(statement -> assertThat(statement).isNotBlank().doesNotEndWith(";"));
    }

    @Test
    void isCutAsAScannerCutsIt() {
        for (String file : MysqlPrelude.FILES) {
            String text = MysqlPrelude.text(file);
            assertThat(PreludeText.statements(text))
                    .as(file)
                    .containsExactlyElementsOf(StatementSplitter.split(text, Lexicon.POSTGRESQL).stream()
                            .map(String::strip)
                            .toList());
        }
    }

    @Test
    void canBeInstalledOverItself() throws IOException {
        PreludeServer server = PreludeServer.shared();
        server.query("BEGIN");
        server.query("SET LOCAL search_path = helios_mysql, pg_catalog");
        for (String statement : MysqlPrelude.read().statements()) {
            server.query(statement);
        }
        server.query("COMMIT");

        assertThat(server.query("SELECT helios_mysql.concat('a', 1)")).containsExactly(List.of("a1"));
    }

    @Test
    void changesNothingThatIsNotInItsSchema() throws IOException {
        assertThat(PreludeServer.shared()
                        .query("SELECT pg_describe_object(d.classid, d.objid, 0) FROM pg_depend d"
                                + " JOIN pg_proc p ON p.oid = d.refobjid AND d.refclassid = 'pg_proc'::regclass"
                                + " WHERE p.pronamespace = 'helios_mysql'::regnamespace AND d.classid IN"
                                + " ('pg_cast'::regclass, 'pg_opclass'::regclass, 'pg_amproc'::regclass)"))
                .isEmpty();
    }
}
