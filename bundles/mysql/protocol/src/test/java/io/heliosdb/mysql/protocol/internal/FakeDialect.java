package io.heliosdb.mysql.protocol.internal;

import io.heliosdb.spi.dialect.Catalog;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.dialect.DialectSession;
import io.heliosdb.spi.dialect.Outcome;
import io.heliosdb.spi.dialect.Plan;
import io.heliosdb.spi.dialect.SessionOpening;
import io.heliosdb.spi.dialect.StatementKind;
import io.heliosdb.spi.dialect.VendorError;
import io.heliosdb.spi.error.HeliosException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A dialect whose sessions have the settings that the test says; statements are never planned, only cut at semicolons. */
final class FakeDialect implements Dialect {
    @Override
    public String name() {
        return "mysql";
    }

    @Override
    public boolean verbatim() {
        return false;
    }

    @Override
    public StatementKind kind(ByteBuf sql) {
        return StatementKind.OTHER;
    }

    @Override
    public Session open(SessionOpening opening) {
        return new Session(opening);
    }

    static final class Session implements DialectSession {
        final SessionOpening opening;
        final Map<String, String> settings = new HashMap<>();
        boolean autocommit = true;
        String schema = "";
        String information = "";
        long idleTimeoutMillis;

        Session(SessionOpening opening) {
            this.opening = opening;
            settings.putAll(opening.settings());
            settings.put("autocommit", "ON");
            settings.put("time_zone", "SYSTEM");
        }

        @Override
        public Map<String, String> engineParameters() {
            return Map.of();
        }

        @Override
        public List<String> split(String text) {
            if (text.contains("'unfinished")) {
                throw new HeliosException("42601", "unfinished string");
            }
            return Arrays.asList(text.split(";"));
        }

        @Override
        public Plan plan(String sql, Catalog catalog) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void finished(Outcome outcome) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean autocommit() {
            return autocommit;
        }

        @Override
        public String begin() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean atomicStatements() {
            return true;
        }

        @Override
        public long idleTimeoutMillis() {
            return idleTimeoutMillis;
        }

        @Override
        public Optional<String> setting(String name) {
            return Optional.ofNullable(settings.get(name));
        }

        @Override
        public Optional<String> schema() {
            return Optional.of(schema).filter(chosen -> !chosen.isEmpty());
        }

        @Override
        public Optional<String> information() {
            return Optional.of(information).filter(words -> !words.isEmpty());
        }

        @Override
        public VendorError error(HeliosException error) {
            return new VendorError(1064, "42000", error.getMessage());
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException();
        }
    }
}
