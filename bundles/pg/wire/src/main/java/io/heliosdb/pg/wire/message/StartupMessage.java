package io.heliosdb.pg.wire.message;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * StartupMessage.
 *
 * @param version the version that the frontend asks for
 * @param parameters {@code user}, {@code database}, {@code options}, run-time parameters and, beginning with
 *     {@value #PROTOCOL_OPTION_PREFIX}, protocol options; in the order sent
 */
public record StartupMessage(ProtocolVersion version, Map<String, String> parameters) implements InitialMessage {
    /** Names beginning so are options of the protocol, not of the session. */
    public static final String PROTOCOL_OPTION_PREFIX = "_pq_.";

    public StartupMessage {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static StartupMessage decode(ProtocolVersion version, ByteBuf body) {
        if (version.major() != ProtocolVersion.V3_0.major()) {
            throw new HeliosException(
                    SqlState.FEATURE_NOT_SUPPORTED,
                    "unsupported frontend protocol " + version + ": server supports " + ProtocolVersion.V3_0 + " to "
                            + ProtocolVersion.V3_2);
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        while (true) {
            String name = CString.read(body);
            if (name.isEmpty()) {
                return new StartupMessage(version, parameters);
            }
            parameters.put(name, CString.read(body));
        }
    }

    @Override
    public void encode(ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0).writeInt(version.code());
        parameters.forEach((name, value) -> {
            CString.write(out, name);
            CString.write(out, value);
        });
        out.writeByte(0);
        out.setInt(start, out.writerIndex() - start);
    }
}
