package io.heliosdb.pg.wire.message;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * NegotiateProtocolVersion: the server goes on, but not with all that was asked for.
 *
 * @param version the version that the session has
 * @param unrecognizedOptions the protocol options that the server does not know
 */
public record NegotiateProtocolVersion(ProtocolVersion version, List<String> unrecognizedOptions)
        implements BackendMessage {
    public NegotiateProtocolVersion {
        unrecognizedOptions = List.copyOf(unrecognizedOptions);
    }

    /** @throws HeliosException 08P01 for a broken message */
    public static NegotiateProtocolVersion decode(ByteBuf body) {
        if (body.readableBytes() < 2 * Integer.BYTES) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid NegotiateProtocolVersion message");
        }
        ProtocolVersion version = ProtocolVersion.of(body.readInt());
        int count = body.readInt();
        List<String> options = new ArrayList<>();
        for (int option = 0; option < count; option++) {
            options.add(CString.read(body));
        }
        return new NegotiateProtocolVersion(version, options);
    }

    @Override
    public byte type() {
        return MessageCode.NEGOTIATE_PROTOCOL_VERSION;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        out.writeInt(version.code()).writeInt(unrecognizedOptions.size());
        unrecognizedOptions.forEach(option -> CString.write(out, option));
    }
}
