package @package@;

import @package@.internal.@Name@Prelude;
import @package@.internal.@Name@Session;
import @package@.internal.@Name@Statement;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Prelude;
import io.heliosdb.spi.dialect.ProvidesDialect;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/**
 * The engine's SQL, and four things of a vendor's: parameters are {@code ?}, {@code SYSDATE} is the time, {@code NVL}
 * is a function, and {@code SET VERBOSE ON} is a setting of the session.
 */
@Component(service = Dialect.class)
@ProvidesDialect(name = @Name@Dialect.NAME, version = "1.0.0")
public final class @Name@Dialect implements Dialect {
    public static final String NAME = "@name@";

    private final Prelude prelude = @Name@Prelude.read();

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
        return @Name@Statement.kind(text);
    }

    @Override
    public Optional<Prelude> prelude() {
        return Optional.of(prelude);
    }

    @Override
    public DialectSession open(SessionOpening opening) {
        return new @Name@Session(opening);
    }
}
