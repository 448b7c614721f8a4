package io.heliosdb.launcher.container;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.osgi.service.log.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** The OSGi log service, written to slf4j: so that the OSGi services log where everything else does. */
final class FrameworkLog implements LogService {
    private static final String DEFAULT_LOGGER = "org.osgi";

    private FrameworkLog() {}

    static void register(BundleContext context) {
        context.registerService(
                new String[] {LogService.class.getName(), LoggerFactory.class.getName()}, new FrameworkLog(), null);
    }

    @Override
    public Logger getLogger(String name) {
        return getLogger(name, Logger.class);
    }

    @Override
    public Logger getLogger(Class<?> clazz) {
        return getLogger(clazz.getName(), Logger.class);
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> clazz, Class<L> loggerType) {
        return getLogger(clazz.getName(), loggerType);
    }

    @Override
    public <L extends Logger> L getLogger(Bundle bundle, String name, Class<L> loggerType) {
        return getLogger(name.equals(Logger.ROOT_LOGGER_NAME) ? bundle.getSymbolicName() : name, loggerType);
    }

    @Override
    public <L extends Logger> L getLogger(String name, Class<L> loggerType) {
        org.slf4j.Logger target = org.slf4j.LoggerFactory.getLogger(name);
        boolean printf = FormatterLogger.class.isAssignableFrom(loggerType);
        return loggerType.cast(Proxy.newProxyInstance(
                loggerType.getClassLoader(), new Class<?>[] {loggerType}, new Forwarder(target, printf)));
    }

    @Override
    @Deprecated
    public void log(int level, String message) {
        log(level, message, null);
    }

    @Override
    @Deprecated
    public void log(int level, String message, Throwable exception) {
        Level[] levels = {Level.INFO, Level.ERROR, Level.WARN, Level.INFO, Level.DEBUG};
        org.slf4j.LoggerFactory.getLogger(DEFAULT_LOGGER)
                .atLevel(levels[level >= 0 && level < levels.length ? level : 0])
                .setCause(exception)
                .log(message);
    }

    @Override
    @Deprecated
    public void log(ServiceReference<?> reference, int level, String message) {
        log(level, message, null);
    }

    @Override
    @Deprecated
    public void log(ServiceReference<?> reference, int level, String message, Throwable exception) {
        log(level, message, exception);
    }

    /**
     * Every method of {@link Logger} but three is a level's name with a text and its arguments.
     *
     * @param printf whether texts are in the format of {@link String#format}, not with slf4j's braces
     */
    private record Forwarder(org.slf4j.Logger target, boolean printf) implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            String name = method.getName();
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(this, arguments);
            }
            if (name.equals("getName")) {
                return target.getName();
            }
            if (name.startsWith("is")) {
                return target.isEnabledForLevel(
                        level(name.substring("is".length(), name.length() - "Enabled".length())));
            }
            Level level = level(name);
            if (!target.isEnabledForLevel(level)) {
                return null;
            }
            if (arguments[0] instanceof LoggerConsumer<?>) {
                @SuppressWarnings("unchecked") // the only exception a consumer can throw leaves through this method
                LoggerConsumer<Exception> consumer = (LoggerConsumer<Exception>) arguments[0];
                consumer.accept((Logger) proxy);
                return null;
            }
            log(level, (String) arguments[0], flatten(arguments));
            return null;
        }

        private void log(Level level, String format, Object[] values) {
            LoggingEventBuilder event = target.atLevel(level);
            Object last = values.length == 0 ? null : values[values.length - 1];
            if (last instanceof Throwable cause) {
                event = event.setCause(cause);
            }
            if (printf) {
                event.log(String.format(format, values));
            } else {
                event.log(format, values);
            }
        }

        private static Level level(String name) {
            return name.equalsIgnoreCase("audit") ? Level.INFO : Level.valueOf(name.toUpperCase(java.util.Locale.ROOT));
        }

        /** What follows the text: one value, two, or an array of them. */
        private static Object[] flatten(Object[] arguments) {
            if (arguments.length == 2 && arguments[1] instanceof Object[] values) {
                return values;
            }
            return Arrays.copyOfRange(arguments, 1, arguments.length);
        }
    }
}
