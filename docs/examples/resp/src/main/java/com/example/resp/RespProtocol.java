package com.example.resp;

import com.example.resp.internal.RespSession;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.ProvidesProtocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/**
 * Redis serialization protocol: a command is an array of bulk strings. Keys and values lie in the table {@code
 * redis.entries} of the user's database.
 */
@Component(service = Protocol.class)
@ProvidesProtocol(name = RespProtocol.NAME, version = "1.0.0")
public final class RespProtocol implements Protocol {
    public static final String NAME = "resp";

    private static final String ALPN = "redis";
    private static final int DEFAULT_PORT = 6379;

    /** Digits of an array's length that are looked at. */
    private static final int MOST_DIGITS = 7;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int defaultPort() {
        return DEFAULT_PORT;
    }

    /** A protocol that has one can begin with TLS on its own port; a client need not ask for it. */
    @Override
    public Set<String> alpn() {
        return Set.of(ALPN);
    }

    /** A star, the number of a command's words, CR LF, and the dollar of the first. */
    @Override
    public Recognition recognise(Preamble preamble) {
        ByteBuf bytes = preamble.bytes();
        int start = bytes.readerIndex();
        int known = bytes.readableBytes();
        int at = 0;
        if (at < known && bytes.getByte(start + at++) != '*') {
            return Recognition.NO;
        }
        while (at < known && at <= MOST_DIGITS && isDigit(bytes.getByte(start + at))) {
            at++;
        }
        for (byte expected : new byte[] {'\r', '\n', '$'}) {
            if (at >= known) {
                return Recognition.MORE;
            }
            if (at == 1 || bytes.getByte(start + at++) != expected) {
                return Recognition.NO;
            }
        }
        return Recognition.MATCH;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    @Override
    public ProtocolSession open(Client client) {
        return RespSession.open(client);
    }
}
