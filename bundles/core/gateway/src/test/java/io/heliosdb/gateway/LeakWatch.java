package io.heliosdb.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Fails a test class if Netty's leak detector, at paranoid, finds a buffer that was dropped without being released. */
public final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
    private static final int ROUNDS = 5;

    private final Logger logger = (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
    private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

    @Override
    public void beforeAll(ExtensionContext context) {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        reports.start();
        logger.addAppender(reports);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (int round = 0; round < ROUNDS; round++) {
            System.gc();
            // The detector reports what the collector found when the next buffer is made.
            PooledByteBufAllocator.DEFAULT.buffer().release();
        }
        logger.detachAppender(reports);
        List<String> leaks =
                reports.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
        assertThat(leaks).as("reports of Netty's leak detector").isEmpty();
    }
}
