package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;

/** A dialect whose sessions have the fault. */
final class MutatingDialect implements Dialect {
    private static final String INTERNAL_ERROR = "XX000";

    private final Dialect dialect;
    private final Mutation mutation;

    MutatingDialect(Dialect dialect, Mutation mutation) {
        this.dialect = dialect;
        this.mutation = mutation;
    }

    @Override
    public String name() {
        return dialect.name();
    }

    @Override
    public boolean verbatim() {
        return dialect.verbatim();
    }

    @Override
    public StatementKind kind(ByteBuf sql) {
        return dialect.kind(sql);
    }

    @Override
    public Optional<Prelude> prelude() {
        return dialect.prelude();
    }

    @Override
    public DialectSession open(SessionOpening opening) {
        DialectSession session = dialect.open(opening);
        return (DialectSession) Proxy.newProxyInstance(
                DialectSession.class.getClassLoader(),
                new Class<?>[] {DialectSession.class},
                (proxy, method, arguments) -> {
                    try {
                        return answer(session, method.getName(), method.invoke(session, arguments));
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Object answer(DialectSession session, String method, Object answer) {
        return switch (mutation) {
            case ERROR_CODE_WRONG ->
                method.equals("error")
                        ? session.error(new HeliosException(INTERNAL_ERROR, "something is wrong"))
                        : answer;
            case AUTOCOMMIT_BROKEN -> method.equals("autocommit") ? (Object) false : answer;
            default -> answer;
        };
    }
}
