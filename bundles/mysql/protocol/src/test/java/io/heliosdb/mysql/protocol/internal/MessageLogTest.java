package io.heliosdb.mysql.protocol.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class MessageLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.heliosdb.wire.mysql");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.TRACE);
        logger.addAppender(appender);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void messagesHaveNamesAndSecretsAreMasked() {
        Conversation conversation = new Conversation().loggedIn(0);
        conversation.ask("SELECT 1");
        conversation.ask("ALTER USER x IDENTIFIED BY 'topsecret'");
        conversation.command("63");
        conversation.finish();
        List<String> lines =
                appender.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(lines)
                .anyMatch(line -> line.contains("sent HandshakeV10") && line.endsWith("(masked)"))
                .anyMatch(line -> line.contains("received HandshakeResponse41") && line.endsWith("(masked)"))
                .anyMatch(line -> line.contains("received COM_QUERY, 9 bytes: 0353454c4543542031"))
                .anyMatch(line -> line.contains("sent text row"))
                .anyMatch(line -> line.contains("received unknown command"))
                .noneMatch(line -> line.contains(io.netty.buffer.ByteBufUtil.hexDump(
                        "topsecret".getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }
}
