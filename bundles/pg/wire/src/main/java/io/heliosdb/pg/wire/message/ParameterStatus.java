package io.heliosdb.pg.wire.message;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.spi.engine.MessageCode;
import io.netty.buffer.ByteBuf;

/** ParameterStatus: a run-time parameter that the server reports, at the start and whenever it changes. */
public record ParameterStatus(String name, String value) implements BackendMessage {
    /** @throws io.heliosdb.spi.error.HeliosException 08P01 for a broken message */
    public static ParameterStatus decode(ByteBuf body) {
        return new ParameterStatus(CString.read(body), CString.read(body));
    }

    @Override
    public byte type() {
        return MessageCode.PARAMETER_STATUS;
    }

    @Override
    public void encodeBody(ByteBuf out) {
        CString.write(out, name);
        CString.write(out, value);
    }
}
