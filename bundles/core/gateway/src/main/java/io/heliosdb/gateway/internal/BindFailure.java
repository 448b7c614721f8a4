package io.heliosdb.gateway.internal;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.util.Locale;

/** Says in one line which port could not be opened, why, and what to do. */
final class BindFailure {
    private BindFailure() {}

    /**
     * @param name of the port, as the configuration knows it
     * @param cause what the system said
     */
    static HeliosException of(String name, String bind, int port, String cause) {
        String key = name.equals(GatewaySettings.SHARED) ? "port" : "port." + name;
        return new HeliosException(
                SqlState.IO_ERROR,
                "cannot listen on " + address(bind, port) + " (" + name + "): " + reason(cause) + "; "
                        + remedy(cause, key));
    }

    static String address(String bind, int port) {
        return (bind.indexOf(':') < 0 ? bind : "[" + bind + "]") + ":" + port;
    }

    /** Native transports say {@code bind(..) failed with error(-98): Address already in use}. */
    private static String reason(String cause) {
        return cause.substring(cause.lastIndexOf("): ") < 0 ? 0 : cause.lastIndexOf("): ") + 3);
    }

    private static String remedy(String cause, String key) {
        String lower = cause.toLowerCase(Locale.ROOT);
        if (lower.contains("in use")) {
            return "stop the process that holds it, or set " + key + " to another port (0 takes a free one)";
        }
        if (lower.contains("permission denied")) {
            return "ports below 1024 need a privilege: set " + key + " to a higher one";
        }
        return "set bind to an address of this machine";
    }
}
