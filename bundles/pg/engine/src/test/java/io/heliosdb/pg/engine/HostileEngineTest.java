package io.heliosdb.pg.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.pg.engine.FakeEngine.Connection;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.engine.SessionRequest;
import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine that is none, is broken or means harm: sessions end with an error, and nothing else happens. */
class HostileEngineTest extends EngineTestBase {
    /** The administrator itself, whom nobody has to provision. */
    private static final SessionRequest REQUEST =
            new SessionRequest(new Role("boss", Set.of(Role.Attribute.SUPERUSER), Optional.empty()), "db", Map.of());

    private FakeEngine fake;

    @AfterEach
    void closeFake() {
        fake.close();
    }

    private TestClient begin(FakeEngine.Script script) {
        return begin(script, Map.of());
    }

    private TestClient begin(FakeEngine.Script script, Map<String, ?> settings) {
        fake = new FakeEngine(script);
        return TestClient.begin(engine(settings, fake.address()), loop, REQUEST);
    }

    // ------------------------------------------------------------------ login

    /** Outages are tried again and then refused in general words, so the reason is asked for by the administrator. */
    private HeliosException loginFailure(FakeEngine.Script script) {
        return loginFailure(script, SslMode.DISABLE, Optional.empty());
    }

    private HeliosException loginFailure(FakeEngine.Script script, SslMode mode, Optional<String> password) {
        fake = new FakeEngine(script);
        return readyFailure(engine(Map.of("connect-timeout", "2 s"), FakeEngine.address(fake.port(), mode, password)));
    }

    @Test
    void letsItselfBeLetIn() {
        TestClient client = begin(connection -> {
            connection.letIn();
            connection.readMessage();
            connection.message('C', "SELECT 0\0").message('Z', "I");
            connection.awaitEnd();
        });
        client.awaitOpened();

        assertThat(client.start().processId()).isEqualTo(4711);
        assertThat(client.query("SELECT").send().typesUntilIdle()).isEqualTo("CZ");
    }

    @Test
    void refusesAMessageThatIsTooLongForALogin() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.raw('R', 0x40, 0, 0, 0);
                    connection.awaitEnd();
                }))
                .hasMessageContaining("length 1073741824")
                .hasMessageContaining("is it PostgreSQL?");
    }

    @Test
    void refusesALengthThatDoesNotCountItself() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.raw('R', 0, 0, 0, 3);
                    connection.awaitEnd();
                }))
                .hasMessageContaining("length 3");
    }

    @Test
    void refusesAnUnknownAuthentication() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.message('R', 7, "");
                    connection.awaitEnd();
                }))
                .hasMessage("authentication method 7 is not supported");
    }

    @Test
    void refusesToBeAskedForAPasswordInClear() {
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.message('R', 3, "");
                            connection.awaitEnd();
                        },
                        SslMode.DISABLE,
                        Optional.of("secret")))
                .hasMessageContaining("a password in clear text on a connection without TLS");
        fake.close();
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.message('R', 5, "salt");
                            connection.awaitEnd();
                        },
                        SslMode.DISABLE,
                        Optional.of("secret")))
                .hasMessageContaining("an MD5 password on a connection without TLS");
    }

    @Test
    void saysThatThereIsNoPassword() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.message('R', 10, "SCRAM-SHA-256\0\0");
                    connection.awaitEnd();
                }))
                .hasMessage("the engine asks role \"boss\" for a password, and there is none");
    }

    @Test
    void refusesAServerThatSkipsItsOwnProof() {
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.message('R', 10, "SCRAM-SHA-256\0\0");
                            connection.readMessage();
                            connection.welcome();
                            connection.awaitEnd();
                        },
                        SslMode.DISABLE,
                        Optional.of("secret")))
                .hasMessage("the engine accepted the login without proving its own identity");
    }

    @Test
    void refusesAChallengeThatAnswersSomebodyElse() {
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.message('R', 10, "SCRAM-SHA-256\0\0");
                            connection.readMessage();
                            connection.message('R', 11, "r=somebody-else,s=c2FsdHNhbHQ=,i=4096");
                            connection.awaitEnd();
                        },
                        SslMode.DISABLE,
                        Optional.of("secret")))
                .hasMessageContaining("nonce");
    }

    @Test
    void refusesAFinalMessageWithoutAnExchange() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.message('R', 12, "v=AAAA");
                    connection.awaitEnd();
                }))
                .hasMessageContaining("SASL that was not begun");
    }

    @Test
    void refusesMechanismsThatItDoesNotKnow() {
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.message('R', 10, "OAUTHBEARER\0\0");
                            connection.awaitEnd();
                        },
                        SslMode.DISABLE,
                        Optional.of("secret")))
                .hasMessageContaining("OAUTHBEARER");
    }

    @Test
    void refusesToBeAuthenticatedTwice() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.message('R', 0, "").message('R', 0, "");
                    connection.awaitEnd();
                }))
                .hasMessage("the engine authenticates twice");
    }

    @Test
    void refusesAServerThatIsReadyTooEarly() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.message('Z', "I");
                    connection.awaitEnd();
                }))
                .hasMessage("the engine is ready before it authenticated");
    }

    @Test
    void refusesMessagesThatHaveNoPlaceInALogin() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.message('D', "\0\0");
                    connection.awaitEnd();
                }))
                .hasMessage("the engine sent message type 0x44 during login");
    }

    @Test
    void refusesAnOfferOfAnotherProtocol() {
        assertThat(loginFailure(connection -> {
                    connection.readInitial();
                    connection.message('v', 4 << 16, "\0\0\0\0");
                    connection.awaitEnd();
                }))
                .hasMessage("the engine offers protocol 4.0 for 3.2");
    }

    @Test
    void takesAnOlderProtocolThatIsOffered() {
        TestClient client = begin(connection -> {
            connection.readInitial();
            connection.message('v', 3 << 16, "\0\0\0\0").message('N', "SWARNING\0C01000\0Mold\0\0");
            connection.welcome().awaitEnd();
        });

        client.awaitOpened();
    }

    @Test
    void asksForProtocol30WhereTheServerKnowsNoNewerOne() {
        TestClient client = begin(connection -> {
            byte[] startup = connection.readInitial();
            if (startup[3] == 2) {
                connection.fatal("0A000", "unsupported frontend protocol 3.2: server supports 2.0 to 3.0");
            } else {
                connection.welcome().awaitEnd();
            }
        });

        client.awaitOpened();
    }

    @Test
    void saysWhatTheEngineSaysAtTheDoor() {
        TestClient client = begin(connection -> {
            connection.readInitial();
            connection.message('E', "SFATAL\0VFATAL\0C3D000\0Mdatabase \"db\" does not exist\0Hlook\0Dfor it\0\0");
        });

        HeliosException reason = client.awaitClosed();

        assertThat(reason.sqlState()).isEqualTo("3D000");
        assertThat(reason).hasMessage("database \"db\" does not exist");
        assertThat(reason.field(HeliosException.Field.HINT)).contains("look");
        assertThat(reason.field(HeliosException.Field.DETAIL)).contains("for it");
        assertThat(client.reported()).isFalse();
    }

    @Test
    void doesNotWaitForeverForAnAnswer() {
        assertThat(loginFailure(Connection::awaitEnd))
                .hasMessage("the engine at 127.0.0.1:" + fake.port() + " did not answer within 2000 ms");
    }

    @Test
    void noticesAConnectionThatIsClosedDuringLogin() {
        assertThat(loginFailure(Connection::readInitial)).hasMessage("the engine closed the connection during login");
    }

    // ------------------------------------------------------------------ TLS

    @Test
    void refusesAServerWithoutTlsWhereTlsIsWanted() {
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.raw('N');
                            connection.awaitEnd();
                        },
                        SslMode.REQUIRE,
                        Optional.empty()))
                .hasMessage("the engine speaks no TLS, and sslmode asks for it");
    }

    @Test
    void refusesOctetsThatCameBeforeTls() {
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.message('S', "\0\0\0");
                            connection.awaitEnd();
                        },
                        SslMode.REQUIRE,
                        Optional.empty()))
                .hasMessage("the engine answered the request for TLS with more than one octet");
    }

    @Test
    void refusesAnAnswerAboutTlsThatIsNone() {
        assertThat(loginFailure(
                        connection -> {
                            connection.readInitial();
                            connection.raw('H');
                            connection.awaitEnd();
                        },
                        SslMode.PREFER,
                        Optional.empty()))
                .hasMessage("the engine answered the request for TLS with 0x48; is it PostgreSQL?");
        fake.close();
        assertThat(loginFailure(Connection::readInitial, SslMode.PREFER, Optional.empty()))
                .hasMessage("the engine closed the connection when it was asked for TLS");
    }

    @Test
    void goesOnWithoutTlsWhereItIsOnlyPreferred() {
        fake = new FakeEngine(connection -> {
            connection.readInitial();
            connection.raw('N');
            connection.letIn().awaitEnd();
        });

        TestClient.open(engine(Map.of(), fake.address(SslMode.PREFER)), loop, REQUEST);
    }

    @Test
    void triesWithoutTlsWhereTheHandshakeFailsAndItIsOnlyPreferred() {
        fake = new FakeEngine(connection -> {
            byte[] first = connection.readInitial();
            if (first.length == Integer.BYTES) {
                connection.raw('S');
                connection.awaitOctet();
                connection.raw("this is no TLS".chars().toArray());
            } else {
                connection.welcome();
            }
            connection.awaitEnd();
        });

        TestClient.open(engine(Map.of(), fake.address(SslMode.PREFER)), loop, REQUEST);
        assertThat(fake.accepted()).isEqualTo(2);
    }

    // ------------------------------------------------------------------ session

    private static FakeEngine.Script answering(FakeEngine.Script answer) {
        return connection -> {
            connection.letIn();
            connection.readMessage();
            answer.run(connection);
            connection.awaitEnd();
        };
    }

    private HeliosException sessionFailure(FakeEngine.Script answer) {
        return sessionFailure(answer, "session");
    }

    private HeliosException sessionFailure(FakeEngine.Script answer, String pooling) {
        TestClient client = begin(answering(answer), Map.of("pooling", pooling));
        HeliosException reason = client.awaitOpened().query("SELECT 1").send().awaitClosed();
        assertThat(client.reported()).isFalse();
        return reason;
    }

    @Test
    void endsASessionAtAnUnknownMessage() {
        assertThat(sessionFailure(connection -> connection.message('x', "")))
                .hasMessage("the engine sent an unknown message type: 0x78");
    }

    @Test
    void endsASessionAtALengthThatCannotBe() {
        assertThat(sessionFailure(connection -> connection.raw('D', 0, 0, 0, 2)))
                .hasMessage("the engine sent a message of type D with length 2 (expected: 4 to 1073741823)");
        fake.close();
        assertThat(sessionFailure(connection -> connection.raw('D', 0xff, 0xff, 0xff, 0xff)))
                .hasMessageContaining("with length -1");
        fake.close();
        assertThat(sessionFailure(connection -> {
                    connection.raw('D', 0x7f);
                    connection.raw(0xff, 0xff, 0xff);
                }))
                .hasMessageContaining("with length 2147483647");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "transaction"})
    void endsASessionAtABrokenReadyForQuery(String pooling) {
        assertThat(sessionFailure(connection -> connection.message('Z', "II"), pooling))
                .hasMessage("the engine sent a ReadyForQuery of 7 octets");
        fake.close();
        assertThat(sessionFailure(connection -> connection.message('Z', "?"), pooling))
                .hasMessageContaining("transaction status: 0x3f");
    }

    @Test
    void endsASessionAtAnAnswerThatNobodyAskedFor() {
        assertThat(sessionFailure(connection -> connection.message('Z', "I").message('Z', "I")))
                .hasMessage("the engine sent message type Z that was not due");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "t", "T", "n", "C", "I", "s", "G", "Z", "W"})
    void endsASharedSessionAtAnAnswerToSomethingElse(String type) {
        TestClient client = begin(
                answering(connection -> connection.message(type.charAt(0), "\0\0")), Map.of("pooling", "transaction"));

        HeliosException reason =
                client.awaitOpened().close('P', "").sync().send().awaitClosed();

        assertThat(reason.sqlState()).isEqualTo("08P01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"session", "transaction"})
    void endsASessionAtBrokenTexts(String pooling) {
        assertThat(sessionFailure(connection -> connection.message('E', "SERROR"), pooling))
                .extracting(HeliosException::sqlState)
                .isEqualTo("08P01");
        fake.close();
        assertThat(sessionFailure(connection -> connection.message('S', "name without value\0"), pooling))
                .hasMessage("the engine sent a ParameterStatus without end");
    }

    @Test
    void anEmptyCommandCompleteIsNotLookedInto() {
        TestClient client =
                begin(answering(connection -> connection.message('C', "").message('Z', "I")));

        assertThat(client.awaitOpened().query("SELECT 1").send().typesUntilIdle())
                .isEqualTo("CZ");
    }

    @Test
    void messagesMayComeInAnyPieces() {
        byte[] row = "\0\1\0\0\0\1x".getBytes(StandardCharsets.ISO_8859_1);
        TestClient client = begin(answering(connection -> {
            int[] octets = {
                'D',
                0,
                0,
                0,
                4 + row.length,
                row[0],
                row[1],
                row[2],
                row[3],
                row[4],
                row[5],
                row[6],
                'C',
                0,
                0,
                0,
                5,
                0,
                'Z',
                0,
                0,
                0,
                5,
                'I'
            };
            for (int octet : octets) {
                connection.raw(octet);
                pause();
            }
        }));

        assertThat(client.awaitOpened().query("SELECT 1").send().typesUntilIdle())
                .isEqualTo("DCZ");
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(2);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aBrokenConnectionIsSaidToBeBroken() {
        assertThat(sessionFailure(connection -> {
                    throw new IOException("gone");
                }))
                .hasMessage("the engine closed the connection unexpectedly");
    }

    @Test
    void anIdleConnectionThatSpeaksOutOfTurnIsNotUsedAgain() {
        CompletableFuture<Void> idle = new CompletableFuture<>();
        CompletableFuture<Void> dropped = new CompletableFuture<>();
        PostgresEngine engine = engineOf(connection -> {
            connection.letIn();
            idle.join();
            if (connection.number() == 1) {
                connection.message('N', "SNOTICE\0\0").message('A', 1, "x\0y\0").message('S', "a\0b\0");
                connection.message('D', "\0\0");
            }
            connection.awaitEnd();
            dropped.complete(null);
        });
        TestClient.open(engine, loop, REQUEST).close();
        idle.complete(null);
        dropped.orTimeout(TestClient.LIMIT_SECONDS, TimeUnit.SECONDS).join();

        TestClient.open(engine, loop, REQUEST);

        assertThat(fake.accepted()).isEqualTo(2);
    }

    private PostgresEngine engineOf(FakeEngine.Script script) {
        fake = new FakeEngine(script);
        return engine(Map.of(), fake.address());
    }

    @Test
    void aConnectionThatCannotBeCleanedIsNotUsedAgain() {
        PostgresEngine engine = engineOf(connection -> {
            connection.letIn();
            connection.readMessage();
            connection.message('C', "SELECT 1\0").message('Z', "I");
            connection.readMessage();
            connection.message('E', "SERROR\0VERROR\0C42501\0Mno\0\0").message('Z', "I");
            connection.awaitEnd();
        });
        TestClient first = TestClient.open(engine, loop, REQUEST);
        first.query("SELECT 1").send().untilIdle();
        first.close();

        await(() -> {
            TestClient next = TestClient.open(engine, loop, REQUEST);
            next.close();
            return fake.accepted() == 2;
        });
    }

    @Test
    void anEngineWithoutCancelKeyCannotCancel() {
        TestClient client = begin(connection -> {
            connection.readInitial();
            connection.message('R', 0, "").message('Z', "I");
            connection.awaitEnd();
        });
        client.awaitOpened().query("SELECT 1").send();

        assertThat(client.cancel()).isCompleted();
        client.close();
    }
}
