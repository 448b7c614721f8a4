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
    void knowsWhatAnAddressSpoke() {
        memory.remember(address(1), "mysql", 0);
        assertThat(memory.only(address(1), HOUR)).contains("mysql");
        assertThat(memory.only(address(2), 0)).isEmpty();
    }

    @Test
    void forgetsWhatIsLongAgo() {
        memory.remember(address(1), "mysql", 0);
        assertThat(memory.only(address(1), HOUR + 1)).isEmpty();
    }

    @Test
    void anAddressOfSeveralProtocolsIsOfNone() {
        memory.remember(address(1), "mysql", 0);
        memory.remember(address(1), "postgresql", 1);
        memory.remember(address(1), "mysql", 2);
        assertThat(memory.only(address(1), 3)).isEmpty();
        memory.remember(address(1), "mysql", 3 + HOUR);
        assertThat(memory.only(address(1), 3 + HOUR)).contains("mysql");
    }

    @Test
    void keepsThoseThatCameLast() {
        memory.remember(address(1), "mysql", 0);
        memory.remember(address(2), "mysql", 0);
        memory.remember(address(1), "mysql", 1);
        memory.remember(address(3), "mysql", 2);
        assertThat(memory.only(address(1), 3)).contains("mysql");
        assertThat(memory.only(address(2), 3)).isEmpty();
        assertThat(memory.only(address(3), 3)).contains("mysql");
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
