package io.heliosdb.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.identity.testing.FakeMechanism;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes from several threads and from several processes at once: none is lost, and every reader sees a whole file. */
class ConcurrentChangeTest {
    private static final int USERS = 25;

    @TempDir
    private Path home;

    /** Another process. */
    static final class Adder {
        private Adder() {}

        /** @param arguments the home, and what the names begin with */
        public static void main(String... arguments) {
            addUsers(Path.of(arguments[0]), arguments[1]);
        }
    }

    @Test
    void noChangeIsLost() throws Exception {
        List<Process> processes = List.of(process("x"), process("y"));
        List<Thread> threads = new ArrayList<>();
        for (String prefix : List.of("a", "b")) {
            Thread thread = new Thread(() -> addUsers(home, prefix), "adder-" + prefix);
            thread.start();
            threads.add(thread);
        }
        int seen = 0;
        while (threads.stream().anyMatch(Thread::isAlive) || processes.stream().anyMatch(Process::isAlive)) {
            int now = new UserStore(home).users().size();
            assertThat(now).isGreaterThanOrEqualTo(seen);
            seen = now;
        }
        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(new UserStore(home).users())
                .extracting(User::name)
                .containsExactlyInAnyOrderElementsOf(List.of("a", "b", "x", "y").stream()
                        .flatMap(prefix -> IntStream.range(0, USERS).mapToObj(i -> prefix + i))
                        .toList());
    }

    private static void addUsers(Path home, String prefix) {
        UserStore store = new UserStore(home);
        for (int i = 0; i < USERS; i++) {
            store.add(
                    prefix + i,
                    UserSettings.DEFAULT,
                    "password".toCharArray(),
                    List.of(FakeMechanism.of("SCRAM-SHA-256", "scram-sha-256")));
        }
    }

    private Process process(String prefix) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Adder.class.getName(),
                        home.toString(),
                        prefix)
                .inheritIO()
                .start();
    }
}
