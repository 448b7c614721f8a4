package io.heliosdb.launcher.configuration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * The log: {@code log/heliosdb.log} in the home, and in short on the console. Configured here and not in a file of
 * logback's own, so that start-up parses none; levels come from {@code etc/log.cfg}.
 */
public final class Logging {
    /** The logger's name in {@code log.cfg} that stands for every other one. */
    private static final String ROOT = "root";

    private static final String FILE_PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level [%thread] %logger{40} %msg%n";
    private static final String CONSOLE_PATTERN = "%d{HH:mm:ss} %-5level %msg%n%ex{0}";

    private static final Map<String, Level> PREVIOUS = new HashMap<>();

    private Logging() {}

    /** Logs warnings to the console and nothing to a file: for commands other than the server. */
    public static void toConsole() {
        LoggerContext context = reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        addConsole(context);
    }

    /** Logs to a file, which is rolled at 50 MB and at midnight and kept for 14 days within 1 GB, and to the console. */
    public static void toFile(Path file) {
        LoggerContext context = reset();
        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setFile(file.toString());
        SizeAndTimeBasedRollingPolicy<ILoggingEvent> policy = new SizeAndTimeBasedRollingPolicy<>();
        policy.setContext(context);
        policy.setParent(appender);
        policy.setFileNamePattern(
                file.resolveSibling("heliosdb.%d{yyyy-MM-dd}.%i.log.gz").toString());
        policy.setMaxFileSize(FileSize.valueOf("50MB"));
        policy.setTotalSizeCap(FileSize.valueOf("1GB"));
        policy.setMaxHistory(14);
        policy.start();
        appender.setRollingPolicy(policy);
        start(appender, context, FILE_PATTERN);
        addConsole(context);
    }

    /**
     * Sets the level of each logger named and takes back what an earlier call set.
     *
     * @param levels logger ({@code io.heliosdb.wire.postgresql}, {@code root}) and level ({@code DEBUG})
     * @return one line for each level that is none
     */
    static synchronized List<String> setLevels(Map<String, String> levels) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PREVIOUS.forEach((name, level) -> context.getLogger(name).setLevel(level));
        PREVIOUS.clear();
        List<String> refused = new ArrayList<>();
        levels.forEach((key, text) -> {
            String name = key.equals(ROOT) ? Logger.ROOT_LOGGER_NAME : key;
            Level level = Level.toLevel(text, null);
            if (level == null) {
                refused.add(key + " = " + text + " (expected: OFF, ERROR, WARN, INFO, DEBUG or TRACE)");
            } else {
                Logger logger = context.getLogger(name);
                PREVIOUS.put(name, logger.getLevel());
                logger.setLevel(level);
            }
        });
        return refused;
    }

    private static LoggerContext reset() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.INFO);
        context.getLogger("org.apache.felix").setLevel(Level.WARN);
        // The driver by which probes ask for errors on purpose.
        context.getLogger("org.mariadb").setLevel(Level.OFF);
        return context;
    }

    private static void addConsole(LoggerContext context) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setTarget("System.err");
        ThresholdFilter filter = new ThresholdFilter();
        filter.setLevel("INFO");
        filter.start();
        appender.addFilter(filter);
        start(appender, context, CONSOLE_PATTERN);
    }

    private static void start(OutputStreamAppender<ILoggingEvent> appender, LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }
}
