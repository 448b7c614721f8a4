package io.heliosdb.mysql.protocol.internal.message;

import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Logs in as another user on the same connection (manual, "COM_CHANGE_USER").
 *
 * @param login the same fields as at the first login
 */
public record ComChangeUser(HandshakeResponse41 login) implements Command {
    /**
     * @param in after the command's octet
     * @param capabilities what both sides can do
     * @param characters what the session's names are in now
     * @param collation of now, kept where the client does not say another one
     * @throws IndexOutOfBoundsException where it is broken
     */
    static ComChangeUser decode(ByteBuf in, int capabilities, CharacterSet characters, int collation) {
        String user = HandshakeResponse41.text(CString.read(in), characters);
        byte[] answer = ByteBufUtil.getBytes(
                Capability.has(capabilities, Capability.SECURE_CONNECTION)
                        ? in.readSlice(in.readUnsignedByte())
                        : CString.read(in));
        String database = HandshakeResponse41.text(CString.readLenient(in), characters);
        int newCollation = in.readableBytes() >= Short.BYTES ? in.readUnsignedShortLE() : collation;
        String plugin = Capability.has(capabilities, Capability.PLUGIN_AUTH) && in.isReadable()
                ? CString.readLenient(in).toString(StandardCharsets.UTF_8)
                : "";
        Map<String, String> attributes = Capability.has(capabilities, Capability.CONNECT_ATTRS) && in.isReadable()
                ? HandshakeResponse41.attributes(LengthEncoded.readString(in), characters)
                : Map.of();
        return new ComChangeUser(
                new HandshakeResponse41(capabilities, newCollation, user, answer, database, plugin, attributes, 0));
    }
}
