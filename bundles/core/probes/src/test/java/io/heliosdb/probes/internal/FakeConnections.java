package io.heliosdb.probes.internal;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server that knows two statements, refuses every other one, and takes any password but {@code wrong}. */
public final class FakeConnections implements Connections {
    /** Answers with one row of these cells. */
    static final String CELLS = "CELLS";
    /** Never answers. */
    static final String HANG = "HANG";

    final AtomicInteger open = new AtomicInteger();
    private final List<Object> cells;
    private final CountDownLatch aborted = new CountDownLatch(1);

    FakeConnections(Object... cells) {
        this.cells = List.of(cells);
    }

    @Override
    public JdbcSession open(String user, String password, String database, boolean tls) throws SQLException {
        if (password.equals("wrong")) {
            throw new SQLException("password authentication failed", "28P01", 1045);
        }
        open.incrementAndGet();
        return new Session();
    }

    @Override
    public OctetStream octets() {
        throw new UnsupportedOperationException("only statements are known here");
    }

    @Override
    public void abort() {
        aborted.countDown();
    }

    /** Public, so that Python can call it. */
    public final class Session extends JdbcSession {
        private Session() {
            super(null, null);
        }

        @Override
        public JdbcResult run(String sql, List<?> parameters) throws SQLException {
            if (sql.equals(CELLS)) {
                return new JdbcResult(Optional.of(List.of("cell")), List.of(cells), 1);
            }
            if (sql.equals(HANG)) {
                hang();
            }
            if (parameters != null) {
                return new JdbcResult(
                        Optional.of(List.of("sql", "parameters")), List.of(List.of(sql, described(parameters))), 1);
            }
            throw new SQLException("syntax error", "42601", 1064);
        }

        private static String described(List<?> parameters) {
            StringBuilder text = new StringBuilder();
            for (Object parameter : parameters) {
                text.append(parameter == null ? "null" : parameter.getClass().getSimpleName() + " " + parameter)
                        .append("; ");
            }
            return text.toString();
        }

        @SuppressWarnings("InterruptedExceptionSwallowed") // a driver hides it too
        private void hang() throws SQLException {
            boolean waiting = true;
            while (waiting) {
                try {
                    aborted.await();
                    waiting = false;
                } catch (InterruptedException e) {
                    waiting = aborted.getCount() > 0;
                }
            }
            throw new SQLException("the connection is broken", "08006");
        }

        @Override
        public void setAutocommit(boolean on) {}

        @Override
        public void commit() {}

        @Override
        public void rollback() {}

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}
