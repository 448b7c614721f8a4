package io.heliosdb.probes.internal;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connection, as the Python side calls it. */
public class JdbcSession {
    private static final int MOST_BITS = 63;

    private final Connection connection;
    private final Runnable closed;

    /** @param closed told once the connection is closed */
    JdbcSession(Connection connection, Runnable closed) {
        this.connection = connection;
        this.closed = closed;
    }

    /**
     * Runs a statement, as it is or prepared.
     *
     * @param parameters null for a statement that is not prepared
     */
    public JdbcResult run(String sql, List<?> parameters) throws SQLException {
        if (parameters == null) {
            try (Statement statement = connection.createStatement()) {
                return result(statement, statement.execute(sql));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int index = 0;
            for (Object parameter : parameters) {
                index++;
                statement.setObject(index, parameter instanceof BigInteger number ? narrow(number) : parameter);
            }
            return result(statement, statement.execute());
        }
    }

    /** Python 2's long is a BigInteger here, whatever its size. */
    private static Object narrow(BigInteger number) {
        return number.bitLength() <= MOST_BITS ? (Object) number.longValueExact() : new java.math.BigDecimal(number);
    }

    private static JdbcResult result(Statement statement, boolean query) throws SQLException {
        if (!query) {
            return new JdbcResult(Optional.empty(), List.of(), statement.getUpdateCount());
        }
        try (ResultSet cursor = statement.getResultSet()) {
            ResultSetMetaData description = cursor.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= description.getColumnCount(); column++) {
                columns.add(description.getColumnLabel(column));
            }
            List<List<Object>> rows = new ArrayList<>();
            while (cursor.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= columns.size(); column++) {
                    row.add(cell(cursor, column, description.getColumnType(column)));
                }
                rows.add(row);
            }
            return new JdbcResult(Optional.of(columns), rows, rows.size());
        }
    }

    private static Object cell(ResultSet cursor, int column, int type) throws SQLException {
        return switch (type) {
            case Types.TIMESTAMP -> cursor.getObject(column, LocalDateTime.class);
            case Types.DATE -> cursor.getObject(column, LocalDate.class);
            case Types.DECIMAL, Types.NUMERIC -> cursor.getBigDecimal(column);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> cursor.getBytes(column);
            default -> {
                Object value = cursor.getObject(column);
                yield value == null || value instanceof Number || value instanceof Boolean
                        ? value
                        : cursor.getString(column);
            }
        };
    }

    public void setAutocommit(boolean on) throws SQLException {
        connection.setAutoCommit(on);
    }

    public void commit() throws SQLException {
        connection.commit();
    }

    public void rollback() throws SQLException {
        connection.rollback();
    }

    public void close() throws SQLException {
        closed.run();
        connection.close();
    }
}
