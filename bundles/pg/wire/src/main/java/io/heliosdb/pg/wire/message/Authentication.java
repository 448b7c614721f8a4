package io.heliosdb.pg.wire.message;

import io.heliosdb.pg.wire.CString;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/** The Authentication messages; an Int32 says which one. */
public sealed interface Authentication extends BackendMessage {
    int OK = 0;
    int CLEARTEXT_PASSWORD = 3;
    int MD5_PASSWORD = 5;
    int SASL = 10;
    int SASL_CONTINUE = 11;
    int SASL_FINAL = 12;

    /** AuthenticationOk. */
    record Ok() implements Authentication {
        @Override
        public void encodeBody(ByteBuf out) {
            out.writeInt(OK);
        }
    }

    /** AuthenticationCleartextPassword. */
    record CleartextPassword() implements Authentication {
        @Override
        public void encodeBody(ByteBuf out) {
            out.writeInt(CLEARTEXT_PASSWORD);
        }
    }

    /** AuthenticationMD5Password; the salt has four octets. */
    record Md5Password(byte[] salt) implements Authentication {
        @Override
        public void encodeBody(ByteBuf out) {
            out.writeInt(MD5_PASSWORD).writeBytes(salt);
        }
    }

    /** AuthenticationSASL: the mechanisms in the server's order of preference. */
    record Sasl(List<String> mechanisms) implements Authentication {
        public Sasl {
            mechanisms = List.copyOf(mechanisms);
        }

        @Override
        public void encodeBody(ByteBuf out) {
            out.writeInt(SASL);
            mechanisms.forEach(mechanism -> CString.write(out, mechanism));
            out.writeByte(0);
        }
    }

    /** AuthenticationSASLContinue. */
    record SaslContinue(byte[] data) implements Authentication {
        @Override
        public void encodeBody(ByteBuf out) {
            out.writeInt(SASL_CONTINUE).writeBytes(data);
        }
    }

    /** AuthenticationSASLFinal. */
    record SaslFinal(byte[] data) implements Authentication {
        @Override
        public void encodeBody(ByteBuf out) {
            out.writeInt(SASL_FINAL).writeBytes(data);
        }
    }

    @Override
    default byte type() {
        return MessageCode.AUTHENTICATION;
    }

    /** @throws HeliosException 08P01 for a broken message, 0A000 for a method that is not among these */
    static Authentication decode(ByteBuf body) {
        if (body.readableBytes() < Integer.BYTES) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "invalid authentication request");
        }
        int method = body.readInt();
        return switch (method) {
            case OK -> new Ok();
            case CLEARTEXT_PASSWORD -> new CleartextPassword();
            case MD5_PASSWORD -> new Md5Password(rest(body));
            case SASL -> {
                List<String> mechanisms = new ArrayList<>();
                for (String name = CString.read(body); !name.isEmpty(); name = CString.read(body)) {
                    mechanisms.add(name);
                }
                yield new Sasl(mechanisms);
            }
            case SASL_CONTINUE -> new SaslContinue(rest(body));
            case SASL_FINAL -> new SaslFinal(rest(body));
            default ->
                throw new HeliosException(
                        SqlState.FEATURE_NOT_SUPPORTED, "authentication method " + method + " is not supported");
        };
    }

    private static byte[] rest(ByteBuf body) {
        byte[] octets = ByteBufUtil.getBytes(body);
        body.skipBytes(octets.length);
        return octets;
    }
}
