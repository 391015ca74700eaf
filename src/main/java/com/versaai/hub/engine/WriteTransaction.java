package com.versaai.hub.engine;

import com.versaai.hub.engine.GroupCommit.Write;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.support.SQLErrorCodeSQLExceptionTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** All of some writes in one transaction, those with the same statement together. */
final class WriteTransaction {

    private final DataSource dataSource;
    private final SQLExceptionTranslator translator;

    WriteTransaction(DataSource dataSource) {
        this.dataSource = dataSource;
        this.translator = new SQLErrorCodeSQLExceptionTranslator(dataSource);
    }

    /** Nobody's rows are at fault: trying each alone would only wait for the database once more for each. */
    static final class NoConnectionException extends DataAccessResourceFailureException {
        private static final long serialVersionUID = 1;

        NoConnectionException(SQLException cause) {
            super("the database cannot be reached", cause);
        }
    }

    private record Statement(PreparedStatement prepared, List<Write> writes) {
    }

    /**
     * Returns when all of {@code writes} are committed.
     *
     * @throws DataAccessException when none is
     */
    void write(List<Write> writes) {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            try {
                run(connection, writes);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            DataAccessException translated = translator.translate("write", null, e);
            throw translated != null ? translated : new DataAccessResourceFailureException("the database write failed", e);
        }
    }

    private Connection connect() {
        try {
            return dataSource.getConnection();
        } catch (SQLException e) {
            throw new NoConnectionException(e);
        }
    }

    private static void run(Connection connection, List<Write> writes) throws SQLException {
        Map<String, Statement> statements = new LinkedHashMap<>();
        try {
            for (Write write : writes) {
                add(connection, statements, write);
            }
            for (Statement statement : statements.values()) {
                check(statement.writes, statement.prepared.executeBatch());
            }
        } finally {
            for (Statement statement : statements.values()) {
                statement.prepared.close();
            }
        }
    }

    /** PostgreSQL takes nothing more in a transaction that met an error; after this the connection is as new. */
    private static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            because.addSuppressed(e); // the connection is gone, and the first failure says why
        }
    }

    private static void check(List<Write> writes, int[] changed) {
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 0 && writes.get(i).mustChange()) {
                throw new OptimisticLockingFailureException("the row is not as it was found");
            }
        }
    }

    private static void add(Connection connection, Map<String, Statement> statements, Write write) throws SQLException {
        if (!statements.containsKey(write.sql())) {
            statements.put(write.sql(), new Statement(connection.prepareStatement(write.sql()), new ArrayList<>()));
        }
        statements.get(write.sql()).writes.add(write);
        PreparedStatement statement = statements.get(write.sql()).prepared;
        for (int i = 0; i < write.arguments().length; i++) {
            Object argument = write.arguments()[i];
            // JDBC knows OffsetDateTime, not Instant
            statement.setObject(i + 1, argument instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : argument);
        }
        statement.addBatch();
    }
}
