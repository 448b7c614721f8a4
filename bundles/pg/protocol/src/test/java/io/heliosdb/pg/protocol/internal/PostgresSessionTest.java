package io.heliosdb.pg.protocol.internal;

import static io.heliosdb.pg.protocol.internal.Conversation.hex;
import static io.heliosdb.pg.protocol.internal.Conversation.initial;
import static io.heliosdb.pg.protocol.internal.Conversation.saslInitial;
import static io.heliosdb.pg.protocol.internal.Conversation.startup;
import static io.heliosdb.pg.protocol.internal.Conversation.typed;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.protocol.PostgresProtocol;
import io.heliosdb.pg.wire.ProtocolVersion;
import io.heliosdb.pg.wire.message.BackendKeyData;
import io.heliosdb.pg.wire.message.CancelRequest;
import io.heliosdb.pg.wire.message.GssEncRequest;
import io.heliosdb.pg.wire.message.SslRequest;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.ClientDescription;
import io.heliosdb.testkit.FakeClient;
import io.heliosdb.testkit.LeakWatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LeakWatch.class)
class PostgresSessionTest {
    private final PostgresProtocol protocol = new PostgresProtocol();
    private final Conversation conversation = new Conversation(protocol);
    private final FakeClient client = conversation.client;
    private final FakeEngine engine = conversation.engine;

    @AfterEach
    void close() {
        conversation.finish();
    }

    @Nested
    class StartUp {
        @Test
        void tlsIsAnsweredWithOneOctetAndStarted() {
            conversation.send(initial(new SslRequest()));

            assertThat(conversation.received.readByte()).isEqualTo((byte) 'S');
            assertThat(client.encrypted()).isTrue();
        }

        @Test
        void withoutTlsTheClientMayGoOnInClear() {
            client.withoutTls();
            conversation.send(initial(new SslRequest()));
            conversation.send(initial(new GssEncRequest()));

            assertThat(ByteBufUtil.hexDump(conversation.received.readSlice(2))).isEqualTo("4e4e");
            conversation.loggedIn();
        }

        @Test
        void octetsInjectedBeforeTlsAreRefused() {
            conversation.send(Unpooled.wrappedBuffer(initial(new SslRequest()), startup(Map.of("user", "mallory"))));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.PROTOCOL_VIOLATION);
            assertThat(client.encrypted()).isFalse();
        }

        @Test
        void directTlsNeedsAlpn() {
            client.insideTls(Optional.empty());
            conversation.send(startup(Map.of("user", "demo")));

            assertThat(conversation.fatal()).hasMessage("direct TLS without the ALPN protocol postgresql");
        }

        @Test
        void directTlsWithAlpnLogsIn() {
            client.insideTls(Optional.of("postgresql"));

            conversation.loggedIn();
        }

        @Test
        void aConnectionTooManyIsToldSoWhenItsClientCanUnderstandIt() {
            conversation.session.terminate(new HeliosException(SqlState.TOO_MANY_CONNECTIONS, "too many"));
            conversation.send(initial(new SslRequest()));
            assertThat(conversation.received.readByte()).isEqualTo((byte) 'S');

            conversation.send(startup(Map.of("user", "demo")));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.TOO_MANY_CONNECTIONS);
        }

        @Test
        void aServerThatStopsDoesNotWaitForTheStartupMessage() {
            conversation.session.terminate(new HeliosException(SqlState.CANNOT_CONNECT_NOW, "stopping"));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.CANNOT_CONNECT_NOW);
        }

        @Test
        void tlsInsideTlsIsRefused() {
            client.insideTls(Optional.of("postgresql"));
            conversation.send(initial(new SslRequest()));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.PROTOCOL_VIOLATION);
        }

        @ParameterizedTest
        @CsvSource({
            "00000007 000300, 08P01",
            "7fffffff 00030000, 08P01",
            "ffffffff 00030000, 08P01",
            "00002711 00030000, 08P01",
            "00000009 00030000 00, 28000",
            "00000008 00020000, 0A000",
            "00000009 00030000 41, 08P01"
        })
        void whatIsNoStartupMessageIsRefused(String octets, String sqlState) {
            conversation.send(hex(octets));

            assertThat(conversation.fatal().sqlState()).isEqualTo(sqlState);
        }

        @Test
        void replicationIsRefused() {
            conversation.send(startup(Map.of("user", "demo", "replication", "database")));

            assertThat(conversation.fatal())
                    .hasMessage("replication connections are not supported")
                    .extracting(HeliosException::sqlState)
                    .isEqualTo(SqlState.FEATURE_NOT_SUPPORTED);
        }

        @Test
        void newerVersionsAndUnknownOptionsAreNegotiated() {
            conversation.send(startup(new ProtocolVersion(3, 9), Map.of("user", "demo", "_pq_.future", "on")));

            assertThat(conversation.names()).containsExactly("NegotiateProtocolVersion", "Authentication");
        }

        @Test
        void versionThreeTwoGetsALongCancelKey() {
            conversation.send(startup(ProtocolVersion.V3_2, Map.of("user", "demo")));
            conversation.send(saslInitial("SCRAM-SHA-256", "first"));
            conversation.send(typed('p', "secret"));

            BackendKeyData key = conversation.key();
            assertThat(key.processId()).isEqualTo(FakeEngine.PROCESS_ID);
            assertThat(key.secretKey()).hasSize(BackendKeyData.LONG_KEY_LENGTH);
        }

        @Test
        void withoutAMechanismNobodyLogsIn() {
            Conversation other = new Conversation(
                    protocol, lending -> lending.with(new FakeIdentity()).with(new FakeDialect()));
            other.send(startup(Map.of("user", "demo")));

            assertThat(other.fatal().sqlState()).isEqualTo(SqlState.INVALID_AUTHORIZATION);
            other.finish();
        }

        @Test
        void withoutTheDialectNobodyLogsIn() {
            Conversation other = new Conversation(
                    protocol, lending -> lending.with(new FakeIdentity()).with(new FakeMechanism()));
            other.send(startup(Map.of("user", "demo")));

            assertThat(other.fatal().sqlState()).isEqualTo(SqlState.CANNOT_CONNECT_NOW);
            other.finish();
        }
    }

    @Nested
    class LoggingIn {
        @Test
        void runsTheExchangeAndOpensTheEngine() {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("user", "demo");
            parameters.put("client_encoding", "'utf-8'");
            parameters.put("replication", "off");
            parameters.put("application_name", "shop");
            conversation.send(startup(parameters));
            conversation.send(saslInitial("SCRAM-SHA-256", "first"));
            conversation.send(typed('p', "secret"));

            assertThat(conversation.names())
                    .containsExactly(
                            "Authentication",
                            "Authentication",
                            "Authentication",
                            "Authentication",
                            "ParameterStatus",
                            "BackendKeyData",
                            "ReadyForQuery");
            assertThat(engine.request.database()).isEqualTo("demo");
            assertThat(engine.request.parameters())
                    .containsOnly(Map.entry("client_encoding", "'utf-8'"), Map.entry("application_name", "shop"));
            ClientDescription description = client.description().orElseThrow();
            assertThat(description.driver()).contains("asyncpg");
            assertThat(description.application()).contains("shop");
            assertThat(client.activities()).endsWith(Activity.IDLE);
        }

        @Test
        void aWrongPasswordEndsTheSession() {
            conversation.send(startup(Map.of("user", "demo")));
            conversation.names();
            conversation.send(saslInitial("SCRAM-SHA-256", "guess"));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.INVALID_PASSWORD);
            assertThat(engine.request).isNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "51 00000005 00", // a query before the login
                    "70 00000003", // too short
                    "70 00001000", // too long
                    "70 0000000a 4100 00000099" // data longer than the message
                })
        void whatIsNoLoginMessageIsRefused(String octets) {
            conversation.send(startup(Map.of("user", "demo")));
            conversation.names();
            conversation.send(hex(octets));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.PROTOCOL_VIOLATION);
        }

        @Test
        void theLongestLoginMessageIsTaken() {
            conversation.send(startup(Map.of("user", "demo")));
            conversation.send(saslInitial("SCRAM-SHA-256", "first"));
            conversation.names();
            conversation.send(typed('p', "x".repeat(1024 - Integer.BYTES)));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.INVALID_PASSWORD);
        }

        @Test
        void aMechanismThatWasNotOfferedIsRefused() {
            conversation.send(startup(Map.of("user", "demo")));
            conversation.names();
            conversation.send(saslInitial("SCRAM-SHA-1", "first"));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.PROTOCOL_VIOLATION);
        }

        @Test
        void aDefectIsNotShownToTheClient() {
            conversation.send(startup(Map.of("user", "demo")));
            conversation.names();
            conversation.send(saslInitial("SCRAM-SHA-256", "defect"));

            assertThat(conversation.fatal().getMessage()).doesNotContain("a defect");
        }

        @Test
        void aStepMayTakeItsTimeOnAnotherThread() throws Exception {
            conversation.mechanism.verification = new CompletableFuture<>();
            conversation.send(startup(Map.of("user", "demo")));
            conversation.send(saslInitial("SCRAM-SHA-256", "first"));
            conversation.send(Unpooled.wrappedBuffer(typed('p', "secret"), typed('Q', "select 1\0")));
            assertThat(conversation.names()).hasSize(2);

            Thread verifier = new Thread(() -> conversation.mechanism.verification.complete(null));
            verifier.start();
            verifier.join();

            assertThat(conversation.names()).endsWith("ReadyForQuery");
            assertThat(engine.sent).hasToString(ByteBufUtil.hexDump(typed('Q', "select 1\0")));
        }

        @Test
        void withoutAnEngineTheReasonIsSaid() {
            Conversation other = new Conversation(protocol, lending -> lending.with(new FakeIdentity())
                    .with(new FakeMechanism())
                    .with(new FakeDialect()));
            other.send(startup(Map.of("user", "demo")));
            other.send(saslInitial("SCRAM-SHA-256", "first"));
            other.names();
            other.send(typed('p', "secret"));

            other.received.skipBytes(other.received.bytesBefore((byte) 'E'));
            assertThat(other.fatal().sqlState()).isEqualTo(SqlState.CANNOT_CONNECT_NOW);
            other.finish();
        }

        @Test
        void whatTheEngineRefusesIsSaid() {
            engine.opensAtOnce = false;
            conversation.send(startup(Map.of("user", "demo")));
            conversation.send(saslInitial("SCRAM-SHA-256", "first"));
            conversation.send(typed('p', "secret"));
            conversation.names();

            engine.sink.closed(new HeliosException(SqlState.INVALID_CATALOG_NAME, "no such database"), false);

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.INVALID_CATALOG_NAME);
        }

        @Test
        void aClientThatLeavesWhileTheEngineOpensLeavesNothingBehind() {
            engine.opensAtOnce = false;
            conversation.send(startup(Map.of("user", "demo")));
            conversation.send(saslInitial("SCRAM-SHA-256", "first"));
            conversation.send(typed('p', "secret"));

            conversation.channel.close();
            engine.opened();

            assertThat(engine.calls).contains("close");
        }
    }

    @Nested
    class Serving {
        @Test
        void wholeMessagesPassInOneRun() {
            conversation.loggedIn();
            ByteBuf batch = Unpooled.wrappedBuffer(typed('P', "\0select 1\0\0\0"), typed('S', ""), typed('Q', "x"));
            String octets = ByteBufUtil.hexDump(batch);
            conversation.send(batch);

            assertThat(engine.sent).hasToString(octets);
            assertThat(engine.calls).containsExactly("flush");
            assertThat(client.activities()).endsWith(Activity.ACTIVE);
        }

        @Test
        void aBatchMayBeSplitAnywhere() {
            conversation.loggedIn();
            ByteBuf batch = Unpooled.wrappedBuffer(typed('Q', "select 1\0"), typed('S', ""));
            String octets = ByteBufUtil.hexDump(batch);
            while (batch.isReadable()) {
                conversation.send(batch.readBytes(1));
            }

            assertThat(engine.sent).hasToString(octets);
        }

        @Test
        void resultsAreForwardedAndFlushedOnce() {
            conversation.loggedIn();
            engine.sink.messages(typed('D', "row"));
            engine.sink.messages(typed('C', "SELECT 1\0"));
            assertThat(conversation.channel.outboundMessages()).isEmpty();

            engine.sink.messages(typed('Z', "T"));
            engine.sink.idle(TransactionStatus.IN_TRANSACTION);
            engine.sink.readComplete();

            assertThat(conversation.names()).containsExactly("DataRow", "CommandComplete", "ReadyForQuery");
            assertThat(client.activities()).endsWith(Activity.IDLE_IN_TRANSACTION);
        }

        @Test
        void longResultsAreForwardedAsTheyAre() {
            conversation.loggedIn();
            ByteBuf row = typed('D', "x".repeat(10_000));
            engine.sink.messages(row.readSlice(5_000));
            engine.sink.fragment(row);
            engine.sink.readComplete();
            engine.sink.idle(TransactionStatus.IDLE);

            assertThat(conversation.names()).containsExactly("DataRow");
            assertThat(engine.sink.takesFragments()).isTrue();
            row.release();
        }

        @Test
        void anErrorIsNotWrittenIntoTheMiddleOfAMessage() {
            conversation.loggedIn();
            ByteBuf row = typed('D', "x".repeat(10_000));
            engine.sink.messages(row.readSlice(5_000));
            engine.sink.fragment(row.readSlice(10));
            conversation.session.terminate(new HeliosException(SqlState.ADMIN_SHUTDOWN, "bye"));
            conversation.collect();

            assertThat(conversation.received.readableBytes()).isEqualTo(5_010);
            assertThat(conversation.channel.isOpen()).isFalse();
            row.release();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "51 00000003", // shorter than its own length field
                    "51 80000000", // negative
                    "51 7fffffff", // beyond the connection's limit
                    "53 00002711", // a short message that is long
                    "70 00000005 00", // a login message after the login
                    "00 00000004" // no message at all
                })
        void aBrokenMessageEndsTheSessionAfterWhatWasWholeBeforeIt(String octets) {
            conversation.loggedIn();
            conversation.send(Unpooled.wrappedBuffer(typed('S', ""), hex(octets)));

            assertThat(engine.sent).hasToString(ByteBufUtil.hexDump(typed('S', "")));
            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.PROTOCOL_VIOLATION);
            assertThat(engine.calls).endsWith("close");
        }

        @Test
        void theLongestMessageIsTaken() {
            conversation.loggedIn();
            ByteBuf longest = typed('d', "x".repeat(Conversation.LONGEST_MESSAGE - MessageCode.HEADER_BYTES));
            String octets = ByteBufUtil.hexDump(longest);
            conversation.send(longest);

            assertThat(engine.sent).hasToString(octets);
        }

        @Test
        void terminateEndsQuietly() {
            conversation.loggedIn();
            conversation.send(Unpooled.wrappedBuffer(typed('S', ""), typed('X', ""), typed('S', "")));

            assertThat(engine.sent).hasToString(ByteBufUtil.hexDump(typed('S', "")));
            assertThat(conversation.names()).isEmpty();
            assertThat(conversation.channel.isOpen()).isFalse();
            assertThat(engine.calls).containsExactly("flush", "close");
        }

        @ParameterizedTest
        @CsvSource({"Q, 'DROP x\0'", "P, 'name\0DROP x\0\0\0'"})
        void idleConnectionsMakeRoomForADatabaseStatement(char type, String body) {
            conversation.loggedIn();
            conversation.send(typed(type, body));

            assertThat(engine.calls).containsExactly("closeIdle", "flush");
        }

        @ParameterizedTest
        @CsvSource({"Q, ''", "P, 'no end'", "Q, 'select'"})
        void otherStatementsPass(char type, String body) {
            conversation.loggedIn();
            conversation.send(typed(type, body));

            assertThat(engine.calls).containsExactly("flush");
        }

        @Test
        void aSlowClientStopsTheEngineAndASlowEngineTheClient() {
            conversation.loggedIn();
            conversation.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
            conversation.channel.runPendingTasks();
            conversation.channel.unsafe().outboundBuffer().setUserDefinedWritability(1, true);
            conversation.channel.runPendingTasks();
            assertThat(engine.calls).containsExactly("reading false", "reading true");

            engine.sink.writable(false);
            assertThat(conversation.channel.config().isAutoRead()).isFalse();
            engine.sink.writable(true);
            assertThat(conversation.channel.config().isAutoRead()).isTrue();
        }

        @Test
        void theEnginesLastWordIsNotRepeated() {
            conversation.loggedIn();
            engine.sink.messages(typed('E', "SFATAL\0\0"));
            engine.sink.closed(new HeliosException(SqlState.ADMIN_SHUTDOWN, "terminated"), true);

            assertThat(conversation.names()).containsExactly("ErrorResponse");
            assertThat(conversation.channel.isOpen()).isFalse();
        }

        @Test
        void aLostConnectionEndsTheSessionAtTheEngine() {
            conversation.loggedIn();
            conversation.channel.pipeline().fireExceptionCaught(new IOException("reset"));

            assertThat(conversation.channel.isOpen()).isFalse();
            assertThat(engine.calls).containsExactly("close");
        }

        @Test
        void endsOnlyOnce() {
            conversation.loggedIn();
            conversation.session.terminate(new HeliosException(SqlState.IDLE_SESSION_TIMEOUT, "idle"));
            conversation.session.terminate(new HeliosException(SqlState.ADMIN_SHUTDOWN, "bye"));

            assertThat(conversation.fatal().sqlState()).isEqualTo(SqlState.IDLE_SESSION_TIMEOUT);
        }
    }

    @Nested
    class Cancelling {
        @Test
        void theRightKeyCancels() {
            conversation.send(startup(Map.of("user", "demo")));
            conversation.send(saslInitial("SCRAM-SHA-256", "first"));
            conversation.send(typed('p', "secret"));
            BackendKeyData key = conversation.key();

            Conversation asking = new Conversation(protocol);
            asking.send(initial(new CancelRequest(key.processId(), key.secretKey())));
            conversation.collect();
            assertThat(engine.calls).containsExactly("cancel");
            assertThat(asking.channel.isOpen()).isTrue();

            engine.cancelled.complete(null);
            asking.collect();
            assertThat(asking.channel.isOpen()).isFalse();
            assertThat(asking.received.isReadable()).isFalse();
        }

        @Test
        void aWrongKeyIsIgnored() {
            conversation.loggedIn();
            Conversation asking = new Conversation(protocol);
            asking.send(initial(new CancelRequest(FakeEngine.PROCESS_ID, new byte[4])));
            conversation.collect();

            assertThat(engine.calls).isEmpty();
            assertThat(asking.channel.isOpen()).isFalse();
            assertThat(asking.received.isReadable()).isFalse();
        }

        @Test
        void aStatementThatTakesTooLongIsCancelled() {
            conversation.session.statementTimedOut();
            conversation.loggedIn();
            conversation.session.statementTimedOut();

            assertThat(engine.calls).containsExactly("cancel");
        }

        @Test
        void theClientOfAStatementThatTookTooLongIsToldSo() {
            conversation.loggedIn();
            conversation.session.statementTimedOut();
            answer(typed('D', "row"), cancelled("canceling statement due to user request"), typed('Z', "I"));

            assertThat(answered())
                    .isEqualTo(octets(
                            typed('D', "row"),
                            cancelled("canceling statement due to statement timeout"),
                            typed('Z', "I")));
        }

        @Test
        void noOtherErrorIsTakenForTheTimeout() {
            conversation.loggedIn();
            conversation.session.statementTimedOut();
            ByteBuf other = typed('E', "SERROR\0C23505\0Mduplicate key\0\0");
            ByteBuf withoutEnd = typed('E', "SERROR\0C57014");
            ByteBuf cut = typed('D', "x".repeat(10_000)).readSlice(5_000);
            answer(other.copy(), withoutEnd.copy(), cancelled("first"), cancelled("second"), cut.copy());

            assertThat(answered())
                    .isEqualTo(octets(
                            other,
                            withoutEnd,
                            cancelled("canceling statement due to statement timeout"),
                            cancelled("second"),
                            cut));
        }

        @Test
        void aTimeoutThatCameTooLateSaysNothingAboutTheNextStatement() {
            conversation.loggedIn();
            conversation.session.statementTimedOut();
            answer(typed('C', "SELECT 1\0"), typed('Z', "I"));
            engine.sink.idle(TransactionStatus.IDLE);
            answered();
            answer(cancelled("canceling statement due to user request"), typed('Z', "I"));

            assertThat(answered())
                    .isEqualTo(octets(cancelled("canceling statement due to user request"), typed('Z', "I")));
        }

        /** As the engine reports it, with a field that is not UTF-8. */
        private static ByteBuf cancelled(String message) {
            return typed('E', "SFEHLER\0VERROR\0C57014\0M" + message + "\0Wf\u00fcr\0RProcessInterrupts\0\0");
        }

        private void answer(ByteBuf... messages) {
            engine.sink.messages(Unpooled.wrappedBuffer(messages));
            engine.sink.readComplete();
        }

        private String answered() {
            conversation.collect();
            String octets = ByteBufUtil.hexDump(conversation.received);
            conversation.received.clear();
            return octets;
        }

        private static String octets(ByteBuf... messages) {
            return ByteBufUtil.hexDump(Unpooled.wrappedBuffer(messages));
        }

        @Test
        void sessionsOfOneProcessIdHaveKeysOfTheirOwn() {
            CancelKeys keys = new CancelKeys();
            PostgresSession first = new PostgresSession(client, keys);
            PostgresSession second = new PostgresSession(client, keys);
            BackendKeyData firstKey = keys.add(first, 7, ProtocolVersion.V3_0);
            BackendKeyData secondKey = keys.add(second, 7, ProtocolVersion.V3_0);

            assertThat(firstKey.processId()).isEqualTo(7).isNotEqualTo(secondKey.processId());
            keys.remove(second, firstKey);
            assertThat(keys.find(new CancelRequest(7, firstKey.secretKey()))).contains(first);
            keys.remove(first, firstKey);
            assertThat(keys.find(new CancelRequest(7, firstKey.secretKey()))).isEmpty();
        }
    }

    @Test
    void driversAreRecognised() {
        assertThat(DriverSignature.of(Map.of("application_name", "PostgreSQL JDBC Driver")))
                .contains("pgjdbc");
        assertThat(DriverSignature.of(Map.of("application_name", "psql"))).contains("psql");
        assertThat(DriverSignature.of(Map.of("client_encoding", "UTF8"))).isEqualTo(Optional.empty());
    }
}
