package io.heliosdb.mysql.dialect.internal.load;

import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import java.util.List;
import java.util.Optional;

/**
 * LOAD DATA LOCAL (MySQL 8.4 manual, 15.2.9).
 *
 * @param file the name that the client is asked for
 * @param replace whether rows that are there make room for those with their keys; they stay otherwise, as LOCAL means IGNORE
 * @param ignore whether IGNORE is said or meant
 * @param characterSet the name of the file's character set
 * @param linesToSkip at the begin of the file
 * @param targets what becomes of the fields of a line; empty for the columns of the table, in their order
 * @param assignments of SET
 */
record LoadStatement(
        String file,
        boolean replace,
        boolean ignore,
        QualifiedName table,
        Optional<String> characterSet,
        FileFormat format,
        long linesToSkip,
        List<Target> targets,
        List<Assignment> assignments) {
    LoadStatement {
        targets = List.copyOf(targets);
        assignments = List.copyOf(assignments);
    }

    /** Where a field goes. */
    sealed interface Target {
        /** @param name as the statement spells it */
        record Column(String name) implements Target {}

        /** @param name without its {@code @}, lower-case */
        record Variable(String name) implements Target {}
    }

    /**
     * {@code column = expression}.
     *
     * @param expression MySQL's text of it
     */
    record Assignment(String column, String expression) {}
}
