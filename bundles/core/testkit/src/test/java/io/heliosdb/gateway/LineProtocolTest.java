package io.heliosdb.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.testkit.BaseProtocolTest;
import io.heliosdb.testkit.Lent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tests that every protocol inherits, tried on the simplest protocol there is. */
class LineProtocolTest extends BaseProtocolTest {
    private static final Pattern ERROR = Pattern.compile("(?m)^([0-9A-Z]{5}): .*\\n\\z");

    @Override
    protected Protocol protocol() {
        return LineProtocol.clientFirst("line");
    }

    @Override
    protected Lent lent() {
        return Lent.nothing();
    }

    @Override
    protected List<byte[]> login() {
        return List.of(octets("line\n"), octets("login\n"));
    }

    @Override
    protected byte[] statement() {
        return octets("select\n");
    }

    @Override
    protected boolean isReady(byte[] received) {
        return received.length > 0 && received[received.length - 1] == '\n';
    }

    @Override
    protected Optional<String> error(byte[] received) {
        Matcher error = ERROR.matcher(new String(received, US_ASCII));
        return error.find() ? Optional.of(error.group(1)) : Optional.empty();
    }

    @Override
    protected Map<String, byte[]> malformedBeforeLogin() {
        return Map.of(
                "a control character", octets("line\u0000\n"), "an octet above 127", new byte[] {(byte) 200, '\n'});
    }

    @Override
    protected Map<String, byte[]> malformedAfterLogin() {
        return Map.of("a control character", octets("select\u0001\n"));
    }

    @Override
    protected byte[] headerBeforeLogin(int messageBytes) {
        return octets("x".repeat(messageBytes));
    }

    @Override
    protected byte[] headerAfterLogin(int messageBytes) {
        return octets("x".repeat(messageBytes));
    }

    private static byte[] octets(String text) {
        return text.getBytes(US_ASCII);
    }
}
