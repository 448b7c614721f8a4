package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.CommandCode;
import io.heliosdb.mysql.protocol.internal.message.SslRequest;
import io.heliosdb.spi.protocol.SecretText;
import io.heliosdb.spi.protocol.TraceView;
import io.heliosdb.spi.protocol.TracedMessages;
import io.netty.buffer.ByteBuf;

/**
 * What packet traces show of a connection. Secrets are masked: challenges and answers of logins, passwords in statements and
 * in the errors that repeat them. The request for TLS is left out, the packets of the login that follow it are numbered as if
 * it had not been there, and the client's login does not speak of TLS and compression, because an analyser would take what
 * follows for the one or the other.
 */
public final class MysqlTraceView implements TraceView {
    private static final int HEADER_BYTES = PacketOutput.HEADER_BYTES;
    private static final int SEQUENCE_INDEX = HEADER_BYTES - 1;
    private static final int AUTH_SWITCH_REQUEST = 0xfe;
    private static final int AUTH_MORE_DATA = 1;
    private static final int OK = 0;
    private static final int ERR = 0xff;

    /** Header, ERR, error code, and the SQLSTATE with the mark before it. */
    private static final int ERR_MESSAGE_INDEX = HEADER_BYTES + 1 + 2 + 6;

    /** A state of a login, such as "the full login is needed", and no more. */
    private static final int LONGEST_STATE = 2;

    private static final int INVISIBLE = Capability.SSL | Capability.COMPRESS | Capability.ZSTD_COMPRESSION_ALGORITHM;

    private enum Step {
        GREETING,
        RESPONSE,
        EXCHANGE,
        COMMANDS
    }

    private final boolean masked;
    private final LoginPackets logins;
    private final ClientPackets client = new ClientPackets();
    private final ServerPackets server = new ServerPackets();
    private final ByteBuf beginning;

    private Step step;
    private Shown shown;

    /** Packets of this login that are left out. */
    private int leftOut;

    /** Whether an error may repeat a secret, and whether anything was answered since. */
    private boolean secretAsked;

    private boolean answered;

    /**
     * Of a connection from its greeting on.
     *
     * @param masked whether secrets are not to be shown
     */
    public MysqlTraceView(boolean masked) {
        this(masked, Step.GREETING, null);
    }

    private MysqlTraceView(boolean masked, Step step, ByteBuf beginning) {
        this.masked = masked;
        this.step = step;
        this.beginning = beginning;
        logins = new LoginPackets(masked);
    }

    /**
     * Of a session that is open: it begins with a login that nobody sent, because an analyser needs to know the
     * capabilities.
     *
     * @param login see {@link LoginPackets#madeUp}
     */
    static MysqlTraceView ofSession(boolean masked, ByteBuf login) {
        return new MysqlTraceView(masked, Step.COMMANDS, login);
    }

    @Override
    public void begin(Shown to) {
        if (beginning == null) {
            return;
        }
        to.note("made up, because the session was open before: the greeting, the login and its OK");
        to.sent(packet());
        to.received(packet());
        to.sent(packet());
    }

    private ByteBuf packet() {
        return beginning.readSlice(HEADER_BYTES + beginning.getUnsignedMediumLE(beginning.readerIndex()));
    }

    @Override
    public void received(ByteBuf octets, Shown to) {
        shown = to;
        client.feed(octets, to::received);
    }

    @Override
    public void sent(ByteBuf octets, Shown shown) {
        answered = true;
        server.feed(octets, shown::sent);
    }

    /** One direction; packets of logins are gathered. */
    private abstract class Packets extends TracedMessages {
        private boolean continues;
        private boolean secret;

        @Override
        protected int headBytes() {
            return HEADER_BYTES;
        }

        @Override
        protected long head(ByteBuf octets, int index) {
            int length = octets.getUnsignedMediumLE(index);
            int whole = HEADER_BYTES + length;
            if (step != Step.COMMANDS) {
                secret = whole > LONGEST_GATHERED;
                return secret ? pieces(whole) : whole(whole);
            }
            boolean first = !continues;
            if (first && length > 0 && octets.writerIndex() - index <= HEADER_BYTES) {
                return more();
            }
            continues = length == PacketOutput.LONGEST_PAYLOAD;
            if (first) {
                secret = false;
                int code = length > 0 ? octets.getUnsignedByte(index + HEADER_BYTES) : 0;
                boolean gathered = begins(octets.getUnsignedByte(index + SEQUENCE_INDEX), code);
                if (gathered && whole <= LONGEST_GATHERED) {
                    return whole(whole);
                }
                secret = gathered;
            }
            return pieces(whole);
        }

        /**
         * A payload begins.
         *
         * @return whether it is gathered, and masked where it is too long for that
         */
        abstract boolean begins(int sequence, int code);

        @Override
        protected void piece(ByteBuf octets, int index, int length) {
            if (secret && masked) {
                maskStrings(octets, index, length);
            } else {
                text(octets, index, length);
            }
        }

        /** Octets of a payload that is not secret as a whole. */
        abstract void text(ByteBuf octets, int index, int length);

        final void renumber(ByteBuf octets, int index) {
            octets.setByte(index + SEQUENCE_INDEX, octets.getByte(index + SEQUENCE_INDEX) - leftOut);
        }
    }

    /** What the client sends. */
    private final class ClientPackets extends Packets {
        private final SecretText statement = new SecretText(true);
        private boolean insideStatement;

        @Override
        boolean begins(int sequence, int code) {
            insideStatement = false;
            if (sequence != 0) {
                return false; // the content of a file
            }
            secretAsked &= !answered;
            CommandCode command = CommandCode.of((byte) code);
            if (command == CommandCode.COM_QUERY || command == CommandCode.COM_STMT_PREPARE) {
                insideStatement = true;
                statement.begin();
            }
            return command == CommandCode.COM_CHANGE_USER;
        }

        @Override
        void text(ByteBuf octets, int index, int length) {
            if (insideStatement && masked) {
                statement.mask(octets, index, length);
                if (statement.foundAny()) {
                    secretAsked = true;
                    answered = false;
                }
            }
        }

        @Override
        protected boolean message(ByteBuf octets, int index, int length) {
            ByteBuf payload = octets.slice(index + HEADER_BYTES, length - HEADER_BYTES);
            switch (step) {
                case GREETING, RESPONSE -> {
                    if (SslRequest.is(payload)) {
                        leftOut++;
                        shown.note("left out: SSLRequest");
                        discardRest(); // the TLS that begins is decrypted before it comes here
                        return false;
                    }
                    logins.response(payload, INVISIBLE);
                    step = Step.EXCHANGE;
                }
                case EXCHANGE -> logins.answer(payload);
                case COMMANDS -> {
                    logins.changeUser(payload);
                    leftOut = 0;
                    step = Step.EXCHANGE;
                    return true;
                }
            }
            renumber(octets, index);
            return true;
        }
    }

    /** What the client is sent. */
    private final class ServerPackets extends Packets {
        @Override
        boolean begins(int sequence, int code) {
            return code == ERR && secretAsked;
        }

        @Override
        void text(ByteBuf octets, int index, int length) {
            // Nothing of it is looked at.
        }

        @Override
        protected boolean message(ByteBuf octets, int index, int length) {
            ByteBuf payload = octets.slice(index + HEADER_BYTES, length - HEADER_BYTES);
            int code = payload.isReadable() ? payload.getUnsignedByte(0) : ERR;
            switch (step) {
                case GREETING -> {
                    if (code != ERR) {
                        logins.greeting(payload);
                    }
                    step = Step.RESPONSE;
                }
                case RESPONSE, EXCHANGE -> {
                    renumber(octets, index);
                    if (code == AUTH_SWITCH_REQUEST) {
                        logins.switchRequest(payload);
                    } else if (code == AUTH_MORE_DATA && payload.readableBytes() > LONGEST_STATE) {
                        logins.data(payload, 1);
                    } else if (code == OK) {
                        step = Step.COMMANDS;
                    }
                }
                case COMMANDS -> {
                    if (masked && length > ERR_MESSAGE_INDEX) {
                        mask(octets, index + ERR_MESSAGE_INDEX, length - ERR_MESSAGE_INDEX);
                    }
                }
            }
            return true;
        }
    }
}
