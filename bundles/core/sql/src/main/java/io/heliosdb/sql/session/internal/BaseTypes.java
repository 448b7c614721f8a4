package io.heliosdb.sql.session.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.spi.engine.TransactionStatus;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.type.Row;
import io.heliosdb.sql.session.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The types that domains are made of: a parameter of a domain's type takes values as its base type does. */
final class BaseTypes {
    /** Types below are the engine's own: none of them is a domain that a parameter could have (FirstNormalObjectId). */
    private static final int FIRST_OF_USERS = 16384;

    private static final String QUERY =
            "SELECT oid, CASE typtype WHEN 'd' THEN typbasetype ELSE oid END FROM pg_catalog.pg_type"
                    + " WHERE oid = ANY ($1::oid[])";

    private final EngineLink link;
    private final Map<Integer, Integer> known = new HashMap<>();

    BaseTypes(EngineLink link) {
        this.link = link;
    }

    /** Puts base types in the place of domains; looks up those that were not met before. */
    void resolve(Prepared.Variant variant, Consumer<Prepared.Variant> resolved, Consumer<HeliosException> refused) {
        Set<Integer> unknown = variant.types().stream()
                .flatMap(List::stream)
                .filter(type -> type >= FIRST_OF_USERS && !known.containsKey(type))
                .collect(Collectors.toSet());
        if (unknown.isEmpty()) {
            resolved.accept(new Prepared.Variant(
                    variant.names(),
                    variant.types().stream()
                            .map(types -> types.stream()
                                    .map(type -> known.getOrDefault(type, type))
                                    .toList())
                            .toList()));
            return;
        }
        String array = unknown.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        link.batch(
                out -> {
                    out.parse("", QUERY, List.of(PgTypes.TEXT));
                    out.bind(
                            "",
                            List.of(new Parameter(PgTypes.TEXT, array.getBytes(US_ASCII))),
                            List.of(PgTypes.TEXT),
                            FrontendWriter.TEXT);
                    out.execute();
                },
                new Answer() {
                    private HeliosException error;

                    @Override
                    public void row(Row row) {
                        known.put(number(row, 0), number(row, 1));
                    }

                    @Override
                    public void failed(HeliosException reason) {
                        error = reason;
                    }

                    @Override
                    public void ready(TransactionStatus status) {
                        if (error == null) {
                            unknown.forEach(type -> known.putIfAbsent(type, type));
                            resolve(variant, resolved, refused);
                        } else {
                            refused.accept(error);
                        }
                    }
                });
    }

    private static int number(Row row, int column) {
        return Integer.parseUnsignedInt(row.body().toString(row.offset(column), row.length(column), UTF_8));
    }
}
