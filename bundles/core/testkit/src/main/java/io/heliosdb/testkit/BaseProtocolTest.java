package io.heliosdb.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.gateway.NettyGateway;
import io.heliosdb.gateway.ServiceCatalog;
import io.heliosdb.gateway.internal.GatewayKeys;
import io.heliosdb.spi.configuration.SettingsReader;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.spi.protocol.ClientLimits;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every protocol must pass: its clients are served however their octets are cut, and bad input ends in an error of
 * the protocol or a quiet close, within the limits, with nothing leaked and other sessions undisturbed. A protocol's own
 * test class inherits it and says what its clients send.
 */
@ExtendWith(LeakWatch.class)
public abstract class BaseProtocolTest {
    private static final ClientLimits LIMITS = new ClientLimits(10_240, 100_000);
    private static final int RANDOM_CASES = 300;
    private static final int LONGEST_RANDOM = 300;

    /** More than the buffers of two sockets and of the server hold, unless the server hoards. */
    private static final int MORE_THAN_BUFFERS = 64 << 20;

    @TempDir
    private Path home;

    /** A new instance of the protocol under test. */
    protected abstract Protocol protocol();

    /**
     * New fakes under which {@link #login} succeeds and {@link #statement} is answered, for several connections on several
     * threads.
     */
    protected abstract Lent lent();

    /** What a client sends to log in, in clear; each is sent after an answer to the one before. */
    protected abstract List<byte[]> login();

    /** A valid request of a client that is logged in. */
    protected abstract byte[] statement();

    /** Whether the server's octets end with its word that it awaits the next request. */
    protected abstract boolean isReady(byte[] received);

    /** The code of the last error that the server's octets report; what came before may be cut off at the front. */
    protected abstract Optional<String> error(byte[] received);

    /** Input of a client that is not logged in yet that the protocol must refuse, by a description. */
    protected abstract Map<String, byte[]> malformedBeforeLogin();

    /** Input of a client that is logged in that the protocol must refuse, by a description. */
    protected abstract Map<String, byte[]> malformedAfterLogin();

    /** The beginning of a message, no longer than its header, that announces so many octets in all; before the login. */
    protected abstract byte[] headerBeforeLogin(int messageBytes);

    /** The same after the login. */
    protected abstract byte[] headerAfterLogin(int messageBytes);

    // ------------------------------------------------------------------ valid conversations

    @Test
    final void recognisesItsFirstBytesWhereverTheyAreCut() {
        Protocol protocol = protocol();
        if (protocol.serverSpeaksFirst()) {
            assertThat(recognise(protocol, login().get(0))).isNotEqualTo(Recognition.MATCH);
            return;
        }
        byte[] first = login().get(0);
        Recognition before = Recognition.MORE;
        for (int length = 1; length <= Math.min(first.length, 64); length++) {
            Recognition now = recognise(protocol, Arrays.copyOf(first, length));
            assertThat(now).as("of %s octets", length).isIn(before, Recognition.MATCH);
            before = now;
        }
        assertThat(before).isEqualTo(Recognition.MATCH);
    }

    @Test
    final void servesAClient() {
        try (EmbeddedTalk talk = talk()) {
            logIn(talk);
            assertThat(talk.client().description()).isPresent();
            assertServes(talk);
            assertThat(talk.client().activities()).isNotEmpty();
        }
    }

    @Test
    final void answersTheSameWhenEveryOctetComesAlone() {
        byte[] whole = answers(message -> Stream.of(message));
        byte[] cut = answers(BaseProtocolTest::octets);
        assertThat(cut).hasSameSizeAs(whole);
        assertThat(error(cut)).isEmpty();
    }

    @Test
    final void answersTheSameWhereverAMessageIsCut() {
        byte[] whole = answers(message -> Stream.of(message));
        int longest = Stream.concat(login().stream(), Stream.of(statement()))
                .mapToInt(message -> message.length)
                .max()
                .orElseThrow();
        for (int at = 1; at < longest; at++) {
            int cutAt = at;
            assertThat(answers(message -> halves(message, cutAt)))
                    .as("cut at %s", at)
                    .hasSameSizeAs(whole);
        }
    }

    // ------------------------------------------------------------------ bad input, without a network

    @TestFactory
    final Stream<DynamicTest> refusesMalformedInputBeforeTheLogin() {
        return malformedBeforeLogin().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    try (EmbeddedTalk talk = talk()) {
                        talk.received();
                        talk.send(entry.getValue());
                        assertRefused(talk, talk.received());
                        assertThat(talk.closed()).isTrue();
                    }
                }));
    }

    @TestFactory
    final Stream<DynamicTest> refusesMalformedInputAfterTheLogin() {
        return malformedAfterLogin().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    try (EmbeddedTalk talk = talk()) {
                        logIn(talk);
                        talk.send(entry.getValue());
                        assertRefused(talk, talk.received());
                    }
                }));
    }

    @Test
    final void refusesATooLongMessageByItsHeaderBeforeTheLogin() {
        try (EmbeddedTalk talk = talk()) {
            talk.received();
            talk.send(headerBeforeLogin(LIMITS.preLoginBytes() + 1));
            assertRefused(talk, talk.received());
            assertThat(talk.closed()).isTrue();
        }
    }

    @Test
    final void refusesATooLongMessageByItsHeaderAfterTheLogin() {
        try (EmbeddedTalk talk = talk()) {
            logIn(talk);
            talk.send(headerAfterLogin(LIMITS.messageBytes() + 1));
            assertRefused(talk, talk.received());
        }
    }

    @Test
    final void survivesGarbageBeforeTheLogin() {
        Random random = new Random(1);
        for (int round = 0; round < RANDOM_CASES; round++) {
            try (EmbeddedTalk talk = talk()) {
                talk.send(garbage(random));
                assertNoInternals(talk.received());
            }
        }
    }

    @Test
    final void survivesGarbageAfterTheLogin() {
        Random random = new Random(2);
        for (int round = 0; round < RANDOM_CASES; round++) {
            try (EmbeddedTalk talk = talk()) {
                logIn(talk);
                talk.send(garbage(random));
                assertNoInternals(talk.received());
            }
        }
    }

    @Test
    final void survivesOneWrongOctetAnywhere() {
        Random random = new Random(3);
        for (int step = 0; step < login().size(); step++) {
            for (int at = 0; at < login().get(step).length; at++) {
                try (EmbeddedTalk talk = talk()) {
                    List<byte[]> messages = login();
                    messages.subList(0, step).forEach(talk::send);
                    byte[] wrong = messages.get(step).clone();
                    wrong[at] = (byte) random.nextInt();
                    talk.send(wrong);
                    assertNoInternals(talk.received());
                }
            }
        }
    }

    @Test
    final void aClientMayGoAtAnyMoment() {
        List<byte[]> messages =
                Stream.concat(login().stream(), Stream.of(statement())).toList();
        for (int step = 0; step < messages.size(); step++) {
            byte[] message = messages.get(step);
            for (int length = 0; length <= message.length; length++) {
                try (EmbeddedTalk talk = talk()) {
                    messages.subList(0, step).forEach(talk::send);
                    talk.send(Arrays.copyOf(message, length));
                }
            }
        }
    }

    // ------------------------------------------------------------------ behind the gateway

    @Test
    final void aClientThatSaysNothingIsSentAwayAndOthersStay() {
        try (Server server = new Server("waiting-room-time", "200 ms");
                SocketTalk active = server.connect()) {
            logIn(active);
            try (SocketTalk silent = server.connect()) {
                Waiting.until("the silent client is sent away", () -> {
                    silent.received();
                    return silent.closed();
                });
            }
            assertServes(active);
        }
    }

    @Test
    final void aClientThatReadsNothingIsNotReadAndOthersStay() {
        try (Server server = new Server();
                SocketTalk greedy = server.connect();
                SocketTalk active = server.connect()) {
            logIn(greedy);
            logIn(active);
            assertThat(sendUntilNobodyReads(greedy)).isLessThan(MORE_THAN_BUFFERS);
            assertServes(active);
        }
    }

    @Test
    final void aClientThatFloodsTheLoginIsSentAway() {
        try (Server server = new Server();
                SocketTalk flooding = server.connect();
                SocketTalk active = server.connect()) {
            logIn(active);
            ByteBuffer flood = ByteBuffer.wrap(new byte[1 << 20]);
            Waiting.until("the flooding client is sent away", () -> {
                flooding.write(flood);
                flooding.received();
                return flooding.closed();
            });
            assertServes(active);
        }
    }

    @Test
    final void tooManyClientsAreToldInTheProtocolsWords() {
        try (Server server = new Server("max-connections", "1");
                SocketTalk first = server.connect()) {
            logIn(first);
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            try (SocketTalk second = server.connect()) {
                second.send(login().get(0));
                Waiting.until("the second client is told", () -> {
                    told.writeBytes(second.received());
                    return second.closed();
                });
            }
            assertThat(error(told.toByteArray())).contains(vendorCode(SqlState.TOO_MANY_CONNECTIONS));
            assertServes(first);
        }
    }

    @Test
    final void theServersStopIsToldInTheProtocolsWords() {
        try (Server server = new Server();
                SocketTalk client = server.connect()) {
            logIn(client);
            server.stop();
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            Waiting.until("the connection ends", () -> {
                told.writeBytes(client.received());
                return client.closed();
            });
            assertThat(error(told.toByteArray())).contains(vendorCode(SqlState.ADMIN_SHUTDOWN));
        }
    }

    @Test
    final void aSessionOutlivesTheReplacementOfItsProtocol() {
        try (Server server = new Server();
                SocketTalk before = server.connect()) {
            logIn(before);
            server.catalog.addProtocol(protocol(), "2", 0);
            server.catalog.removeProtocol(server.protocol);
            assertServes(before);
            try (SocketTalk after = server.connect()) {
                logIn(after);
                assertServes(after);
            }
        }
    }

    /** The protocol's own code for a SQLSTATE that the gateway ends sessions with; the SQLSTATE itself by default. */
    protected String vendorCode(String sqlState) {
        return sqlState;
    }

    // ------------------------------------------------------------------

    private interface Cut {
        Stream<byte[]> pieces(byte[] message);
    }

    private static Recognition recognise(Protocol protocol, byte[] octets) {
        ByteBuf bytes = Unpooled.wrappedBuffer(octets);
        Recognition answer = protocol.recognise(new Preamble(bytes, false, Optional.empty()));
        assertThat(bytes.readerIndex()).isZero();
        assertThat(bytes.writerIndex()).isEqualTo(octets.length);
        return answer;
    }

    private EmbeddedTalk talk() {
        return new EmbeddedTalk(protocol(), lent(), LIMITS);
    }

    /** Everything that the server says to a client that logs in and asks once. */
    private byte[] answers(Cut cut) {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        try (EmbeddedTalk talk = talk()) {
            for (byte[] message : login()) {
                int before = answers.size();
                cut.pieces(message).forEach(talk::send);
                awaitMore(talk, answers, before);
            }
            awaitReady(talk, answers);
            cut.pieces(statement()).forEach(talk::send);
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            awaitReady(talk, answer);
            answers.writeBytes(answer.toByteArray());
        }
        return answers.toByteArray();
    }

    private static Stream<byte[]> octets(byte[] message) {
        return java.util.stream.IntStream.range(0, message.length).mapToObj(i -> new byte[] {message[i]});
    }

    private static Stream<byte[]> halves(byte[] message, int at) {
        return at >= message.length
                ? Stream.of(message)
                : Stream.of(Arrays.copyOf(message, at), Arrays.copyOfRange(message, at, message.length));
    }

    private static byte[] garbage(Random random) {
        byte[] octets = new byte[1 + random.nextInt(LONGEST_RANDOM)];
        random.nextBytes(octets);
        return octets;
    }

    private void logIn(Talk talk) {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        if (protocol().serverSpeaksFirst()) {
            awaitWord(talk, received);
        }
        for (byte[] message : login()) {
            talk.send(message);
            awaitWord(talk, received);
        }
        awaitReady(talk, received);
    }

    private static void awaitWord(Talk talk, ByteArrayOutputStream received) {
        awaitMore(talk, received, received.size());
    }

    private static void awaitMore(Talk talk, ByteArrayOutputStream received, int before) {
        Waiting.until("the server answers", () -> {
            received.writeBytes(talk.received());
            return received.size() > before;
        });
    }

    private void awaitReady(Talk talk, ByteArrayOutputStream received) {
        Waiting.until("the server awaits the next request", () -> {
            received.writeBytes(talk.received());
            return isReady(received.toByteArray());
        });
    }

    private void assertServes(Talk talk) {
        talk.send(statement());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        awaitReady(talk, answer);
        assertThat(error(answer.toByteArray())).isEmpty();
    }

    /** An error in the protocol's own words, or a quiet close. */
    private void assertRefused(Talk talk, byte[] answer) {
        assertThat(error(answer).isPresent() || talk.closed()).as("refused").isTrue();
        assertNoInternals(answer);
    }

    private static void assertNoInternals(byte[] answer) {
        assertThat(new String(answer, ISO_8859_1)).doesNotContain("Exception", "io.heliosdb", "io.netty", "\tat ");
    }

    /** How much a client can send that never reads, until the server takes no more. */
    private int sendUntilNobodyReads(SocketTalk talk) {
        byte[] one = statement();
        ByteBuffer many = ByteBuffer.allocate(Math.max(1, (64 << 10) / one.length) * one.length);
        while (many.hasRemaining()) {
            many.put(one);
        }
        many.flip();
        int sent = 0;
        int refusals = 0;
        while (sent < MORE_THAN_BUFFERS && refusals < 200) {
            int taken = talk.write(many);
            sent += taken;
            refusals = taken > 0 ? 0 : refusals + 1;
            if (taken == 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
            if (!many.hasRemaining()) {
                many.rewind();
            }
        }
        return sent;
    }

    /** A gateway with the protocol under test alone. */
    private final class Server implements AutoCloseable {
        final ServiceCatalog catalog = new ServiceCatalog();
        final Protocol protocol = protocol();
        private final NettyGateway gateway;

        Server(String... keysAndValues) {
            Map<String, String> properties = new HashMap<>(Map.of("ephemeral", "true", "tls.enabled", "false"));
            for (int i = 0; i < keysAndValues.length; i += 2) {
                properties.put(keysAndValues[i], keysAndValues[i + 1]);
            }
            SettingsReader<GatewaySettings> reader = GatewayKeys.reader(home, (key, why) -> {
                throw new AssertionError(key + " " + why);
            });
            lent().to(catalog);
            catalog.addProtocol(protocol, "1", 0);
            gateway = new NettyGateway(reader.read(properties), catalog);
            gateway.open().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
        }

        SocketTalk connect() {
            return new SocketTalk(gateway.ports().get(protocol.name()));
        }

        @Override
        public void close() {
            stop();
        }

        void stop() {
            gateway.shutDown()
                    .toCompletableFuture()
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
        }
    }
}
