package io.heliosdb.mysql.dialect.internal.prelude;

import io.heliosdb.spi.dialect.Prelude;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Version;

/** The schema with what MySQL's statements use and PostgreSQL has not. */
public final class MysqlPrelude {
    public static final String SCHEMA = "helios_mysql";

    /** To be raised with every change of the files, so that databases that have an older one get the change. */
    static final Version VERSION = new Version(1, 0, 0);

    /** In the order in which they run. */
    static final List<String> FILES = List.of(
            "10-types.sql",
            "15-conversions.sql",
            "20-operators.sql",
            "30-functions-string.sql",
            "31-functions-date.sql",
            "32-functions-time.sql",
            "33-functions-numeric.sql",
            "34-functions-json.sql",
            "35-aggregates.sql",
            "36-functions-other.sql",
            "50-ddl.sql",
            "51-values.sql",
            "52-catalog.sql",
            "55-show.sql",
            "58-explain.sql",
            "60-information-schema.sql",
            "61-mysql-schema.sql");

    private static final String FOLDER = "/prelude/";

    private MysqlPrelude() {}

    /** Reads the files that the bundle brings. */
    public static Prelude read() {
        List<String> statements = new ArrayList<>();
        for (String file : FILES) {
            statements.addAll(PreludeText.statements(text(file)));
            statements.add("SET LOCAL search_path = " + SCHEMA + ", pg_catalog");
        }
        return new Prelude(SCHEMA, VERSION, statements);
    }

    static String text(String file) {
        try (InputStream in = MysqlPrelude.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("the bundle lacks " + FOLDER + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
