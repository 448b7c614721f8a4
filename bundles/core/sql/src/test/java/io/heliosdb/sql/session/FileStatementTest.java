package io.heliosdb.sql.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.pg.engine.EngineSettings;
import io.heliosdb.pg.engine.PostgresEngine;
import io.heliosdb.pg.engine.TestServer;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.session.SessionUnderTest.Result;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that read a file of the client's, at a real engine. */
class FileStatementTest {
    private static final Role ROLE = new Role("app", Set.of(), Optional.of("app"));
    private static final String GOOD = "count INSERT INTO files VALUES (1), (2)\n";
    private static final String BAD = "count INSERT INTO files VALUES (1 / 0)\n";

    @TempDir
    Path home;

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<SessionUnderTest> sessions = new ArrayList<>();
    private PostgresEngine engine;
    private SessionUnderTest session;

    /** A client that sends what a statement asks for piece by piece, each when the one before was taken. */
    private static final class Sending {
        final CompletableFuture<FileContent> asked = new CompletableFuture<>();
        final Result result = new Result() {
            @Override
            public void file(String name, FileContent content) {
                asked.complete(content);
            }
        };
    }

    @BeforeEach
    void open() {
        engine = new PostgresEngine(
                () -> CompletableFuture.completedFuture(TestServer.shared().address()),
                EngineSettings.of(Map.of()),
                home.resolve("credentials.json"));
        session = another();
        session.run("define DROP TABLE IF EXISTS public.files");
        session.run("define CREATE TABLE public.files (n int)");
    }

    private SessionUnderTest another() {
        SessionUnderTest opened = new SessionUnderTest(engine, ROLE, "app", loops.next());
        assertThat(opened.opened).isCompleted();
        sessions.add(opened);
        return opened;
    }

    @AfterEach
    void close() throws InterruptedException {
        sessions.forEach(SessionUnderTest::close);
        engine.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).await();
    }

    private Sending begin() {
        Sending sending = new Sending();
        session.onLoop(() -> session.session.execute("file f.txt", sending.result));
        return sending;
    }

    private void piece(Sending sending, String text) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        FileContent content = SessionUnderTest.await(sending.asked);
        session.onLoop(() -> content.content(Unpooled.copiedBuffer(text, UTF_8), () -> taken.complete(null)));
        SessionUnderTest.await(taken);
    }

    private Outcome end(Sending sending) {
        session.onLoop(() -> sending.asked.join().end());
        return sending.result.outcome();
    }

    private Outcome load(String... pieces) {
        Sending sending = begin();
        for (String piece : pieces) {
            piece(sending, piece);
        }
        return end(sending);
    }

    private String rows(SessionUnderTest observer) {
        return SessionUnderTest.only(observer.result("rows SELECT count(*) FROM files"))
                .orElseThrow();
    }

    private String committed() {
        return rows(another());
    }

    private static String count(int rows) {
        return String.format("%016x", rows);
    }

    @Test
    void batchesAreOneTransaction() {
        Sending sending = begin();
        piece(sending, GOOD);
        assertThat(committed()).isEqualTo(count(0));
        piece(sending, GOOD.substring(0, 9));
        piece(sending, GOOD.substring(9) + GOOD);
        assertThat(end(sending).affected()).isEqualTo(6);
        assertThat(committed()).isEqualTo(count(6));
        assertThat(session.session.transaction()).isEqualTo(TransactionStatus.IDLE);
        assertThat(session.dialect.outcomes).hasSize(3); // two definitions and this
    }

    @Test
    void aFileOfNothingDoesNothing() {
        assertThat(load().affected()).isZero();
        assertThat(load("").affected()).isZero();
    }

    @Test
    void aFailureTakesAllBackAndIsToldAtTheEnd() {
        Sending sending = begin();
        piece(sending, GOOD + BAD + GOOD);
        piece(sending, GOOD);
        assertThat(sending.result.end).isNotDone();
        assertThatThrownBy(() -> end(sending))
                .isInstanceOf(HeliosException.class)
                .hasMessage("division by zero");
        assertThat(session.session.transaction()).isEqualTo(TransactionStatus.IDLE);
        assertThat(committed()).isEqualTo(count(0));
        assertThat(load(GOOD).affected()).isEqualTo(2);
    }

    @Test
    void aClientsTransactionSurvivesAFailure() {
        session.run("begin");
        session.run("count INSERT INTO files VALUES (7)");
        load(GOOD);
        assertThatThrownBy(() -> load(GOOD, BAD)).isInstanceOf(HeliosException.class);
        assertThat(session.session.transaction()).isEqualTo(TransactionStatus.IN_TRANSACTION);
        assertThat(rows(session)).isEqualTo(count(3));
        session.run("commit");
        assertThat(committed()).isEqualTo(count(3));
    }

    @Test
    void withoutAutocommitItBeginsATransactionThatStays() {
        session.dialect.autocommit = false;
        load(GOOD);
        assertThat(session.session.transaction()).isEqualTo(TransactionStatus.IN_TRANSACTION);
        assertThat(committed()).isEqualTo(count(0));
        session.run("rollback");
        assertThat(rows(session)).isEqualTo(count(0));
    }

    @Test
    void tablesAreLookedUpOnTheWay() {
        session.run("define DROP TABLE IF EXISTS public.keyed");
        session.run("define CREATE TABLE public.keyed (id int GENERATED BY DEFAULT AS IDENTITY)");
        assertThat(load("insert keyed\ninsert keyed\n").affected()).isEqualTo(2);
    }

    @Test
    void cancellingAWaitingStatementFailsIt() {
        Sending sending = begin();
        piece(sending, GOOD);
        session.onLoop(() -> session.session.cancel());
        piece(sending, GOOD);
        assertThatThrownBy(() -> end(sending))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("57014"));
        assertThat(committed()).isEqualTo(count(0));
    }

    @Test
    void aLostClientLeavesNothing() {
        Sending sending = begin();
        piece(sending, GOOD);
        session.close();
        assertThat(committed()).isEqualTo(count(0));
    }

    @Test
    void whoHasNoFileSaysSo() {
        assertThat(session.state("file f.txt")).isEqualTo("0A000");
        Sending sending = begin();
        session.onLoop(() -> sending.asked.join().refuse(new HeliosException("58P01", "no such file")));
        assertThat(sending.result.state()).isEqualTo("58P01");
        assertThatThrownBy(() -> session.prepare("file f.txt")).hasMessage("no file can be prepared");
    }
}
