package io.heliosdb.pg.engine.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The parameters that a connection reports, with their values. Immutable, so that two connections that agree can share
 * one, and "nothing to restore" is a comparison of references.
 *
 * <p>Names and values are octets, kept as ISO-8859-1: what they mean depends on client_encoding, which is one of them.
 */
final class ParameterSet {
    static final ParameterSet EMPTY = new ParameterSet(Map.of());
    static final String CLIENT_ENCODING = "client_encoding";

    /** Reported, but not to be set: they tell of the server or of the login. */
    private static final Set<String> FIXED = Set.of(
            "in_hot_standby",
            "integer_datetimes",
            "is_superuser",
            "server_encoding",
            "server_version",
            "session_authorization");

    /** What the meaning of a statement's text and of its constants depends on when it is parsed. */
    private static final Set<String> SEEN_BY_THE_PARSER =
            Set.of(CLIENT_ENCODING, "DateStyle", "IntervalStyle", "TimeZone", "standard_conforming_strings");

    private final Map<String, String> values;
    private Map<String, String> parserView;

    private ParameterSet(Map<String, String> values) {
        this.values = values;
    }

    /** This set with one more value; itself where it has that value already. */
    ParameterSet with(String name, String value) {
        if (value.equals(values.get(name))) {
            return this;
        }
        Map<String, String> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new ParameterSet(more);
    }

    /**
     * This set with what a ParameterStatus reports.
     *
     * @throws HeliosException 08P01 for a broken message
     */
    ParameterSet withStatus(ByteBuf body) {
        String name = octets(body);
        return with(name, octets(body));
    }

    private static String octets(ByteBuf body) {
        int length = body.bytesBefore((byte) 0);
        if (length < 0) {
            throw new HeliosException(SqlState.PROTOCOL_VIOLATION, "the engine sent a ParameterStatus without end");
        }
        String text = body.toString(body.readerIndex(), length, ISO_8859_1);
        body.skipBytes(length + 1);
        return text;
    }

    /** What has to be set on a connection with these values so that it has the wanted ones. */
    Map<String, String> changesTo(ParameterSet wanted) {
        Map<String, String> changes = new LinkedHashMap<>();
        wanted.values.forEach((name, value) -> {
            if (!FIXED.contains(name) && !value.equals(values.get(name))) {
                changes.put(name, value);
            }
        });
        return changes;
    }

    /** The values that matter to the parser; equal for sets under which a text means the same. */
    Map<String, String> parserView() {
        if (parserView == null) {
            Map<String, String> view = new LinkedHashMap<>(values);
            view.keySet().retainAll(SEEN_BY_THE_PARSER);
            parserView = view;
        }
        return parserView;
    }

    /** The values as text, for a client. */
    Map<String, String> asText() {
        if (!Objects.equals(values.get(CLIENT_ENCODING), "UTF8")) {
            return values;
        }
        Map<String, String> text = new LinkedHashMap<>();
        values.forEach((name, value) -> text.put(name, new String(value.getBytes(ISO_8859_1), UTF_8)));
        return text;
    }
}
