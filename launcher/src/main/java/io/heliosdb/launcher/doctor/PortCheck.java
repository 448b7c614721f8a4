package io.heliosdb.launcher.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the ports that {@code serve} opens by default are free, and if not, who has them. */
final class PortCheck implements Check {
    private final Map<String, Integer> ports;
    private final OptionalLong ourServer;

    /**
     * @param ports by name
     * @param ourServer the process that serves the home, whose ports are rightly taken
     */
    PortCheck(Map<String, Integer> ports, OptionalLong ourServer) {
        this.ports = ports;
        this.ourServer = ourServer;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        ports.forEach((name, port) -> findings.add(look("Port " + port, name, port)));
        return findings;
    }

    private Finding look(String subject, String name, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return Finding.ok(subject, "free (" + name + ")");
        } catch (BindException e) {
            Optional<PortOwner> owner = PortOwner.of(port);
            if (owner.isPresent()
                    && ourServer.equals(OptionalLong.of(owner.get().pid()))) {
                return Finding.ok(subject, "this home's server (" + name + ")");
            }
            return Finding.fail(
                    subject,
                    "taken by " + owner.map(PortOwner::toString).orElse("a process of another user") + " (" + name
                            + ")",
                    "Stop that process, or serve elsewhere: heliosdb serve --ephemeral, or another port in the home's"
                            + " etc/io.heliosdb.gateway.cfg.");
        } catch (IOException e) {
            return Finding.fail(subject, "cannot be opened: " + e.getMessage(), "Choose another port.");
        }
    }
}
