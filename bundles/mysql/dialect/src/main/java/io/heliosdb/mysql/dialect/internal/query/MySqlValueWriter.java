package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.mysql.dialect.internal.statement.CharacterSet;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.EngineText;
import io.heliosdb.sql.rewrite.ValueKind;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.template.MomentWord;
import java.util.Locale;
import java.util.Optional;

/** What columns and literals of MySQL's types are at the engine: texts, members of enumerations, dates, character sets. */
abstract class MySqlValueWriter extends MySqlKindResolver {
    MySqlValueWriter(EngineText out, TranslationContext context) {
        super(out, context);
    }

    @Override
    protected void numeral(Expression.Numeral numeral) {
        out.add(Literals.numeral(numeral.text()));
    }

    @Override
    protected void bool(Expression.Bool bool) {
        out.add(bool.value() ? "1" : "0");
    }

    @Override
    protected void text(Expression.Text text) {
        if (Literals.binary(text)) {
            Literals.bytea(out, Literals.octets(text));
        } else {
            super.text(text);
        }
    }

    /** Writes a value of the session. */
    protected final void literal(SessionValue value) {
        if (value.text() == null) {
            out.add("NULL::").add(value.engineType());
        } else if (value.engineType().equals("integer") && !value.text().startsWith("-")) {
            out.add(value.text());
        } else {
            out.string(value.text()).add("::").add(value.engineType());
        }
    }

    /** Writes a value whose type the engine knows: a bare string is text. */
    protected final void typed(Expression e) {
        unpadded(e);
        if ((e instanceof Expression.Text && !Literals.binary(e)) || e instanceof Expression.Null) {
            out.add("::text");
        }
    }

    /** Writes a value; a CHAR loses the blanks that it is filled up with, which the engine's own functions would keep. */
    protected final void unpadded(Expression e) {
        value(e);
        if (origin(e).filter(MySqlValueWriter::padded).isPresent()) {
            out.add("::text");
        }
    }

    private static boolean padded(TableColumn column) {
        return column.type().equals("character") || column.type().equals("bpchar");
    }

    /** Writes a value as text. */
    protected final void asText(Expression e) {
        ValueKind kind = kind(e);
        if (kind == ValueKind.TEXT) {
            unpadded(e);
        } else if (e instanceof Expression.Parameter || kind == ValueKind.NULL || kind.number()) {
            operand(e);
            out.add("::text");
        } else if (kind.temporal() && digits(e) > 0) {
            function("helios_mysql.as_text", () -> value(e), () -> out.add(Integer.toString(digits(e))));
        } else {
            function("helios_mysql.as_text", () -> value(e));
        }
    }

    /** The members of the ENUM or SET that an expression is a column of. */
    protected final Optional<Members> members(Expression e) {
        return origin(e).flatMap(Members::of);
    }

    /** Writes the number of a column's member. */
    protected final void memberNumber(Members members, Expression e) {
        function(members.numbering(), () -> value(e), () -> out.add(members.array()));
    }

    /** Where zero dates are refused, the engine's own refusal of such a string says so. */
    protected final boolean zeroDatesMatter() {
        return !context.strict() || !context.has(SqlMode.NO_ZERO_DATE) || !context.has(SqlMode.NO_ZERO_IN_DATE);
    }

    /** Whether the engine may keep a zero date; it is the engine's own {@code -infinity}. */
    protected final boolean zeroDatesAllowed() {
        return !context.strict() || !context.has(SqlMode.NO_ZERO_DATE);
    }

    /** Writes the zero date, which the engine has as one that comes before all others. */
    protected final void zeroDate() {
        out.add("'-infinity'");
    }

    /** Whether a string is no date, though the engine takes it for one, or one that the engine has in another form. */
    protected final boolean unreal(Expression.Text date) {
        if (MomentWord.begins(date.value())) {
            return true;
        }
        if (!zeroDatesMatter()) {
            return false;
        }
        String text = context.looking(date.value());
        return Literals.zeroDate(text) || Literals.zeroInDate(text);
    }

    /** Writes such a string, if MySQL takes it at all. */
    protected final void unrealDate(Expression.Text date, ValueKind kind) {
        if (MomentWord.begins(date.value())) {
            throw incorrect(kind == ValueKind.TIMESTAMP ? "DATETIME" : kind.name(), date.value());
        }
        if (zeroDatesAllowed() && kind != ValueKind.TIME && Literals.zeroDate(date.value())) {
            zeroDate();
        } else {
            out.add("NULL");
        }
    }

    /** Writes a literal of a date or a time. */
    protected final void temporal(Expression.Temporal temporal) {
        String type = temporal.type().equals("time") ? "interval" : temporal.type();
        String value = context.looking(temporal.value());
        if (Literals.zeroDate(value) && zeroDatesAllowed()) {
            out.add(type).add(" ");
            zeroDate();
            return;
        }
        if (MomentWord.begins(value) || Literals.zeroDate(value) || Literals.zeroInDate(value)) {
            throw incorrect(
                    temporal.type().equals("timestamp")
                            ? "DATETIME"
                            : temporal.type().toUpperCase(Locale.ROOT),
                    value);
        }
        out.add(type).add(" ").string(temporal.value());
    }

    private static HeliosException incorrect(String type, String value) {
        return MySqlErrors.of(1525, "Incorrect " + type + " value: '" + value + "'");
    }

    /** CONVERT(… USING …): characters that the set has not become question marks, octets become characters. */
    protected final void transcoded(Expression.Transcode transcode) {
        Expression operand = transcode.operand();
        String set = CharacterSet.named(transcode.charset()).name();
        if (set.equals("binary")) {
            if (encodes(operand)) {
                encoded((Expression.Transcode) operand);
            } else {
                function("helios_mysql.as_binary", () -> typed(operand));
            }
        } else if (kind(operand) == ValueKind.BINARY) {
            function("helios_mysql.decoded", () -> value(operand), () -> out.string(set));
        } else if (set.equals("utf8mb4")) {
            asText(operand);
        } else {
            function("helios_mysql.transcoded", () -> asText(operand), () -> out.string(set));
        }
    }

    /** Whether an expression is text of a character set whose octets are not the engine's. */
    protected static boolean encodes(Expression e) {
        return e instanceof Expression.Transcode transcode
                && !transcode.charset().equals("binary")
                && !Encodings.utf8(transcode.charset());
    }

    /** Writes the octets that a text has in its character set. */
    protected final void encoded(Expression.Transcode text) {
        function("helios_mysql.encoded", () -> value(text), () -> out.string(text.charset()));
    }

    /** A collation is one of the set of its characters, as far as the statement says which that is: 1253. */
    protected final void checkCollation(Expression.Collate collate) {
        String connection = context.session().collation();
        if (collate.collation().equals(connection)) {
            return;
        }
        Optional<String> set = Optional.empty();
        if (collate.operand() instanceof Expression.Text text && !Literals.binary(text)) {
            set = text.charset()
                    .filter(Encodings::known)
                    .or(() -> Optional.of(CharacterSet.ofCollation(connection).name()));
        } else if (collate.operand() instanceof Expression.Transcode transcode) {
            set = Optional.of(transcode.charset());
        }
        set.map(CharacterSet::named).ifPresent(named -> named.collationOrDefault(Optional.of(collate.collation())));
    }
}
