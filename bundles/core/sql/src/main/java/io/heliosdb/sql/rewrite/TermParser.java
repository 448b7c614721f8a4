package io.heliosdb.sql.rewrite;

import io.heliosdb.sql.rewrite.tree.Expression;
import io.heliosdb.sql.rewrite.tree.Expression.TypeName;
import io.heliosdb.sql.rewrite.tree.Identifier;
import io.heliosdb.sql.scan.Token;
import io.heliosdb.sql.scan.TokenKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what consists of tokens only, and of no expression: names, literals, parameters, variables, types. */
public abstract class TermParser extends TokenReader {
    protected TermParser(String sql, List<Token> tokens) {
        super(sql, tokens);
    }

    /** Whether an unquoted word cannot be a name. Upper-case. */
    protected abstract boolean reserved(String word);

    protected final boolean identifierAhead() {
        return peek().kind() == TokenKind.QUOTED_IDENTIFIER || (peek().kind() == TokenKind.WORD && !reserved(word()));
    }

    protected final Identifier identifier() {
        if (!identifierAhead()) {
            throw unexpected();
        }
        return identifier(next());
    }

    /** A name after a point, where every word may stand. */
    protected final Identifier anyIdentifier() {
        Token token = peek();
        if (token.kind() != TokenKind.WORD && token.kind() != TokenKind.QUOTED_IDENTIFIER) {
            throw unexpected();
        }
        return identifier(next());
    }

    protected final List<Identifier> qualifiedName() {
        List<Identifier> name = new ArrayList<>();
        name.add(identifier());
        while (accept(".")) {
            name.add(anyIdentifier());
        }
        return name;
    }

    protected final List<Identifier> identifierList() {
        expect("(");
        List<Identifier> names = new ArrayList<>();
        if (!is(")")) {
            do {
                names.add(identifier());
            } while (accept(","));
        }
        expect(")");
        return names;
    }

    /** A literal, a parameter or a variable. */
    protected final Expression term(Token first) {
        return switch (first.kind()) {
            case STRING, NATIONAL_STRING, INTRODUCER -> string();
            case INTEGER, DECIMAL, FLOAT -> new Expression.Numeral(span(first), next().text());
            case HEX -> octets(first, next().value());
            case BITS -> new Expression.Bits(span(first), next().value());
            case PARAMETER -> {
                int index = parameterIndex();
                next();
                yield new Expression.Parameter(span(first), index);
            }
            case VARIABLE -> new Expression.Variable(span(first), next().value().toLowerCase(Locale.ROOT));
            case SYSTEM_VARIABLE -> systemVariable(next());
            default -> throw unexpected();
        };
    }

    /** A string, with the pieces that follow it and the introducer before it. */
    protected Expression string() {
        Token first = next();
        Optional<String> charset = Optional.empty();
        Token piece = first;
        if (first.kind() == TokenKind.INTRODUCER) {
            charset = Optional.of(first.value());
            piece = next();
            switch (piece.kind()) {
                case STRING -> {}
                case HEX -> {
                    return introduced(first, octets(piece, piece.value()));
                }
                case BITS -> {
                    return introduced(first, new Expression.Bits(since(first), piece.value()));
                }
                default -> throw unexpected(piece);
            }
        } else if (first.kind() == TokenKind.NATIONAL_STRING) {
            charset = Optional.of("n");
        } else if (first.kind() != TokenKind.STRING) {
            throw unexpected(first);
        }
        StringBuilder value = new StringBuilder(piece.value());
        while (peek().kind() == TokenKind.STRING) {
            value.append(next().value());
        }
        return new Expression.Text(since(first), value.toString(), piece.value(), charset);
    }

    /** Octets behind the introducer that says which character set they are of. */
    protected Expression introduced(Token introducer, Expression octets) {
        return octets;
    }

    private Expression octets(Token token, String digits) {
        if (digits.length() % 2 == 0) {
            return new Expression.Octets(span(token), digits);
        }
        if (token.text().endsWith("'")) {
            throw unexpected(token);
        }
        return new Expression.Octets(span(token), "0" + digits);
    }

    private static Expression systemVariable(Token token) {
        String name = token.value().toLowerCase(Locale.ROOT);
        int point = name.indexOf('.');
        String scope = point < 0 ? "" : name.substring(0, point);
        return switch (scope) {
            case "session", "global", "local", "persist", "persist_only" ->
                new Expression.SystemVariable(
                        span(token), scope.equals("local") ? "session" : scope, name.substring(point + 1));
            default -> new Expression.SystemVariable(span(token), "", name);
        };
    }

    protected String collation() {
        Token name = next();
        if (name.kind() != TokenKind.WORD
                && name.kind() != TokenKind.QUOTED_IDENTIFIER
                && name.kind() != TokenKind.STRING) {
            throw unexpected(name);
        }
        return name.text().toLowerCase(Locale.ROOT);
    }

    /** A type as it stands in a cast. */
    protected TypeName typeName() {
        if (peek().kind() != TokenKind.WORD) {
            throw unexpected();
        }
        String name = next().text().toLowerCase(Locale.ROOT);
        if (name.equals("double") && acceptWord("PRECISION")) {
            name = "double";
        }
        List<String> arguments = new ArrayList<>();
        if (accept("(")) {
            do {
                Token argument = next();
                if (argument.kind() != TokenKind.INTEGER && argument.kind() != TokenKind.STRING) {
                    throw unexpected(argument);
                }
                arguments.add(argument.value());
            } while (accept(","));
            expect(")");
        }
        return new TypeName(name, arguments, typeAttributes());
    }

    /** What follows a type's name and arguments. */
    protected List<String> typeAttributes() {
        return List.of();
    }
}
