package io.heliosdb.mysql.dialect;

import io.heliosdb.mysql.dialect.internal.prelude.MysqlPrelude;
import io.heliosdb.mysql.dialect.internal.query.QueryTranslator;
import io.heliosdb.mysql.dialect.internal.session.MysqlSession;
import io.heliosdb.mysql.dialect.internal.session.QueryPlans;
import io.heliosdb.mysql.dialect.internal.session.StatementKinds;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.spi.dialect.ProvidesDialect;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** MySQL 8.4's SQL, translated to the engine's. */
@Component(service = Dialect.class)
@ProvidesDialect(name = MysqlDialect.NAME, version = "1.0.0")
public final class MysqlDialect implements Dialect {
    public static final String NAME = "mysql";

    private final QueryTranslator queries = new QueryTranslator();
    private final QueryPlans plans = new QueryPlans(queries);
    private final Prelude prelude = MysqlPrelude.read();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean verbatim() {
        return false;
    }

    @Override
    public StatementKind kind(ByteBuf sql) {
        int length = sql.bytesBefore((byte) 0);
        String text =
                sql.toString(sql.readerIndex(), length < 0 ? sql.readableBytes() : length, StandardCharsets.UTF_8);
        return StatementKinds.of(text);
    }

    @Override
    public Optional<Prelude> prelude() {
        return Optional.of(prelude);
    }

    @Override
    public DialectSession open(SessionOpening opening) {
        return new MysqlSession(opening, queries, plans);
    }

    @Override
    public Optional<DialectSession> resume(SessionOpening opening, Map<String, String> state) {
        return Optional.of(new MysqlSession(opening, queries, plans).resume(state));
    }
}
