package io.heliosdb.sql.session.internal;

import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.Step;
import io.heliosdb.sql.session.Parameter;
import io.heliosdb.sql.session.PreparedStatement;
import io.heliosdb.sql.session.ResultColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A prepared statement: its plan, and under which names the engine knows its steps. */
final class Prepared implements PreparedStatement {
    /** Most combinations of parameter types that are kept apart; more run by the engine's own idea. */
    private static final int MOST_VARIANTS = 8;

    /**
     * The steps under one combination of parameter types.
     *
     * @param names of the engine's statements, one a step
     * @param types of each step's parameters
     */
    record Variant(List<String> names, List<List<Integer>> types) {}

    private final String sql;
    private Plan plan;
    private Variant base;
    private List<Integer> parameterTypes;
    private List<ResultColumn> columns;
    private final Map<List<List<Integer>>, Variant> variants = new HashMap<>();
    private int version;

    /**
     * @param version {@link Spoken#versions} as of the plan
     * @param base the names, and the types that the engine found; without names where nothing could be prepared
     */
    Prepared(String sql, int version, Plan plan, Variant base, List<ResultColumn> columns) {
        this.sql = sql;
        renew(version, plan, base, columns);
    }

    /** The engine knows the steps under other names now, and perhaps other steps. */
    final void renew(int planned, Plan renewed, Variant found, List<ResultColumn> described) {
        version = planned;
        plan = renewed;
        base = found;
        columns = List.copyOf(described);
        parameterTypes = parameterTypes(renewed, found);
        variants.clear();
        variants.put(found.types(), found);
    }

    private static List<Integer> parameterTypes(Plan plan, Variant base) {
        Integer[] types = new Integer[plan.parameters()];
        for (int step = 0; step < base.types().size(); step++) {
            List<Integer> numbers = plan.steps().get(step).parameters();
            for (int i = 0; i < numbers.size(); i++) {
                if (types[numbers.get(i)] == null) {
                    types[numbers.get(i)] = base.types().get(step).get(i);
                }
            }
        }
        List<Integer> result = new ArrayList<>();
        for (Integer type : types) {
            result.add(type == null ? 0 : type);
        }
        return List.copyOf(result);
    }

    /** Octets that are written where text belongs are text: the engine would write them as hexadecimal digits. */
    private boolean isQuery() {
        return plan.kind() == StatementKind.QUERY;
    }

    /** Whether the engine knows the steps by name. */
    boolean isNamed() {
        return !base.names().isEmpty();
    }

    int version() {
        return version;
    }

    Plan plan() {
        return plan;
    }

    Variant base() {
        return base;
    }

    /** The types under which the steps run for these values. */
    List<List<Integer>> typesFor(List<Parameter> parameters) {
        List<List<Integer>> types = new ArrayList<>(base.types().size());
        for (int step = 0; step < base.types().size(); step++) {
            Step engineStep = plan.steps().get(step);
            List<Integer> found = base.types().get(step);
            List<Integer> taken = new ArrayList<>(found.size());
            for (int i = 0; i < found.size(); i++) {
                taken.add(taken(
                        found.get(i), parameters.get(engineStep.parameters().get(i))));
            }
            types.add(taken);
        }
        return types;
    }

    /** The client's type where the engine has nothing better than text, and where an integer would lose a fraction. */
    private int taken(int found, Parameter parameter) {
        int given = parameter.type();
        if (parameter.value() == null || given == 0 || given == found) {
            return found;
        }
        boolean better = PgTypes.isText(found) && !PgTypes.isText(given) && (given != PgTypes.BYTEA || isQuery());
        boolean wider = PgTypes.isInteger(found) && PgTypes.isFraction(given);
        return better || wider ? given : found;
    }

    /** Those steps, if they ran before under these types; null if not. */
    Variant variant(List<List<Integer>> types) {
        return variants.get(types);
    }

    boolean hasRoom() {
        return variants.size() < MOST_VARIANTS;
    }

    void keep(Variant variant) {
        variants.put(variant.types(), variant);
    }

    /** The engine refuses these types: the values go by the types that it found itself. */
    void refuse(List<List<Integer>> types) {
        variants.put(types, base);
    }

    List<String> allNames() {
        return variants.values().stream()
                .distinct()
                .flatMap(variant -> variant.names().stream())
                .toList();
    }

    @Override
    public String sql() {
        return sql;
    }

    @Override
    public List<Integer> parameterTypes() {
        return parameterTypes;
    }

    @Override
    public List<ResultColumn> columns() {
        return columns;
    }
}
