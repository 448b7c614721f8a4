package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.testkit.BaseBundleTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The bundle in a container with the server's own bundles: it has users there, and no engine. */
class @Name@BundleTest extends BaseBundleTest {
    @Test
    void aWrongPasswordIsRefused() throws IOException {
        assertThat(answer("@NAME@ demo wrong\n"))
                .isEqualTo("ERROR 28P01 password authentication failed for user \"demo\"");
    }

    @Test
    void theRightPasswordIsAcceptedAndThereIsNoEngine() throws IOException {
        assertThat(answer("@NAME@ demo demo\n")).startsWith("ERROR 57P03 ");
    }

    private String answer(String line) throws IOException {
        int port = container().port(@Name@Protocol.NAME);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }
}
