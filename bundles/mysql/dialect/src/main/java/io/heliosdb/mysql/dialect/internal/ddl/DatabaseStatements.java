package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.statement.Databases;
import io.heliosdb.mysql.dialect.internal.statement.StatementContext;
import io.heliosdb.mysql.dialect.internal.text.EngineQuotes;
import io.heliosdb.mysql.dialect.internal.text.Refusal;
import io.heliosdb.mysql.dialect.internal.text.Tokens;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.spi.dialect.Step.Use;
import io.heliosdb.spi.dialect.TransactionEffect;
import java.util.List;

/** CREATE, ALTER and DROP DATABASE: schemas of the engine. */
final class DatabaseStatements {
    private final Tokens tokens;
    private final StatementContext context;

    DatabaseStatements(Tokens tokens, StatementContext context) {
        this.tokens = tokens;
        this.context = context;
    }

    /** Behind CREATE DATABASE. */
    Plan create() {
        boolean ifNotExists = tokens.accept("IF", "NOT", "EXISTS");
        String name = tokens.name().spelling();
        options();
        refuseReserved(name);
        return call("ddl_create_schema", name, ifNotExists);
    }

    /** Behind ALTER DATABASE: its options are about tables to come, which say for themselves. */
    Plan alter() {
        String name = tokens.atAny("CHARACTER", "CHARSET", "COLLATE", "DEFAULT", "ENCRYPTION", "READ")
                ? context.databases().required()
                : tokens.name().spelling();
        options();
        return new DefinitionSteps()
                .call(
                        "ddl_require_schema",
                        EngineQuotes.string(context.databases().schema(name)),
                        EngineQuotes.string(name))
                .plan();
    }

    /** Behind DROP DATABASE. */
    Plan drop() {
        boolean ifExists = tokens.accept("IF", "EXISTS");
        String name = tokens.name().spelling();
        tokens.end();
        refuseReserved(name);
        if (context.databases().isDefault(name)) {
            throw Refusal.unsupported("DROP DATABASE of the database that the server was asked for at login");
        }
        return call("ddl_drop_schema", name, ifExists);
    }

    /** The number of tables that a database had is the count of rows that MySQL reports. */
    private Plan call(String function, String name, boolean flag) {
        String text = "SELECT helios_mysql." + function + "("
                + EngineQuotes.string(context.databases().schema(name)) + ", " + EngineQuotes.string(name) + ", " + flag
                + ") AS affected";
        return new Plan(
                List.of(new Step(text, Use.SUMMARY, List.of())),
                StatementKind.DEFINITION,
                TransactionEffect.COMMITS,
                0,
                List.of(),
                Plan.NOTHING);
    }

    private void options() {
        while (!tokens.atEnd()) {
            tokens.accept("DEFAULT");
            if (tokens.accept("CHARACTER", "SET")
                    || tokens.accept("CHARSET")
                    || tokens.accept("COLLATE")
                    || tokens.accept("ENCRYPTION")) {
                tokens.acceptSymbol("=");
                tokens.nameOrString();
            } else {
                throw tokens.error();
            }
        }
    }

    private void refuseReserved(String name) {
        if (Databases.reserved(name)) {
            throw Refusal.of(1044, "Access denied for user to database '" + name + "'");
        }
    }
}
