package io.heliosdb.pg.protocol.internal;

import static io.heliosdb.pg.protocol.internal.Conversation.saslInitial;
import static io.heliosdb.pg.protocol.internal.Conversation.startup;
import static io.heliosdb.pg.protocol.internal.Conversation.typed;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliosdb.testkit.LeakWatch;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

@ExtendWith(LeakWatch.class)
class MessageLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.heliosdb.wire.postgresql");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final Conversation conversation = new Conversation();

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
        logger.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(events);
        logger.setLevel(null);
        conversation.finish();
    }

    @Test
    void everyMessageOfALoginIsNamedAndNoSecretIsShown() {
        conversation.send(startup(Map.of("user", "demo")));
        conversation.send(saslInitial("SCRAM-SHA-256", "first"));
        conversation.send(typed('p', "secret"));
        conversation.collect();

        assertThat(lines())
                .extracting(line -> line.replaceAll(",.*", ""))
                .containsExactly(
                        "client 1 received initial message",
                        "client 1 sent Authentication",
                        "client 1 received SASLResponse",
                        "client 1 sent Authentication",
                        "client 1 received SASLResponse",
                        "client 1 sent Authentication",
                        "client 1 sent Authentication",
                        "client 1 sent ParameterStatus",
                        "client 1 sent BackendKeyData",
                        "client 1 sent ReadyForQuery");
        assertThat(lines()).noneMatch(line -> line.contains(ByteBufUtil.hexDump("secret".getBytes(US_ASCII))));
        assertThat(lines()).filteredOn(line -> line.contains("masked")).hasSize(7);
    }

    @Test
    void aRunIsLoggedMessageByMessage() {
        conversation.loggedIn();
        events.list.clear();
        conversation.send(Unpooled.wrappedBuffer(typed('P', "\0select 1\0\0\0"), typed('S', "")));
        conversation.engine.sink.messages(
                Unpooled.wrappedBuffer(typed('1', ""), typed('D', "half a row").slice(0, 9)));

        assertThat(lines())
                .containsExactly(
                        "client 1 received Parse, 17 bytes: 50000000100073656c6563742031000000",
                        "client 1 received Sync, 5 bytes: 5300000004",
                        "client 1 sent ParseComplete, 5 bytes: 3100000004",
                        "client 1 sent DataRow, 9 bytes: 440000000e68616c66");
    }

    @Test
    void aStatementThatCarriesAPasswordIsMasked() {
        conversation.loggedIn();
        events.list.clear();
        conversation.send(typed('Q', "alter role demo Password 'x'\0"));

        assertThat(lines()).containsExactly("client 1 received Query, 34 bytes: (masked)");
    }

    private List<String> lines() {
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
