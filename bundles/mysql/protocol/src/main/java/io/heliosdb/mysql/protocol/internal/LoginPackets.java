package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.HandshakeV10;
import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.heliosdb.mysql.protocol.internal.message.Negotiated;
import io.heliosdb.mysql.protocol.internal.message.OkPacket;
import io.heliosdb.mysql.protocol.internal.message.ServerMessage;
import io.heliosdb.mysql.protocol.internal.message.ServerStatus;
import io.heliosdb.mysql.protocol.internal.type.CharacterSet;
import io.heliosdb.spi.protocol.TracedMessages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The packets of a login as traces show them. Payloads that are broken are masked as far as nobody knows what they are. */
final class LoginPackets {
    private static final int FIRST_CHALLENGE_BYTES = 8;

    /** Between the two parts of a challenge: lower capabilities, collation, status, upper ones, length, reserved. */
    private static final int BETWEEN_CHALLENGES = 1 + 2 + 1 + 2 + 2 + 1 + 10;

    /** Capabilities, longest packet, collation, filler. */
    private static final int BEFORE_USER = 32;

    private static final int COLLATION_AND_FILLER = 24;

    private static final int LONGEST_PACKET = 1 << 24;

    private final boolean masked;

    LoginPackets(boolean masked) {
        this.masked = masked;
    }

    /** HandshakeV10: both parts of the challenge. */
    void greeting(ByteBuf payload) {
        int version = payload.bytesBefore((byte) 0);
        int first = version + 1 + Integer.BYTES;
        int second = first + FIRST_CHALLENGE_BYTES + BETWEEN_CHALLENGES;
        mask(payload, first, FIRST_CHALLENGE_BYTES);
        mask(payload, second, HandshakeV10.CHALLENGE_BYTES - FIRST_CHALLENGE_BYTES);
    }

    /**
     * HandshakeResponse41: the answer to the challenge.
     *
     * @param invisible capabilities that it does not speak of
     */
    void response(ByteBuf payload, int invisible) {
        if (payload.readableBytes() <= BEFORE_USER) {
            mask(payload, 0, payload.readableBytes());
            return;
        }
        int capabilities = payload.getIntLE(0);
        payload.setIntLE(0, capabilities & ~invisible);
        answerAfterUser(payload, BEFORE_USER, capabilities);
    }

    /** COM_CHANGE_USER: the answer to the challenge. */
    void changeUser(ByteBuf payload) {
        answerAfterUser(payload, 1, Capability.SECURE_CONNECTION);
    }

    /** What the client adds: a password, or an answer to another challenge. An octet alone is a request. */
    void answer(ByteBuf payload) {
        if (payload.readableBytes() > 1) {
            mask(payload, 0, payload.readableBytes());
        }
    }

    /** AuthSwitchRequest: the challenge, after the name of the method. */
    void switchRequest(ByteBuf payload) {
        data(payload, payload.bytesBefore((byte) 0) + 1);
    }

    /** What follows an index. */
    void data(ByteBuf payload, int index) {
        mask(payload, index, payload.readableBytes() - index);
    }

    private void answerAfterUser(ByteBuf payload, int user, int capabilities) {
        int nul = payload.indexOf(user, payload.writerIndex(), (byte) 0);
        if (nul < 0 || nul + 1 >= payload.writerIndex()) {
            return;
        }
        int from = nul + 1;
        if (Capability.has(capabilities, Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA)) {
            ByteBuf rest = payload.slice(from, payload.writerIndex() - from);
            long length = lengthEncoded(rest);
            mask(payload, from + rest.readerIndex(), length);
        } else if (Capability.has(capabilities, Capability.SECURE_CONNECTION)) {
            mask(payload, from + 1, payload.getUnsignedByte(from));
        } else {
            mask(payload, from, payload.writerIndex() - from);
        }
    }

    private static long lengthEncoded(ByteBuf in) {
        try {
            return LengthEncoded.readInteger(in);
        } catch (IndexOutOfBoundsException e) {
            return Integer.MAX_VALUE;
        }
    }

    private void mask(ByteBuf payload, int index, long length) {
        int end = (int) Math.min(payload.writerIndex(), index + Math.min(length, Integer.MAX_VALUE - index));
        if (masked && end > index) {
            TracedMessages.maskStrings(payload, index, end - index);
        }
    }

    /**
     * The greeting, the client's answer and the server's OK of a login that led to a session as it is.
     *
     * @param capabilities that both agreed on
     * @param connectionId the client's number
     * @param database empty for none
     */
    static ByteBuf madeUp(int capabilities, long connectionId, String user, String database, int collation) {
        int shown = (capabilities | Capability.CONNECT_WITH_DB | Capability.SECURE_CONNECTION)
                & ~(Capability.SSL
                        | Capability.COMPRESS
                        | Capability.ZSTD_COMPRESSION_ALGORITHM
                        | Capability.CONNECT_ATTRS
                        | Capability.PLUGIN_AUTH
                        | Capability.PLUGIN_AUTH_LENENC_CLIENT_DATA);
        byte[] challenge = new byte[HandshakeV10.CHALLENGE_BYTES];
        Arrays.fill(challenge, TracedMessages.MASK);
        Negotiated negotiated = new Negotiated(shown, CharacterSet.UTF8MB4);
        ByteBuf out = Unpooled.buffer();
        serverPacket(
                out,
                0,
                negotiated,
                new HandshakeV10(
                        ServerVersion.TEXT,
                        connectionId,
                        challenge,
                        shown,
                        CharacterSet.UTF8MB4.collation(),
                        ServerStatus.AUTOCOMMIT,
                        ""));
        int response = out.writerIndex();
        out.writeZero(PacketOutput.HEADER_BYTES).writeIntLE(shown).writeIntLE(LONGEST_PACKET);
        out.writeByte(collation).writeZero(COLLATION_AND_FILLER - 1);
        out.writeCharSequence(user, StandardCharsets.UTF_8);
        out.writeByte(0).writeByte(0);
        out.writeCharSequence(database, StandardCharsets.UTF_8);
        out.writeByte(0);
        header(out, response, 1);
        serverPacket(out, 2, negotiated, new OkPacket(OkPacket.OK, 0, 0, ServerStatus.AUTOCOMMIT, 0, "", List.of()));
        return out;
    }

    private static void serverPacket(ByteBuf out, int sequence, Negotiated negotiated, ServerMessage message) {
        int start = out.writerIndex();
        out.writeZero(PacketOutput.HEADER_BYTES);
        message.encode(out, negotiated);
        header(out, start, sequence);
    }

    private static void header(ByteBuf out, int start, int sequence) {
        out.setMediumLE(start, out.writerIndex() - start - PacketOutput.HEADER_BYTES);
        out.setByte(start + PacketOutput.HEADER_BYTES - 1, sequence);
    }
}
