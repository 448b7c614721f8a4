package @package@;

import @package@.internal.@Name@Session;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.ProvidesProtocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.osgi.service.component.annotations.Component;

/**
 * Lines of text. The first is {@code @NAME@ user password}; then each line is a statement, answered by a line for
 * each row, cells parted by tabs, and {@code OK} with the number of rows, or by {@code ERROR} with SQLSTATE and
 * message. {@code quit} ends the session.
 */
@Component(service = Protocol.class)
@ProvidesProtocol(name = @Name@Protocol.NAME, version = "1.0.0")
public final class @Name@Protocol implements Protocol {
    public static final String NAME = "@name@";

    /** What every client says first. */
    public static final String GREETING = "@NAME@ ";

    private static final int DEFAULT_PORT = @port@;
    private static final byte[] GREETING_OCTETS = GREETING.getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int defaultPort() {
        return DEFAULT_PORT;
    }

    /** On the port that all protocols share. As soon as an octet differs the client is another protocol's. */
    @Override
    public Recognition recognise(Preamble preamble) {
        ByteBuf bytes = preamble.bytes();
        int known = Math.min(bytes.readableBytes(), GREETING_OCTETS.length);
        for (int i = 0; i < known; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != GREETING_OCTETS[i]) {
                return Recognition.NO;
            }
        }
        return known == GREETING_OCTETS.length ? Recognition.MATCH : Recognition.MORE;
    }

    @Override
    public ProtocolSession open(Client client) {
        return @Name@Session.open(client);
    }
}
