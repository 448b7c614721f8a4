package io.heliosdb.spi.operation;

import io.heliosdb.spi.protocol.Activity;
import io.heliosdb.spi.protocol.ClientDescription;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A connection, as of one moment.
 *
 * @param id number since the server started, as in the log
 * @param remote the client's address with its port
 * @param port name of the port it came through: {@code shared}, {@code postgresql}, {@code trial}
 * @param protocol its protocol's name and version ({@code postgresql 1.0.0}); empty while it is not known
 * @param client who it is; empty before the login
 * @param encrypted whether it is inside TLS
 * @param activity what it does
 * @param statements that it ran
 * @param age since it was accepted
 * @param unchanged since the activity changed last
 */
public record ConnectionState(
        long id,
        String remote,
        String port,
        Optional<String> protocol,
        Optional<ClientDescription> client,
        boolean encrypted,
        Activity activity,
        long statements,
        Duration age,
        Duration unchanged) {
    public ConnectionState {
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(port, "port");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(activity, "activity");
        Objects.requireNonNull(age, "age");
        Objects.requireNonNull(unchanged, "unchanged");
    }
}
