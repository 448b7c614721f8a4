package io.heliosdb.mysql.protocol.internal;

import static io.heliosdb.mysql.protocol.internal.Conversation.error;
import static io.heliosdb.mysql.protocol.internal.Packets.USUAL;
import static io.heliosdb.mysql.protocol.internal.Packets.packet;
import static io.heliosdb.mysql.protocol.internal.Packets.response;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.mysql.protocol.MysqlProtocol;
import io.heliosdb.mysql.protocol.MysqlSettings;
import io.heliosdb.mysql.protocol.internal.message.Capability;
import io.heliosdb.mysql.protocol.internal.message.LengthEncoded;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.heliosdb.testkit.FakeClient;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
    private static final String FAST = "0103";
    private static final String OK = "00000002000000";

    private Conversation conversation = new Conversation();

    @AfterEach
    void finish() {
        conversation.finish();
    }

    @Test
    void theGreetingTellsVersionAndMethod() {
        ByteBuf greeting =
                Unpooled.wrappedBuffer(Packets.hex(conversation.payloads().get(0)));
        assertThat(greeting.readByte()).isEqualTo((byte) 10);
        assertThat(greeting.readCharSequence(greeting.bytesBefore((byte) 0), US_ASCII))
                .asString()
                .startsWith("8.4.")
                .contains("HeliosDB");
        String rest = greeting.toString(US_ASCII);
        assertThat(rest).endsWith("caching_sha2_password\0");
    }

    @Test
    void theMethodGetsTheChallengeThatWasShown() {
        String greeting = conversation.payloads().get(0);
        conversation.send(packet(1, response("demo", "secret")));
        byte[] challenge = conversation.sha2.channel.challenge();
        assertThat(challenge).hasSize(20).doesNotContain(0);
        String hex = ByteBufUtil.hexDump(challenge);
        assertThat(greeting).contains(hex.substring(0, 16)).contains(hex.substring(16));
        assertThat(conversation.sha2.channel.encrypted()).isFalse();
        assertThat(conversation.payloads()).containsExactly(FAST, OK);
    }

    @Test
    void aLongerExchangeIsToldAsMoreData() {
        conversation.payloads();
        conversation.send(packet(1, response("demo", "more")));
        assertThat(conversation.payloads()).containsExactly("0104");
        conversation.send(packet(3, "secret".getBytes(US_ASCII)));
        assertThat(conversation.payloads()).containsExactly(FAST, OK);
    }

    @ParameterizedTest
    @CsvSource({"mysql_clear_password", "sha256_password", "''"})
    void anotherMethodIsAskedForInsteadOfOneThatIsNotThere(String plugin) {
        conversation.payloads();
        conversation.send(packet(1, response(USUAL, "demo", "secret", "", plugin)));
        String answer = conversation.payloads().get(0);
        assertThat(answer)
                .startsWith("fe" + hex("caching_sha2_password") + "00")
                .endsWith("00");
        conversation.send(packet(3, "secret".getBytes(US_ASCII)));
        assertThat(conversation.payloads()).containsExactly(FAST, OK);
        assertThat(answer).contains(ByteBufUtil.hexDump(conversation.sha2.channel.challenge()));
    }

    @Test
    void theClientsOwnMethodIsTakenWhereItIsThere() {
        conversation.payloads();
        conversation.send(packet(1, response(USUAL, "demo", "secret", "", FakeMechanism.NATIVE)));
        assertThat(conversation.payloads()).containsExactly(FAST, OK);
        assertThat(conversation.old.channel).isNotNull();
    }

    @Test
    void aUserWithoutAVerifierIsAskedForTheMethodThatHasOne() {
        conversation.payloads();
        conversation.send(packet(1, response("old", "secret")));
        assertThat(conversation.payloads().get(0)).startsWith("fe" + hex("mysql_native_password"));
        conversation.send(packet(3, "secret".getBytes(US_ASCII)));
        assertThat(conversation.payloads()).containsExactly(FAST, OK);
    }

    @Test
    void aClientWithoutPluginsUsesTheOldMethodOrNone() {
        conversation.payloads();
        conversation.send(packet(1, response(USUAL & ~Capability.PLUGIN_AUTH, "demo", "secret", "", "")));
        assertThat(conversation.payloads()).containsExactly(FAST, OK);
        conversation.finish();

        conversation = new Conversation(false);
        conversation.payloads();
        conversation.send(packet(1, response(USUAL & ~Capability.PLUGIN_AUTH, "demo", "secret", "", "")));
        assertThat(error(conversation.payloads().get(0))).startsWith("1251 #08004Client does not support");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"demo, wrong, YES", "nobody, secret, YES", "nobody, wrong, YES", "demo, '', NO", "nobody, '', NO"})
    void whoIsRefusedLearnsNothing(String user, String answer, String password) {
        conversation.payloads();
        conversation.send(packet(1, response(user, answer)));
        assertThat(conversation.payloads()).singleElement().satisfies(payload -> assertThat(error(payload))
                .isEqualTo("1045 #28000Access denied for user '" + user + "'@'localhost' (using password: " + password
                        + ")"));
        assertThat(conversation.channel.isOpen()).isFalse();
        assertThat(conversation.client.description()).isEmpty();
    }

    @Test
    void aDefectIsNotTold() {
        conversation.payloads();
        conversation.send(packet(1, response("demo", "defect")));
        assertThat(error(conversation.payloads().get(0))).isEqualTo("1105 #HY000Unknown error");
    }

    @Test
    void tlsIsOfferedOnceAndNotAnswered() {
        conversation.payloads();
        byte[] request = new byte[32];
        Unpooled.wrappedBuffer(request).setIntLE(0, USUAL | Capability.SSL);
        conversation.send(packet(1, request));
        assertThat(conversation.payloads()).isEmpty();
        assertThat(conversation.client.encrypted()).isTrue();
        conversation.send(
                packet(2, response(USUAL | Capability.SSL, "demo", "secret", "", FakeMechanism.CACHING_SHA2)));
        assertThat(conversation.payloads()).containsExactly(FAST, OK);
        assertThat(conversation.sha2.channel.encrypted()).isTrue();
    }

    @Test
    void tlsTwiceIsABadHandshake() {
        conversation.payloads();
        byte[] request = new byte[32];
        Unpooled.wrappedBuffer(request).setIntLE(0, USUAL | Capability.SSL);
        conversation.send(packet(1, request));
        conversation.send(packet(2, request));
        assertThat(error(conversation.payloads().get(0))).isEqualTo("1043 Bad handshake");
    }

    @Test
    void attributesNameTheDriver() {
        conversation.payloads();
        ByteBuf response =
                response(USUAL | Capability.CONNECT_ATTRS, "demo", "secret", "shop", FakeMechanism.CACHING_SHA2);
        ByteBuf attributes = Unpooled.buffer();
        for (String word : List.of(
                "_client_name",
                "libmysql",
                "_client_version",
                "8.4.0",
                "_connector_name",
                "mysql-connector-python",
                "_connector_version",
                "26.10.0",
                "program_name",
                "reports")) {
            LengthEncoded.writeString(attributes, word.getBytes(US_ASCII));
        }
        LengthEncoded.writeInteger(response, attributes.readableBytes());
        conversation.send(packet(1, response.writeBytes(attributes)));
        assertThat(conversation.client.description()).hasValueSatisfying(client -> {
            assertThat(client.user()).isEqualTo("demo");
            assertThat(client.database()).isEqualTo("shop");
            assertThat(client.driver()).contains("mysql-connector-python 26.10.0");
            assertThat(client.application()).contains("reports");
        });
        assertThat(conversation.engine().opening().database()).isEqualTo("demo");
        assertThat(conversation.engine().opening().schema()).isEqualTo("shop");
        assertThat(conversation.engine().opening().settings())
                .containsEntry("character_set_client", "utf8mb4")
                .containsEntry("collation_connection", "utf8mb4_0900_ai_ci");
        assertThat(conversation.engine().calls).containsExactly("USE `shop`");
    }

    @Test
    void aUserWithoutADatabaseUsesTheOneThatIsNamed() {
        conversation.payloads();
        conversation.send(packet(1, response(USUAL, "guest", "secret", "shop", FakeMechanism.CACHING_SHA2)));
        assertThat(conversation.engine().opening().database()).isEqualTo("shop");
    }

    @Test
    void anUnknownDatabaseIsRefused() {
        conversation.payloads();
        conversation.send(packet(1, response(USUAL, "demo", "secret", "nowhere", FakeMechanism.CACHING_SHA2)));
        List<String> payloads = conversation.payloads();
        assertThat(error(payloads.get(1))).isEqualTo("1049 #42000Unknown database 'nowhere'");
        assertThat(conversation.channel.isOpen()).isFalse();
    }

    @Test
    void whatComesWhileALoginIsWorkedOnWaits() {
        conversation.payloads();
        conversation.sha2.verification = new CompletableFuture<>();
        conversation.send(packet(1, response("demo", "secret")));
        conversation.send(Packets.query("SELECT 1"));
        assertThat(conversation.payloads()).isEmpty();
        Thread worker = new Thread(() -> conversation.sha2.verification.complete(null));
        worker.start();
        join(worker);
        conversation.collect();
        assertThat(conversation.engine().calls).containsExactly("SELECT 1");
    }

    private static void join(Thread worker) {
        try {
            worker.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aConnectionTooManyIsToldInsteadOfTheGreeting() {
        EmbeddedChannel channel = new EmbeddedChannel();
        FakeClient client = new FakeClient(channel);
        new MysqlProtocol(FakeSession.opener(session -> {}), MysqlSettings.DEFAULT)
                .open(client)
                .terminate(new HeliosException(SqlState.TOO_MANY_CONNECTIONS, "too many"));
        channel.runPendingTasks();
        ByteBuf told = channel.readOutbound();
        assertThat(told.toString(US_ASCII)).endsWith("Too many connections");
        assertThat(told.getByte(3)).isZero();
        told.release();
        assertThat(channel.isOpen()).isFalse();
        assertThat(Optional.ofNullable(channel.<Object>readOutbound())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "57P01, 1053",
        "57P03, 3168",
        "08006, 3168",
        "57P05, 4031",
        "25P03, 4031",
        "57014, 1159",
        "08P01, 1043",
        "3D000, 1049",
        "28000, 1045",
        "XX000, 1105"
    })
    void everyEndHasItsNumber(String sqlState, int code) {
        conversation.loggedIn(0);
        conversation.session.terminate(new HeliosException(sqlState, "the end"));
        String told = conversation.payloads().get(0);
        assertThat(error(told)).startsWith(code + " #");
        assertThat(conversation.channel.isOpen()).isFalse();
        assertThat(conversation.engine().calls).endsWith("close");
    }

    @Test
    void anEngineThatGoesIsTold() {
        conversation.loggedIn(0);
        conversation.engine().listener.closed(new HeliosException(SqlState.CONNECTION_FAILURE, "gone"));
        assertThat(error(conversation.payloads().get(0))).startsWith("3168 ");
    }

    private static String hex(String text) {
        return ByteBufUtil.hexDump(text.getBytes(US_ASCII));
    }
}
