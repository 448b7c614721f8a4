package io.heliosdb.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AddressMemoryTest {
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final AddressMemory memory = new AddressMemory(2, Duration.ofHours(1));

    @Test
    void expectsWhatAnAddressSpokeLast() {
        memory.spoke(address(1), "postgresql", 0);
        memory.spoke(address(1), "mysql", 1);
        assertThat(memory.expected(address(1), 1 + HOUR)).contains("mysql");
        assertThat(memory.expected(address(2), 1)).isEmpty();
        memory.spoke(address(1), "postgresql", 2);
        assertThat(memory.expected(address(1), 2)).contains("postgresql");
    }

    @Test
    void forgetsWhatIsLongAgo() {
        memory.spoke(address(1), "mysql", 0);
        assertThat(memory.expected(address(1), HOUR + 1)).isEmpty();
    }

    @Test
    void expectsNothingWhereSomebodyHesitates() {
        memory.spoke(address(1), "mysql", 0);
        memory.hesitated(address(1), 1);
        memory.spoke(address(1), "mysql", 2);
        assertThat(memory.expected(address(1), 2)).isEmpty();
        memory.spoke(address(1), "mysql", 1 + HOUR);
        assertThat(memory.expected(address(1), 1 + HOUR)).isEmpty();
        assertThat(memory.expected(address(1), 2 + HOUR)).contains("mysql");
    }

    @Test
    void hesitationAloneIsNoProtocol() {
        memory.hesitated(address(1), 0);
        assertThat(memory.expected(address(1), HOUR + 1)).isEmpty();
    }

    @Test
    void keepsThoseThatCameLast() {
        memory.spoke(address(1), "mysql", 0);
        memory.spoke(address(2), "mysql", 0);
        memory.spoke(address(1), "mysql", 1);
        memory.spoke(address(3), "mysql", 2);
        assertThat(memory.expected(address(1), 3)).contains("mysql");
        assertThat(memory.expected(address(2), 3)).isEmpty();
        assertThat(memory.expected(address(3), 3)).contains("mysql");
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
