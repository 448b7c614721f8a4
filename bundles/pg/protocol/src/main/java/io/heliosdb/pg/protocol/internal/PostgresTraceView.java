package io.heliosdb.pg.protocol.internal;

import io.heliosdb.pg.wire.message.Authentication;
import io.heliosdb.pg.wire.message.InitialMessage;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.protocol.SecretText;
import io.heliosdb.spi.protocol.TraceView;
import io.heliosdb.spi.protocol.TracedMessages;
import io.netty.buffer.ByteBuf;

/**
 * What packet traces show of a connection. Secrets are masked: login messages, the keys of cancels, passwords in statements
 * and in the errors that repeat them. Requests for encryption are left out with their answers, and a note says so: where one is
 * granted an analyser would take what follows for TLS, and answers of one octet confuse it.
 */
public final class PostgresTraceView implements TraceView {
    private static final int LENGTH_AND_CODE_BYTES = 8;
    private static final int CANCEL_KEY_INDEX = 12;
    private static final int BACKEND_KEY_INDEX = MessageCode.HEADER_BYTES + Integer.BYTES;
    private static final int AUTHENTICATION_DATA_INDEX = MessageCode.HEADER_BYTES + Integer.BYTES;

    /** Fields of an ErrorResponse that may repeat parts of a statement. */
    private static final String FIELDS_WITH_TEXT = "MDHWq";

    private final boolean masked;
    private final Frontend frontend = new Frontend();
    private final Backend backend = new Backend();

    private Shown shown;

    /** Whether messages have type octets: the StartupMessage is over. */
    private boolean started;

    /** A request for encryption that is not answered yet; null for none. */
    private String asked;

    /** The method that the server asks the client to authenticate by. */
    private int method = Authentication.OK;

    /** Requests that are not answered by ReadyForQuery yet. */
    private int outstanding;

    /** Whether an error may repeat a secret. */
    private boolean secretAsked;

    /**
     * @param masked whether secrets are not to be shown
     * @param started whether the connection is past its StartupMessage
     */
    public PostgresTraceView(boolean masked, boolean started) {
        this.masked = masked;
        this.started = started;
    }

    @Override
    public void received(ByteBuf octets, Shown to) {
        shown = to;
        frontend.feed(octets, to::received);
    }

    @Override
    public void sent(ByteBuf octets, Shown to) {
        shown = to;
        backend.feed(octets, to::sent);
    }

    private void maskKey(ByteBuf octets, int from, int end) {
        if (masked && end > from) {
            TracedMessages.mask(octets, from, end - from);
        }
    }

    /** Strings end where they ended. */
    private void maskRest(ByteBuf octets, int from, int end) {
        if (masked && end > from) {
            TracedMessages.maskStrings(octets, from, end - from);
        }
    }

    /** What the client sends. */
    private final class Frontend extends TracedMessages {
        private final SecretText statement = new SecretText(false);

        /** Strings that come before the statement in its message. */
        private int stringsBefore;

        private boolean insideStatement;
        private boolean secret;

        @Override
        protected int headBytes() {
            return started ? MessageCode.HEADER_BYTES : LENGTH_AND_CODE_BYTES;
        }

        @Override
        protected long head(ByteBuf octets, int index) {
            insideStatement = false;
            secret = false;
            if (!started) {
                return initial(octets, index);
            }
            byte type = octets.getByte(index);
            long length = 1 + (octets.getInt(index + 1) & 0xffff_ffffL);
            switch (type) {
                case MessageCode.PASSWORD -> {
                    if (length <= LONGEST_GATHERED) {
                        return whole((int) length);
                    }
                    secret = masked;
                }
                case MessageCode.QUERY, MessageCode.PARSE -> {
                    insideStatement = true;
                    stringsBefore = type == MessageCode.PARSE ? 1 : 0;
                    statement.begin();
                }
                default -> {}
            }
            if (type == MessageCode.QUERY || type == MessageCode.SYNC || type == MessageCode.FUNCTION_CALL) {
                outstanding++;
            }
            return pieces(length);
        }

        /** The gateway ends a session whose initial message is not one. */
        private long initial(ByteBuf octets, int index) {
            int length = octets.getInt(index);
            if (length < InitialMessage.MIN_LENGTH || length > InitialMessage.MAX_LENGTH) {
                secret = masked;
                return pieces(Long.MAX_VALUE);
            }
            return whole(length);
        }

        @Override
        protected void piece(ByteBuf octets, int index, int length) {
            int end = index + length;
            if (secret) {
                maskRest(octets, index, end);
            }
            int at = index;
            while (insideStatement && at < end) {
                int nul = octets.indexOf(at, end, (byte) 0);
                int to = nul < 0 ? end : nul;
                if (stringsBefore == 0) {
                    text(octets, at, to - at);
                }
                if (nul >= 0) {
                    insideStatement = stringsBefore > 0;
                    stringsBefore--;
                }
                at = to + 1;
            }
        }

        private void text(ByteBuf octets, int index, int length) {
            if (masked) {
                statement.mask(octets, index, length);
                secretAsked |= statement.foundAny();
            }
        }

        @Override
        protected boolean message(ByteBuf octets, int index, int length) {
            int end = index + length;
            if (started) {
                login(octets, index + MessageCode.HEADER_BYTES, end);
                return true;
            }
            int code = octets.getInt(index + Integer.BYTES);
            switch (code) {
                case InitialMessage.SSL_REQUEST_CODE -> {
                    asked = "SSLRequest";
                    return false;
                }
                case InitialMessage.GSS_ENC_REQUEST_CODE -> {
                    asked = "GSSENCRequest";
                    return false;
                }
                case InitialMessage.CANCEL_REQUEST_CODE -> maskKey(octets, index + CANCEL_KEY_INDEX, end);
                default -> started = true;
            }
            return true;
        }

        /** The name of the mechanism in a SASLInitialResponse, and the length of what follows it, are no secrets. */
        private void login(ByteBuf octets, int body, int end) {
            int from = body;
            if (method == Authentication.SASL) {
                int nul = octets.indexOf(body, end, (byte) 0);
                from = nul < 0 ? body : nul + 1 + Integer.BYTES;
            }
            maskRest(octets, from, end);
        }
    }

    /** What the client is sent. */
    private final class Backend extends TracedMessages {
        /** Whether the message is the answer to a request for encryption. */
        private boolean answer;

        private boolean tooLong;

        @Override
        protected int headBytes() {
            return asked == null ? MessageCode.HEADER_BYTES : 1;
        }

        @Override
        protected long head(ByteBuf octets, int index) {
            tooLong = false;
            byte type = octets.getByte(index);
            if (asked != null) {
                shown.note("left out: " + asked + ", answered by " + (char) type);
                asked = null;
                answer = type != MessageCode.ERROR_RESPONSE;
                return answer ? whole(1) : again();
            }
            long length = 1 + (octets.getInt(index + 1) & 0xffff_ffffL);
            return switch (type) {
                case MessageCode.AUTHENTICATION, MessageCode.BACKEND_KEY_DATA -> gatheredOrMasked(length);
                case MessageCode.ERROR_RESPONSE, MessageCode.NOTICE_RESPONSE ->
                    secretAsked ? gatheredOrMasked(length) : pieces(length);
                case MessageCode.READY_FOR_QUERY -> {
                    outstanding = Math.max(0, outstanding - 1);
                    secretAsked &= outstanding > 0;
                    yield pieces(length);
                }
                default -> pieces(length);
            };
        }

        private long gatheredOrMasked(long length) {
            tooLong = length > LONGEST_GATHERED;
            return tooLong ? pieces(length) : whole((int) length);
        }

        @Override
        protected void piece(ByteBuf octets, int index, int length) {
            if (tooLong) {
                maskRest(octets, index, index + length);
            }
        }

        @Override
        protected boolean message(ByteBuf octets, int index, int length) {
            if (answer) {
                answer = false;
                return false;
            }
            int end = index + length;
            switch (octets.getByte(index)) {
                case MessageCode.BACKEND_KEY_DATA -> maskKey(octets, index + BACKEND_KEY_INDEX, end);
                case MessageCode.AUTHENTICATION -> authentication(octets, index, end);
                default -> error(octets, index + MessageCode.HEADER_BYTES, end);
            }
            return true;
        }

        private void authentication(ByteBuf octets, int index, int end) {
            if (end - index < AUTHENTICATION_DATA_INDEX) {
                return;
            }
            method = octets.getInt(index + MessageCode.HEADER_BYTES);
            if (method != Authentication.SASL) {
                maskRest(octets, index + AUTHENTICATION_DATA_INDEX, end);
            }
        }

        private void error(ByteBuf octets, int body, int end) {
            int at = body;
            while (at < end && octets.getByte(at) != 0) {
                int nul = octets.indexOf(at, end, (byte) 0);
                int to = nul < 0 ? end : nul;
                if (FIELDS_WITH_TEXT.indexOf(octets.getByte(at)) >= 0) {
                    maskRest(octets, at + 1, to);
                }
                at = to + 1;
            }
        }
    }
}
