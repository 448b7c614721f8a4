package @package@;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.testkit.BaseProtocolTest;
import io.heliosdb.testkit.FakeDialect;
import io.heliosdb.testkit.FakeEngine;
import io.heliosdb.testkit.FakeIdentity;
import io.heliosdb.testkit.Lent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What every protocol must pass, with this one's messages. */
class @Name@ProtocolTest extends BaseProtocolTest {
    private static final Pattern READY = Pattern.compile("(?m)^(OK|ERROR)\\b[^\\n]*\\n\\z");
    private static final Pattern ERROR = Pattern.compile("(?m)^ERROR (\\w{5}) ");

    @Override
    protected Protocol protocol() {
        return new @Name@Protocol();
    }

    @Override
    protected Lent lent() {
        return new Lent(FakeIdentity.demo(), List.of(), List.of(new FakeDialect("@dialect@")), new FakeEngine());
    }

    @Override
    protected List<byte[]> login() {
        return List.of(octets("@NAME@ demo demo\n"));
    }

    @Override
    protected byte[] statement() {
        return octets("select 'x'\n");
    }

    @Override
    protected boolean isReady(byte[] received) {
        return READY.matcher(new String(received, UTF_8)).find();
    }

    @Override
    protected Optional<String> error(byte[] received) {
        return ERROR.matcher(new String(received, UTF_8))
                .results()
                .map((MatchResult found) -> found.group(1))
                .reduce((before, last) -> last);
    }

    @Override
    protected Map<String, byte[]> malformedBeforeLogin() {
        return Map.of(
                "another protocol", octets("GET / HTTP/1.1\r\n"),
                "no password", octets("@NAME@ demo\n"),
                "no UTF-8", new byte[] {(byte) 0xff, '\n'});
    }

    @Override
    protected Map<String, byte[]> malformedAfterLogin() {
        return Map.of("a control character", octets("select 1\u0001\n"), "no UTF-8", new byte[] {(byte) 0xff, '\n'});
    }

    /** A line has no header: as many octets without an end. */
    @Override
    protected byte[] headerBeforeLogin(int messageBytes) {
        return octets("@NAME@ ".repeat(messageBytes).substring(0, messageBytes));
    }

    @Override
    protected byte[] headerAfterLogin(int messageBytes) {
        return octets("x".repeat(messageBytes));
    }

    private static byte[] octets(String text) {
        return text.getBytes(UTF_8);
    }
}
