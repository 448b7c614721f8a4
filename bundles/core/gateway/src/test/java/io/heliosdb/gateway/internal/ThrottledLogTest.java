package io.heliosdb.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ThrottledLogTest {
    private long now = Long.MIN_VALUE / 2;

    @Test
    void warnsOnceInAWhileAndCountsTheRest() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.heliosdb.gateway.test");
        ListAppender<ILoggingEvent> events = new ListAppender<>();
        events.start();
        logger.addAppender(events);
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        ThrottledLog log = new ThrottledLog(logger, () -> now);

        log.warn("full");
        log.warn("full");
        now += 9_999;
        log.warn("full");
        now += 1;
        log.warn("still full");
        now += 10_000;
        log.warn("full again");

        assertThat(events.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("full", "still full (and 2 times before)", "full again");
    }
}
