package io.heliosdb.spi.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT 'a'|SELECT 'a'",
                "ALTER ROLE demo PASSWORD 'xyz'|ALTER ROLE demo PASSWORD '****",
                "alter role demo pAssWord E'x\\'z' VALID UNTIL 'y'|alter role demo pAssWord E'*********************",
                "ALTER ROLE \"a\" PASSWORD $$x$$|ALTER ROLE \"a\" PASSWORD $****",
                "ALTER ROLE a PASSWORD $t$x$t$|ALTER ROLE a PASSWORD $******",
                "UPDATE u SET password = $1, name = $2|UPDATE u SET password = $1, name = $2",
                "UPDATE u SET password = $12$x$|UPDATE u SET password = $12$**",
                "INSERT INTO u (\"name\", \"password\") VALUES ('a', 'b')|INSERT INTO u (\"name\", \"password\") VALUES ('********",
                "SELECT dblink('host=x password=abc')|SELECT dblink('host=x password******",
                "SELECT 'it''s', password FROM t|SELECT 'it''s', password FROM t",
                "SELECT passwor, d FROM t WHERE a = 'b'|SELECT passwor, d FROM t WHERE a = 'b'"
            })
    void masksWhatFollowsTheWord(String statement, String expected) {
        assertMasked(new SecretText(false), statement, expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CREATE USER 'a'@'%' IDENTIFIED BY 'xyz'|CREATE USER 'a'@'%' IDENTIFIED BY '****",
                "ALTER USER a IDENTIFIED WITH sha2 AS \"x\" REPLACE 'y'|ALTER USER a IDENTIFIED WITH sha2 AS \"**************",
                "SET PASSWORD = PASSWORD('x')|SET PASSWORD = PASSWORD('***",
                "SELECT \"password is x\"|SELECT \"password******"
            })
    void takesDoubleQuotesForLiteralsWhereTheyAre(String statement, String expected) {
        assertMasked(new SecretText(true), statement, expected);
    }

    private static void assertMasked(SecretText text, String statement, String expected) {
        byte[] octets = statement.getBytes(UTF_8);
        for (int cut = 0; cut <= octets.length; cut++) {
            ByteBuf copy = Unpooled.copiedBuffer(octets);
            text.begin();
            text.mask(copy, 0, cut);
            text.mask(copy, cut, octets.length - cut);
            assertThat(copy.toString(UTF_8)).as("cut at %d", cut).isEqualTo(expected);
            assertThat(text.foundAny()).isEqualTo(!statement.equals(expected));
        }
    }

    @Test
    void knowsWhetherASecretIsMentioned() {
        assertThat(isMentioned("set PASSWORD to")).isTrue();
        assertThat(isMentioned("x identified by")).isTrue();
        assertThat(isMentioned("identify passwor")).isFalse();
        ByteBuf text = Unpooled.copiedBuffer("password", UTF_8);
        assertThat(SecretText.isMentioned(text, 1, 7)).isFalse();
    }

    private static boolean isMentioned(String text) {
        ByteBuf octets = Unpooled.copiedBuffer(text, UTF_8);
        return SecretText.isMentioned(octets, 0, octets.readableBytes());
    }
}
