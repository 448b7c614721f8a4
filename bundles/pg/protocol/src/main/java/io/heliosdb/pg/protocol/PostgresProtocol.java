package io.heliosdb.pg.protocol;

import io.heliosdb.pg.protocol.internal.CancelKeys;
import io.heliosdb.pg.protocol.internal.PostgresFrameDecoder;
import io.heliosdb.pg.protocol.internal.PostgresSession;
import io.heliosdb.pg.protocol.internal.PostgresTraceView;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.InitialMessage;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.ProvidesProtocol;
import io.heliosdb.spi.protocol.Recognition;
import io.heliosdb.spi.protocol.TraceView;
import io.netty.buffer.ByteBuf;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** PostgreSQL's frontend/backend protocol, versions 3.0 and 3.2, from the server's side. */
@Component(service = Protocol.class)
@ProvidesProtocol(name = PostgresProtocol.NAME, version = "1.0.0")
public final class PostgresProtocol implements Protocol {
    public static final String NAME = "postgresql";

    /** Registered by IANA for TLS without an SSLRequest before it. */
    public static final String ALPN = "postgresql";

    private static final int DEFAULT_PORT = 5432;

    private final CancelKeys cancelKeys = new CancelKeys();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int defaultPort() {
        return DEFAULT_PORT;
    }

    @Override
    public Set<String> alpn() {
        return Set.of(ALPN);
    }

    /** A length that an initial message can have, then a request code of major version 3 (or 2, to be refused) or 1234. */
    @Override
    public Recognition recognise(Preamble preamble) {
        if (preamble.alpn().isPresent()) {
            return preamble.alpn().get().equals(ALPN) ? Recognition.MATCH : Recognition.NO;
        }
        ByteBuf bytes = preamble.bytes();
        int at = bytes.readerIndex();
        int known = bytes.readableBytes();
        for (int octet = 0; octet < Math.min(known, 2); octet++) {
            if (bytes.getByte(at + octet) != 0) {
                return Recognition.NO;
            }
        }
        if (known < InitialMessage.MIN_LENGTH) {
            return Recognition.MORE;
        }
        int length = bytes.getInt(at);
        int code = bytes.getInt(at + Integer.BYTES);
        boolean version = ProtocolVersion.of(code).major() == 3
                || ProtocolVersion.of(code).major() == 2;
        boolean request = code >= InitialMessage.CANCEL_REQUEST_CODE && code <= InitialMessage.GSS_ENC_REQUEST_CODE;
        return length >= InitialMessage.MIN_LENGTH && length <= InitialMessage.MAX_LENGTH && (version || request)
                ? Recognition.MATCH
                : Recognition.NO;
    }

    @Override
    public ProtocolSession open(Client client) {
        PostgresSession session = new PostgresSession(client, cancelKeys);
        client.channel()
                .pipeline()
                .addLast("postgresql", new PostgresFrameDecoder(session, client.limits(), client.id()));
        return session;
    }

    @Override
    public Optional<TraceView> traceView(boolean masked) {
        return Optional.of(new PostgresTraceView(masked, false));
    }
}
