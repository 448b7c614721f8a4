package io.heliosdb.spi.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.heliosdb.spi.protocol.WireLog.Direction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WireLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("io.heliosdb.wire.test");
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final WireLog log = WireLog.of("test");
    private final ByteBuf query = Unpooled.copiedBuffer("Q..select", US_ASCII);

    @BeforeEach
    void listen() {
        events.start();
        logger.addAppender(events);
        logger.setAdditive(false);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(events);
        logger.setLevel(null);
    }

    @Test
    void saysNothingWhileItIsOff() {
        logger.setLevel(Level.INFO);

        log.message(1, Direction.RECEIVED, "Query", query, false);

        assertThat(log.enabled()).isFalse();
        assertThat(lines()).isEmpty();
    }

    @Test
    void debugNamesTheMessageAndItsSize() {
        logger.setLevel(Level.DEBUG);

        log.message(7, Direction.RECEIVED, "Query", query, false);
        log.message(7, Direction.SENT, "RowDescription", query, 3, 2, false);

        assertThat(log.enabled()).isTrue();
        assertThat(lines())
                .containsExactly("client 7 received Query, 9 bytes", "client 7 sent RowDescription, 2 bytes");
    }

    @Test
    void traceShowsTheOctetsAndLeavesTheIndices() {
        logger.setLevel(Level.TRACE);
        query.readerIndex(3);

        log.message(7, Direction.RECEIVED, "Query", query, false);

        assertThat(lines()).containsExactly("client 7 received Query, 6 bytes: 73656c656374");
        assertThat(query.readerIndex()).isEqualTo(3);
    }

    @Test
    void traceMasksSecrets() {
        logger.setLevel(Level.TRACE);

        log.message(7, Direction.RECEIVED, "PasswordMessage", query, true);

        assertThat(lines()).containsExactly("client 7 received PasswordMessage, 9 bytes: (masked)");
    }

    @Test
    void traceCutsLongMessages() {
        logger.setLevel(Level.TRACE);
        ByteBuf copyData = Unpooled.wrappedBuffer(new byte[WireLog.SHOWN_BYTES + 5]);

        log.message(7, Direction.RECEIVED, "CopyData", copyData, false);

        assertThat(lines()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("client 7 received CopyData, 4101 bytes: 0000")
                .endsWith("00 and 5 more")
                .hasSizeLessThan(2 * WireLog.SHOWN_BYTES + 100));
    }

    private List<String> lines() {
        return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
