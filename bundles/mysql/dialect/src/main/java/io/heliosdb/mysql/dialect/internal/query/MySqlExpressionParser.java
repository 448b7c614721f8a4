package io.heliosdb.mysql.dialect.internal.query;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.sql.rewrite.Precedence;
import io.heliosdb.sql.rewrite.QueryParser;
import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.Call;
import io.heliosdb.sql.rewrite.tree.Expression.Word;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.rewrite.tree.Manipulation;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** MySQL's expressions (MySQL 8.4 manual, "Expressions" and "Operator Precedence"). */
abstract class MySqlExpressionParser extends QueryParser {
    private static final int BANG = Precedence.PREFIX;

    protected final Set<SqlMode> mode;

    MySqlExpressionParser(String sql, List<Token> tokens, Set<SqlMode> mode) {
        super(sql, tokens);
        this.mode = mode;
    }

    @Override
    protected HeliosException unexpected(Token found) {
        return MySqlErrors.syntax(sql(), found.start());
    }

    @Override
    protected HeliosException tooDeep() {
        return MySqlErrors.of(1436, "Thread stack overrun: the statement is nested too deeply");
    }

    @Override
    protected boolean reserved(String word) {
        return MySqlNames.isReserved(word);
    }

    @Override
    protected boolean callable(String word) {
        return MySqlNames.isFunction(word);
    }

    @Override
    protected int precedence(Token operator) {
        if (operator.kind() == TokenKind.WORD) {
            return switch (operator.text().toUpperCase(Locale.ROOT)) {
                case "OR" -> Precedence.OR;
                case "XOR" -> Precedence.XOR;
                case "AND" -> Precedence.AND;
                case "DIV", "MOD" -> Precedence.MULTIPLICATIVE;
                default -> -1;
            };
        }
        if (operator.kind() != TokenKind.OPERATOR) {
            return -1;
        }
        return switch (operator.text()) {
            case "||" -> mode.contains(SqlMode.PIPES_AS_CONCAT) ? Precedence.BIT_XOR + 1 : Precedence.OR;
            case "&&" -> Precedence.AND;
            case "=", "<=>", "<", ">", "<=", ">=", "<>", "!=" -> Precedence.COMPARISON;
            case "|" -> Precedence.BIT_OR;
            case "&" -> Precedence.BIT_AND;
            case "<<", ">>" -> Precedence.SHIFT;
            case "+", "-" -> Precedence.ADDITIVE;
            case "*", "/", "%" -> Precedence.MULTIPLICATIVE;
            case "^" -> Precedence.BIT_XOR;
            case "->", "->>" -> Precedence.POSTFIX;
            default -> -1;
        };
    }

    @Override
    protected String canonical(Token operator) {
        String text = operator.text().toUpperCase(Locale.ROOT);
        return switch (text) {
            case "||" -> mode.contains(SqlMode.PIPES_AS_CONCAT) ? "||" : "OR";
            case "&&" -> "AND";
            case "MOD" -> "%";
            case "!=" -> "<>";
            case "!" -> "NOT";
            case "RLIKE" -> "REGEXP";
            default -> text;
        };
    }

    @Override
    protected int signPrecedence(Token sign) {
        return sign.isSymbol("!") ? BANG : super.signPrecedence(sign);
    }

    @Override
    protected boolean patternOperator(Token word) {
        return word.is("LIKE") || word.is("REGEXP") || word.is("RLIKE");
    }

    @Override
    protected Expression suffix(Expression left, int weakest) {
        if (weakest <= Precedence.PREDICATE && acceptWords("SOUNDS", "LIKE")) {
            Expression right = expression(Precedence.PREDICATE + 1);
            return new Expression.Infix(
                    left.span().to(right.span()), "=", call("soundex", left), call("soundex", right));
        }
        if (weakest <= Precedence.PREDICATE && isWord("MEMBER") && (peek(1).is("OF") || peek(1).isSymbol("("))) {
            next();
            acceptWord("OF");
            expect("(");
            Expression array = expression();
            expect(")");
            return Call.of(since(left.span()), "member_of", List.of(left, array));
        }
        return super.suffix(left, weakest);
    }

    private static Expression call(String name, Expression argument) {
        return Call.of(argument.span(), name, List.of(argument));
    }

    @Override
    protected Expression prefix() {
        Token first = peek();
        if (first.kind() == TokenKind.VARIABLE && peek(1).isSymbol(":=")) {
            Expression.Variable variable =
                    new Expression.Variable(span(first), next().value().toLowerCase(Locale.ROOT));
            next();
            Expression value = expression(Precedence.ASSIGNMENT);
            return new Expression.Assignment(since(first), variable, value);
        }
        if (accept("{")) {
            return odbc(first);
        }
        return super.prefix();
    }

    /** {@code {d '…'}}, {@code {t '…'}}, {@code {ts '…'}} and {@code {fn …}}. */
    private Expression odbc(Token first) {
        String word = word();
        next();
        Expression value;
        switch (word) {
            case "D" -> value = new Expression.Temporal(since(first), "date", next().value());
            case "T" -> value = new Expression.Temporal(since(first), "time", next().value());
            case "TS" -> value = new Expression.Temporal(since(first), "timestamp", next().value());
            default -> value = expression();
        }
        expect("}");
        return value;
    }

    @Override
    protected Expression word(Token first) {
        String word = word();
        boolean call = peek(1).isSymbol("(");
        switch (word) {
            case "NOT" -> {
                if (mode.contains(SqlMode.HIGH_NOT_PRECEDENCE)) {
                    next();
                    Expression operand = expression(BANG);
                    return new Expression.Unary(since(first), "NOT", operand);
                }
            }
            case "BINARY" -> {
                next();
                Expression operand = expression(Precedence.PREFIX);
                return new Expression.Unary(since(first), "BINARY", operand);
            }
            case "INTERVAL" -> {
                return interval(first);
            }
            case "MATCH" -> {
                if (call) {
                    return match(first);
                }
            }
            case "CONVERT" -> {
                return convert(first);
            }
            case "VALUES" -> {
                if (call) {
                    next();
                    next();
                    Expression column = expression();
                    expect(")");
                    return Call.of(since(first), "values", List.of(column));
                }
            }
            case "DEFAULT" -> {
                return defaultValue(first);
            }
            case "CURRENT_DATE",
                    "CURRENT_TIME",
                    "CURRENT_TIMESTAMP",
                    "CURRENT_USER",
                    "LOCALTIME",
                    "LOCALTIMESTAMP",
                    "UTC_DATE",
                    "UTC_TIME",
                    "UTC_TIMESTAMP" -> {
                if (!call) {
                    next();
                    return Call.of(since(first), word.toLowerCase(Locale.ROOT), List.of());
                }
            }
            case "EXTRACT",
                    "TRIM",
                    "SUBSTRING",
                    "SUBSTR",
                    "MID",
                    "POSITION",
                    "TIMESTAMPDIFF",
                    "TIMESTAMPADD",
                    "GET_FORMAT",
                    "CHAR",
                    "WEIGHT_STRING",
                    "JSON_VALUE" -> {
                if (call) {
                    return special(first, word);
                }
            }
            default -> {}
        }
        return super.word(first);
    }

    private Expression interval(Token first) {
        next();
        int mark = mark();
        if (is("(")) {
            // INTERVAL(n, a, b) is a function, INTERVAL (n) DAY is none
            next();
            List<Expression> arguments = expressions();
            expect(")");
            if (arguments.size() > 1) {
                return Call.of(since(first), "interval", arguments);
            }
            back(mark);
        }
        Expression amount = expression();
        String unit = word();
        if (!MySqlNames.isUnit(unit)) {
            throw unexpected();
        }
        next();
        return new Expression.Interval(since(first), amount, unit);
    }

    private Expression match(Token first) {
        next();
        boolean parentheses = accept("(");
        List<Expression> columns = expressions();
        if (parentheses) {
            expect(")");
        }
        expectWord("AGAINST");
        expect("(");
        Expression pattern = expression(Precedence.PREDICATE + 1);
        String mode = "";
        if (acceptWords("IN", "BOOLEAN", "MODE")) {
            mode = "IN BOOLEAN MODE";
        } else {
            acceptWords("IN", "NATURAL", "LANGUAGE", "MODE");
            if (acceptWords("WITH", "QUERY", "EXPANSION")) {
                throw MySqlErrors.unsupported("WITH QUERY EXPANSION");
            }
        }
        expect(")");
        return new Expression.Match(since(first), columns, pattern, mode);
    }

    @Override
    protected Expression introduced(Token introducer, Expression octets) {
        String set = introducer.value();
        if (!Encodings.known(set)) {
            return octets; // binary
        }
        String digits = Literals.octets(octets);
        String characters = Encodings.decode(digits, set)
                .orElseThrow(() -> MySqlErrors.of(
                        1300, "Invalid " + set + " character string: '" + digits.toUpperCase(Locale.ROOT) + "'"));
        return new Expression.Text(
                since(introducer), characters, since(introducer).of(sql()), Optional.of(set));
    }

    private Expression convert(Token first) {
        next();
        expect("(");
        Expression operand = expression();
        Expression converted;
        if (acceptWord("USING")) {
            String charset = next().value().toLowerCase(Locale.ROOT);
            expect(")");
            converted = new Expression.Transcode(since(first), operand, charset);
        } else {
            expect(",");
            Expression.TypeName type = typeName();
            expect(")");
            converted = new Expression.Cast(since(first), operand, type);
        }
        return converted;
    }

    private Expression defaultValue(Token first) {
        next();
        Optional<Expression.Name> column = Optional.empty();
        if (accept("(")) {
            List<Identifier> name = qualifiedName();
            column = Optional.of(new Expression.Name(since(first), name));
            expect(")");
        }
        return new Manipulation.Default(since(first), column);
    }

    /** Functions whose arguments have a grammar of their own. */
    private Expression special(Token first, String name) {
        next();
        expect("(");
        List<Expression> arguments = new ArrayList<>();
        String function = name.toLowerCase(Locale.ROOT);
        switch (name) {
            case "EXTRACT" -> {
                arguments.add(unit());
                expectWord("FROM");
                arguments.add(expression());
            }
            case "TRIM" -> trim(arguments);
            case "POSITION" -> {
                arguments.add(expression(Precedence.PREDICATE + 1));
                expectWord("IN");
                arguments.add(expression());
                function = "locate";
            }
            case "SUBSTRING", "SUBSTR", "MID" -> {
                arguments.add(expression());
                while (accept(",") || acceptWord("FROM") || acceptWord("FOR")) {
                    arguments.add(expression());
                }
                function = "substring";
            }
            case "TIMESTAMPDIFF", "TIMESTAMPADD" -> {
                arguments.add(unit());
                expect(",");
                arguments.addAll(expressions());
            }
            case "GET_FORMAT" -> {
                arguments.add(new Word(span(peek()), word()));
                next();
                expect(",");
                arguments.add(expression());
            }
            default -> {
                arguments.addAll(expressions());
                clauses(name);
            }
        }
        expect(")");
        return Call.of(since(first), function, arguments);
    }

    /** What may follow the arguments of CHAR, WEIGHT_STRING and JSON_VALUE; read and left out. */
    private void clauses(String name) {
        if (name.equals("CHAR") && acceptWord("USING")) {
            next();
        } else if (name.equals("WEIGHT_STRING") && acceptWord("AS")) {
            typeName();
        } else if (name.equals("JSON_VALUE")) {
            int level = 0;
            while (!atEnd() && (level > 0 || !is(")"))) {
                level += is("(") ? 1 : 0;
                level -= is(")") ? 1 : 0;
                next();
            }
        }
    }

    private void trim(List<Expression> arguments) {
        String side = word();
        if (!side.equals("BOTH") && !side.equals("LEADING") && !side.equals("TRAILING")) {
            Expression first = expression();
            if (acceptWord("FROM")) {
                arguments.add(new Word(first.span(), "BOTH"));
                arguments.add(expression());
                arguments.add(first);
            } else {
                arguments.add(first);
            }
            return;
        }
        arguments.add(new Word(span(next()), side));
        if (acceptWord("FROM")) {
            arguments.add(expression());
            arguments.add(Expression.Text.of(" "));
            return;
        }
        Expression removed = expression();
        expectWord("FROM");
        arguments.add(expression());
        arguments.add(removed);
    }

    private Word unit() {
        String unit = word().startsWith("SQL_TSI_") ? word().substring("SQL_TSI_".length()) : word();
        if (!MySqlNames.isUnit(unit)) {
            throw unexpected();
        }
        return new Word(span(next()), unit);
    }

    @Override
    protected Expression.TypeName typeName() {
        Expression.TypeName type = super.typeName();
        String name = type.name();
        if (name.equals("signed") || name.equals("unsigned")) {
            if (!acceptWord("INTEGER")) {
                acceptWord("INT");
            }
            acceptWord("ARRAY");
        }
        return type;
    }

    @Override
    protected List<String> typeAttributes() {
        if (acceptWords("CHARACTER", "SET") || acceptWord("CHARSET")) {
            return List.of(next().value().toLowerCase(Locale.ROOT));
        }
        if (acceptWord("BINARY")) {
            return List.of("binary");
        }
        acceptWord("ARRAY");
        return List.of();
    }
}
