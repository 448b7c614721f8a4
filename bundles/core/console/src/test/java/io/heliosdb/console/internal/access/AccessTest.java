package io.heliosdb.console.internal.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.console.TestConsole;
import io.heliosdb.console.internal.access.WebSessions.WebSession;
import io.heliosdb.console.internal.http.Problem;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTest {
    private final AtomicLong clock = new AtomicLong();
    private final WebSessions sessions = new WebSessions(() -> Duration.ofMinutes(10), clock::get);
    private final Gatekeeper gatekeeper = new Gatekeeper(
            AdminToken.of(TestConsole.TOKEN),
            sessions,
            () -> TestConsole.settings(Map.of("hosts", "Admin.Example.org, other")));

    private static HttpRequest request(HttpMethod method, String... headers) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/");
        for (int i = 0; i < headers.length; i += 2) {
            request.headers().add(headers[i], headers[i + 1]);
        }
        return request;
    }

    @Test
    void makesATokenForItsUserAlone(@TempDir Path home) throws Exception {
        AdminToken made = AdminToken.in(home);
        Path file = home.resolve("admin-token");
        String token = Files.readString(file).strip();
        assertThat(token).hasSize(43);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(made.is(token)).isTrue();
        assertThat(made.is(token + "x")).isFalse();
        assertThat(AdminToken.in(home).is(token)).isTrue();
    }

    @Test
    void takesNoWeakToken(@TempDir Path home) throws Exception {
        Files.writeString(home.resolve("admin-token"), "secret\n");
        assertThatThrownBy(() -> AdminToken.in(home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("admin-token")
                .hasMessageNotContaining("secret");
    }

    @Test
    void sessionsEndWhenTheyAreNotUsed() {
        WebSession session = sessions.begin();
        clock.addAndGet(TimeUnit.MINUTES.toNanos(9));
        assertThat(sessions.find(session.secret())).contains(session);
        clock.addAndGet(TimeUnit.MINUTES.toNanos(9));
        assertThat(sessions.find(session.secret())).isPresent();
        clock.addAndGet(TimeUnit.MINUTES.toNanos(11));
        assertThat(sessions.find(session.secret())).isEmpty();
    }

    @Test
    void thereAreNotTooManySessions() {
        WebSession first = sessions.begin();
        WebSession second = sessions.begin();
        for (int i = 0; i < 63; i++) {
            sessions.begin();
        }
        assertThat(sessions.find(first.secret())).isEmpty();
        assertThat(sessions.find(second.secret())).isPresent();
        sessions.end(second.secret());
        assertThat(sessions.find(second.secret())).isEmpty();
    }

    @Test
    void whatChangesSomethingNeedsTheSecondSecret() {
        WebSession session = gatekeeper.logIn(TestConsole.TOKEN);
        String cookie = "a=b; heliosdb-session-5439=" + session.secret();
        gatekeeper.checkAccess(request(HttpMethod.GET, "Host", "localhost:5439", "Cookie", cookie));
        gatekeeper.checkAccess(
                request(HttpMethod.POST, "Host", "localhost:5439", "Cookie", cookie, "X-CSRF-Token", session.csrf()));
        for (String[] wrong : new String[][] {{}, {"X-CSRF-Token", "x"}}) {
            HttpRequest request = request(HttpMethod.DELETE, wrong);
            request.headers().set("Host", "localhost:5439").set("Cookie", cookie);
            assertThatThrownBy(() -> gatekeeper.checkAccess(request))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(403));
        }
        assertThatThrownBy(() ->
                        gatekeeper.checkAccess(request(HttpMethod.GET, "Host", "localhost:5440", "Cookie", cookie)))
                .hasMessageContaining("Bearer");
        gatekeeper.logOut(session);
        assertThatThrownBy(() ->
                        gatekeeper.checkAccess(request(HttpMethod.GET, "Host", "localhost:5439", "Cookie", cookie)))
                .hasMessageContaining("Bearer");
    }

    @Test
    void knowsItsHosts() {
        for (String host : new String[] {"localhost", "127.0.0.1:5439", "[::1]:5439", "ADMIN.example.org", "other:1"}) {
            gatekeeper.checkOrigin(request(HttpMethod.GET, "Host", host), false, true);
        }
        for (String host :
                new String[] {"example.org", "localhost.example.org", "a b", "localhost:x", "127.0.0.1.nip.io"}) {
            assertThatThrownBy(() -> gatekeeper.checkOrigin(request(HttpMethod.GET, "Host", host), false, true))
                    .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.status())
                            .isEqualTo(421));
        }
    }

    @Test
    void fromElsewhereItIsSpokenToInTls() {
        HttpRequest request = request(HttpMethod.GET, "Host", "other", "Origin", "https://other");
        gatekeeper.checkOrigin(request, true, false);
        assertThatThrownBy(() -> gatekeeper.checkOrigin(request, false, false)).hasMessageContaining("https");
        assertThatThrownBy(() -> gatekeeper.checkOrigin(request, false, true)).hasMessageContaining("origin");
    }

    @Test
    void theTokenIsABearers() {
        gatekeeper.checkAccess(request(HttpMethod.POST, "Authorization", "bearer " + TestConsole.TOKEN));
        for (String wrong : new String[] {"Basic " + TestConsole.TOKEN, "Bearer", "Bearer x", TestConsole.TOKEN}) {
            assertThatThrownBy(() -> gatekeeper.checkAccess(request(HttpMethod.GET, "Authorization", wrong)))
                    .isInstanceOf(Problem.class)
                    .hasMessageNotContaining(TestConsole.TOKEN);
        }
        assertThatThrownBy(() -> gatekeeper.logIn("x")).isInstanceOf(Problem.class);
    }
}
