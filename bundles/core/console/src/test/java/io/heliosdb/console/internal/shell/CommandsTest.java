package io.heliosdb.console.internal.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.console.TestConsole;
import io.heliosdb.console.TestServices;
import io.heliosdb.console.internal.metrics.Statistics;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final TestServices services = new TestServices().withBundles();
    private final Statistics statistics = new Statistics();
    private final Commands commands =
            new Commands(services.in(new TestConsole(Path.of("home"))).services(), statistics);

    @Test
    void listsBundlesAndConnections() throws Exception {
        assertThat(commands.bundles())
                .isEqualTo(
                        """
                        ID  BUNDLE                      VERSION  STATE    SHARE  USERS  BRINGS          REASON
                        41  io.heliosdb.mysql.protocol  1.1.0    canary   10 %   12     protocol mysql
                        17  io.heliosdb.mysql.protocol  1.0.0    serving  90 %   140    protocol mysql
                        43  io.heliosdb.mysql.protocol  1.2.0    refused  0 %    0      protocol mysql  a probe failed""");
        services.connections.add(TestServices.connection(2, "mysql", "evil\u001b[2J", "alice"));
        assertThat(commands.connections())
                .contains("127.0.0.1:40002  mysql 1.0.0  evil?[2J  alice  yes  active    200");
        statistics.connectionOpened("mysql");
        assertThat(commands.statistics()).contains("mysql     1     0.00");
    }

    @Test
    void actsOnThem() throws Exception {
        assertThat(commands.drain(17)).isEqualTo("bundle 17 is drained");
        services.drained = new CompletableFuture<>();
        assertThat(commands.remove(17)).isEqualTo("bundle 17 drains");
        assertThat(commands.admit(41)).isEqualTo("bundle 41 is admitted to 100 %");
        assertThat(commands.admit(41, 5, "10 min")).isEqualTo("bundle 41 is admitted to 5 % for 10 min");
        assertThat(commands.probe(43)).contains("failed  basics.py  A row comes back  nothing came");
        assertThat(commands.end(9)).isEqualTo("there is no connection 9");
        assertThatThrownBy(() -> commands.admit(41, 101)).hasMessage("a number from 1 to 100");
        commands.stop();
        assertThat(services.calls)
                .containsExactly(
                        "drain 17",
                        "remove 17",
                        "admit 41 100 % for PT0S",
                        "admit 41 5 % for PT10M",
                        "probe 43",
                        "end 9");
    }
}
