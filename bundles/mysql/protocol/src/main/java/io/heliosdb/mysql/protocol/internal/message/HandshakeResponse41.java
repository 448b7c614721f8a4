package io.heliosdb.mysql.protocol.internal.message;

import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A client's login (manual, "Protocol::HandshakeResponse41").
 *
 * @param capabilities as the client says, whatever the server offered
 * @param collation that it wants to speak in
 * @param user its name
 * @param answer to the challenge, by the method that follows
 * @param database empty where none is named
 * @param plugin the authentication method; empty where the client names none
 * @param attributes what the client says of itself
 * @param zstdLevel 0 where it is not given
 */
public record HandshakeResponse41(
        int capabilities,
        int collation,
        String user,
        byte[] answer,
        String database,
        String plugin,
        Map<String, String> attributes,
        int zstdLevel)
        implements ClientMessage {
    /** As the vendor's server: 64 KiB of attributes, then it looks no further. */
    private static final int LONGEST_ATTRIBUTES = 1 << 16;

    private static final int FILLER_BYTES = 22;

    public HandshakeResponse41 {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(database, "database");
        Objects.requireNonNull(plugin, "plugin");
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /**
     * @param offered what the server can do: fields of other capabilities are not there
     * @throws IndexOutOfBoundsException where it is broken
     */
    public static HandshakeResponse41 decode(ByteBuf in, int offered) {
        int said = in.readIntLE();
        int capabilities = said & (offered | Capability.SSL);
        in.skipBytes(Integer.BYTES); // the longest packet that the client takes: it sees itself what it gets
        // The manual has one octet, but the vendor's Python connector sends two.
        int collation = in.readUnsignedShortLE();
        in.skipBytes(FILLER_BYTES);
        CharacterSet characters = CharacterSet.ofCollation(collation);
        String user = text(CString.read(in), characters);
        byte[] answer = ByteBufUtil.getBytes(answer(in, capabilities));
        String database = "";
        if (Capability.has(capabilities, Capability.CONNECT_WITH_DB)) {
            database = text(CString.readLenient(in), characters);
        }
        String plugin = "";
        if (Capability.has(capabilities, Capability.PLUGIN_AUTH)) {
            plugin = CString.readLenient(in).toString(StandardCharsets.UTF_8);
        }
        Map<String, String> attributes = Map.of();
        if (Capability.has(capabilities, Capability.CONNECT_ATTRS) && in.isReadable()) {
            attributes = attributes(LengthEncoded.readString(in), characters);
        }
        int zstdLevel = 0;
        if (Capability.has(capabilities, Capability.ZSTD_COMPRESSION_ALGORITHM) && in.isReadable()) {
            zstdLevel = in.readUnsignedByte();
        }
        return new HandshakeResponse41(said, collation, user, answer, database, plugin, attributes, zstdLevel);
    }

    private static ByteBuf answer(ByteBuf in, int capabilities) {
        if (Capability.has(capabilities, Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            return LengthEncoded.readString(in);
        }
        if (Capability.has(capabilities, Capability.SECURE_CONNECTION)) {
            return in.readSlice(in.readUnsignedByte());
        }
        return CString.read(in);
    }

    /** Only a description: what is broken does not end the login, as with the vendor's server. */
    static Map<String, String> attributes(ByteBuf in, CharacterSet characters) {
        if (in.readableBytes() > LONGEST_ATTRIBUTES) {
            return Map.of();
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        try {
            while (in.isReadable()) {
                String name = text(LengthEncoded.readString(in), characters);
                attributes.put(name, text(LengthEncoded.readString(in), characters));
            }
        } catch (IndexOutOfBoundsException e) {
            return attributes; // the vendor's Python connector counts characters and sends octets
        }
        return attributes;
    }

    static String text(ByteBuf slice, CharacterSet characters) {
        return characters.decode(slice, slice.readerIndex(), slice.readableBytes());
    }

    /** Without the answer, which is a secret. */
    @Override
    public String toString() {
        return "HandshakeResponse41[user=" + user + ", database=" + database + ", plugin=" + plugin + "]";
    }
}
