package io.heliosdb.mysql.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.engine.PostgresEngine;
import io.heliosdb.pg.engine.TestServer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts of statements with their answers, at a real engine. A line that begins with {@code >} is a statement's, what follows
 * is the answer: columns, rows, {@code ok} with the count, the key and MySQL's words, or the error.
 */
class ScriptTest {
    @TempDir
    static Path home;

    private static EventLoopGroup loops;
    private static PostgresEngine engine;

    @BeforeAll
    static void start() {
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        engine = new PostgresEngine(
                () -> CompletableFuture.completedFuture(TestServer.shared().address()),
                EngineSettings.of(Map.of()),
                home.resolve("credentials.json"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        engine.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    private static Stream<String> scripts() {
        return Stream.of(
                "variables",
                "transactions",
                "administration",
                "show",
                "tables",
                "alter",
                "explain",
                "refusals",
                "values");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void answersAsTheScriptSays(String script) throws IOException {
        answers(script, conversation -> {});
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void noStatementNoticesThatTheDialectIsSwappedBeforeIt(String script) throws IOException {
        answers(script, Conversation::swapDialect);
    }

    private static void answers(String script, Consumer<Conversation> before) throws IOException {
        List<String> expected = lines(script);
        List<String> actual = new ArrayList<>();
        try (Conversation conversation = new Conversation(engine, loops.next(), "demo")) {
            List<String> statement = new ArrayList<>();
            for (String line : expected) {
                if (line.startsWith("> ")) {
                    statement.add(line.substring(2));
                } else if (!statement.isEmpty()) {
                    before.accept(conversation);
                    ask(conversation, statement, actual);
                }
            }
            assertThat(statement).describedAs("a statement without an answer").isEmpty();
        }
        assertThat(actual).containsExactlyElementsOf(expected);
    }

    private static void ask(Conversation conversation, List<String> statement, List<String> lines) {
        statement.forEach(line -> lines.add("> " + line));
        lines.addAll(conversation.ask(String.join("\n", statement)));
        statement.clear();
    }

    private static List<String> lines(String script) throws IOException {
        try (InputStream in = ScriptTest.class.getResourceAsStream("/scripts/" + script + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
