package com.example.resp.internal;

/** Commands about the connection itself, which the engine hears nothing of. */
final class ConnectionCommands {
    private static final int DATABASES = 16;
    private static final String VERSION = "7.4.0";

    private final RespSession session;
    private final RespOutput output;
    private final long id;
    private int database;
    private String name = "";

    ConnectionCommands(RespSession session, RespOutput output, long id) {
        this.session = session;
        this.output = output;
        this.id = id;
    }

    /** The number that SELECT chose. */
    int database() {
        return database;
    }

    static RespError noLogin() {
        return new RespError("NOAUTH Authentication required.");
    }

    /**
     * Runs a command.
     *
     * @return false where it is none of these
     * @throws RespError where it is refused
     */
    boolean run(Words words) {
        switch (words.upper(0)) {
            case "AUTH" -> authenticate(words);
            case "HELLO" -> hello(words);
            case "QUIT" -> session.quit();
            case "PING" -> {
                expect(words, 1, 2);
                if (words.count() == 1) {
                    output.simple("PONG");
                } else {
                    output.bulk(words.octets(1));
                }
            }
            case "ECHO" -> {
                expect(words, 2, 2);
                output.bulk(words.octets(1));
            }
            case "SELECT" -> {
                expect(words, 2, 2);
                select(words.number(1));
            }
            case "CLIENT" -> {
                expect(words, 2, Integer.MAX_VALUE);
                client(words);
            }
            case "COMMAND" -> {
                // Clients that ask what there is to complete or to check take that nothing is known.
                expect(words, 1, Integer.MAX_VALUE);
                output.array(0);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Of a command that needs a login. */
    private void expect(Words words, int least, int most) {
        words.expect(least, most);
        if (!session.isLoggedIn()) {
            throw noLogin();
        }
    }

    private void authenticate(Words words) {
        words.expect(2, 3);
        String user = words.count() == 3 ? words.text(1) : "";
        logIn(user, words.text(words.count() - 1), () -> output.simple("OK"));
    }

    private void logIn(String user, String password, Runnable then) {
        if (session.isLoggedIn()) {
            throw new RespError("ERR the user of a connection cannot be changed; make another connection");
        }
        session.logIn(user, password, then);
    }

    /** HELLO [protover [AUTH username password] [SETNAME clientname]]. */
    private void hello(Words words) {
        long version = words.count() > 1 ? words.number(1) : output.version();
        if (version < 2 || version > 3) {
            throw new RespError("NOPROTO unsupported protocol version");
        }
        int credentials = 0;
        String chosen = name;
        for (int i = 2; i < words.count(); ) {
            if (words.upper(i).equals("AUTH") && i + 2 < words.count()) {
                credentials = i + 1;
                i += 3;
            } else if (words.upper(i).equals("SETNAME") && i + 1 < words.count()) {
                chosen = words.text(i + 1);
                i += 2;
            } else {
                throw new RespError("ERR Syntax error in HELLO option '" + words.text(i) + "'");
            }
        }
        String nameThen = chosen;
        Runnable then = () -> {
            output.speak((int) version);
            name = nameThen;
            describeServer();
        };
        if (credentials > 0) {
            logIn(words.text(credentials), words.text(credentials + 1), then);
        } else if (session.isLoggedIn()) {
            then.run();
        } else {
            throw new RespError("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO"
                    + " <proto> AUTH <user> <pass> option can be used to authenticate the client and select the RESP"
                    + " protocol version at the same time");
        }
    }

    private void describeServer() {
        output.map(7);
        output.bulk("server");
        output.bulk("redis");
        output.bulk("version");
        output.bulk(VERSION);
        output.bulk("proto");
        output.integer(output.version());
        output.bulk("id");
        output.integer(id);
        output.bulk("mode");
        output.bulk("standalone");
        output.bulk("role");
        output.bulk("master");
        output.bulk("modules");
        output.array(0);
    }

    private void select(long number) {
        if (number < 0 || number >= DATABASES) {
            throw new RespError("ERR DB index is out of range");
        }
        database = (int) number;
        output.simple("OK");
    }

    private void client(Words words) {
        switch (words.upper(1)) {
            case "ID" -> output.integer(id);
            case "GETNAME" -> {
                if (name.isEmpty()) {
                    output.nothing();
                } else {
                    output.bulk(name);
                }
            }
            case "SETNAME" -> {
                words.expect(3, 3);
                name = words.text(2);
                output.simple("OK");
            }
            case "SETINFO" -> {
                words.expect(4, 4);
                if (!words.upper(2).equals("LIB-NAME") && !words.upper(2).equals("LIB-VER")) {
                    throw new RespError("ERR Unrecognized option '" + words.text(2) + "'");
                }
                output.simple("OK");
            }
            default -> throw new RespError("ERR unknown subcommand '" + words.text(1) + "'. Try CLIENT HELP.");
        }
    }
}
