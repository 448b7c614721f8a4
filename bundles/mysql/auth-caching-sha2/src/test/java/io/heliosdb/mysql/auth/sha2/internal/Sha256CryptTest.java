package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sha256CryptTest {
    /** Made by {@code openssl passwd -5 -salt}; the first is Drepper's own example. */
    @ParameterizedTest
    @CsvSource({
        "saltstring, 5000, Hello world!, 5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "abcdefghij012345, 5000, x, 2J38ZjBk8c/6yCqTEgxxHe8IvGJ5eEEqbPa2zohXN3B",
        "abcdefghij012345, 5000, 'a much longer password that goes past one block of the hash, and then past the second"
                + " one, to be sure 12345', MD6jvdJISSYtrVCyFUdBvr/hOiYlHCuaQzhHFsFASp3",
    })
    void isUnixCrypt(String salt, int rounds, String password, String digest) {
        assertThat(Sha256Crypt.digest(password.getBytes(UTF_8), salt.getBytes(US_ASCII), rounds))
                .isEqualTo(digest);
    }

    /** Hashcat's example of MySQL's form (mode 7401): a salt of 20 octets. */
    @Test
    void takesTheSaltOfMysql() {
        byte[] salt = HexFormat.of().parseHex("f9cc98ce08892924f50a213b6bc571a2c11778c5");
        assertThat(Sha256Crypt.digest("hashcat".getBytes(US_ASCII), salt, 5000))
                .isEqualTo("bTy95Y99eAME1dwEkHOA1ndHGBWz.1bxSSRkuTXFGV/");
    }
}
