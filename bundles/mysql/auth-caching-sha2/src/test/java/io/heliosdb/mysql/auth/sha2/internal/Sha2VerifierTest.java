package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha2VerifierTest {
    private static final String SALT =
            new String(HexFormat.of().parseHex("f9cc98ce08892924f50a213b6bc571a2c11778c5"), ISO_8859_1);
    private static final String DIGEST = "bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/";

    @Test
    void readsWhatMysqlStored() {
        Sha2Verifier verifier = Sha2Verifier.parse("$A$005$" + SALT + DIGEST).orElseThrow();
        assertThat(verifier.isOf("hashcat".getBytes(UTF_8))).isTrue();
        assertThat(verifier.isOf("hashcaT".getBytes(UTF_8))).isFalse();
        assertThat(verifier.stored()).isEqualTo("$A$005$" + SALT + DIGEST);
        assertThat(verifier).hasToString("Sha2Verifier[5000 rounds]");
    }

    @Test
    void countsTheRoundsInHexadecimal() {
        assertThat(Sha2Verifier.parse("$A$00a$" + SALT + DIGEST).orElseThrow())
                .hasToString("Sha2Verifier[10000 rounds]")
                .satisfies(verifier -> assertThat(verifier.stored()).startsWith("$A$00A$"))
                .satisfies(verifier ->
                        assertThat(verifier.isOf("hashcat".getBytes(UTF_8))).isFalse());
        assertThat(Sha2Verifier.parse("$A$FFF$" + SALT + DIGEST).orElseThrow())
                .hasToString("Sha2Verifier[4095000 rounds]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$A$005$",
                "$A$004$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/",
                "$A$000$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/",
                "$A$-05$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/",
                "$A$0005$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/",
                "$B$005$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/",
                "$A$005$1234567890123456789bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/",
                "$A$005$123456789\u01001234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/",
                "$A$005$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/\n",
                "$A$005$12345678901234567890bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV*",
                "SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy"
            })
    void refusesWhatIsDamaged(String stored) {
        assertThat(Sha2Verifier.parse(stored)).isEmpty();
    }

    @Property(tries = 20)
    void isOfThePasswordThatItWasMadeOf(@ForAll @StringLength(max = 80) String text, @ForAll byte extra) {
        byte[] password = text.getBytes(UTF_8);
        String stored = Sha2Verifier.derive(password).stored();
        assertThat(stored).matches("(?s)\\$A\\$005\\$[./0-9A-Za-z]{63}");
        Sha2Verifier verifier = Sha2Verifier.parse(stored).orElseThrow();
        assertThat(verifier.isOf(password)).isTrue();
        byte[] other = Arrays.copyOf(password, password.length + 1);
        other[password.length] = extra;
        assertThat(verifier.isOf(other)).isFalse();
    }

    @Test
    void everyVerifierHasASaltOfItsOwn() {
        byte[] password = "s3cret".getBytes(UTF_8);
        assertThat(Sha2Verifier.derive(password).stored())
                .isNotEqualTo(Sha2Verifier.derive(password).stored());
    }
}
