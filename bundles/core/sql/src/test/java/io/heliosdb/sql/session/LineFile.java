package io.heliosdb.sql.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.ClientFile;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.BiFunction;

/** A file whose lines are statements of {@link DirectDialect}, each a batch; the last piece ends the last line. */
final class LineFile implements ClientFile {
    private final String name;
    private final BiFunction<String, Catalog, Plan> plans;
    private final Queue<String> lines = new ArrayDeque<>();
    private String rest = "";
    private long affected;

    LineFile(String name, BiFunction<String, Catalog, Plan> plans) {
        this.name = name;
        this.plans = plans;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void content(ByteBuf octets) {
        String text = rest + octets.toString(UTF_8);
        int end = text.lastIndexOf('\n') + 1;
        text.substring(0, end).lines().forEach(lines::add);
        rest = text.substring(end);
    }

    @Override
    public void end() {
        rest.lines().forEach(lines::add);
    }

    @Override
    public Optional<Plan> next(Catalog catalog) {
        return Optional.ofNullable(lines.peek()).map(line -> plans.apply(line, catalog));
    }

    @Override
    public void ran(Outcome outcome) {
        lines.remove();
        affected += outcome.affected();
    }

    @Override
    public Outcome loaded() {
        return new Outcome(affected, affected, 0, Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    @Override
    public HeliosException unprepared() {
        return new HeliosException("0A000", "no file can be prepared");
    }
}
