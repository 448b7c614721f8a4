package io.heliosdb.spi.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.8, false",
        "192.0.2.0/24, 192.0.2.255, true",
        "192.0.2.0/24, 192.0.3.0, false",
        "192.0.2.128/25, 192.0.2.129, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "0.0.0.0/0, 203.0.113.1, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "2001:db8::7, 2001:db8::7, true",
        "::/0, 192.0.2.7, false",
        "192.0.2.7:5000, 192.0.2.7, true",
        "192.0.2.7:5001, 192.0.2.7, false",
        "192.0.2.0/24:5000, 192.0.2.9, true",
        "[2001:db8::7]:5000, 2001:db8::7, true",
        "[2001:db8::7]:5001, 2001:db8::7, false"
    })
    void saysWhoIsThere(String text, String client, boolean expected) {
        assertThat(ClientAddress.parse(text).matches(new InetSocketAddress(client, 5000)))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.7", "192.0.2.0/24", "192.0.2.7:5000", "192.0.2.0/24:5000", "[2001:db8:0:0:0:0:0:7]:5000"
            })
    void isWrittenAsItIsRead(String text) {
        assertThat(ClientAddress.parse(text)).hasToString(text);
        assertThat(ClientAddress.parse(ClientAddress.parse(text).toString())).isEqualTo(ClientAddress.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "192.0.2",
                "192.0.2.7/33",
                "192.0.2.7/-1",
                "192.0.2.7/",
                "192.0.2.7/x",
                "192.0.2.7:0",
                "192.0.2.7:65536",
                "192.0.2.7:",
                "2001:db8::/129",
                "[192.0.2.7"
            })
    void refusesWhatIsNoAddress(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ClientAddress.parse(text))
                .withMessageContaining("expected");
    }
}
