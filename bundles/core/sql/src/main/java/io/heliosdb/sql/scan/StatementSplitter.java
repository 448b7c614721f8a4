package io.heliosdb.sql.scan;

import io.heliosdb.sql.scan.Lexicon.Bodies;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Cuts a text into statements at its separators. Those in strings, in comments and in the body of a routine, a trigger or a
 * block do not count. A statement comes without white space around it, and without comments behind it; comments before and
 * in it stay, since some of them are for the optimizer.
 */
public final class StatementSplitter {
    private static final Set<String> ROUTINES = Set.of("PROCEDURE", "FUNCTION", "TRIGGER", "EVENT", "PACKAGE", "TYPE");
    /** Words that may stand between CREATE and what is created; any other means that it is no routine. */
    private static final Set<String> BEFORE_ROUTINE = Set.of(
            "OR",
            "REPLACE",
            "ALTER",
            "DEFINER",
            "CURRENT_USER",
            "SQL",
            "SECURITY",
            "INVOKER",
            "AGGREGATE",
            "CONSTRAINT",
            "EDITIONABLE",
            "NONEDITIONABLE",
            "TEMP",
            "TEMPORARY",
            "SECURE");
    /** Words after which a statement of a routine begins, where no expression is open. */
    private static final Set<String> BEFORE_STATEMENT = Set.of(
            "BEGIN",
            "ATOMIC",
            "THEN",
            "ELSE",
            "DO",
            "LOOP",
            "REPEAT",
            "ROW",
            "DETERMINISTIC",
            "DATA",
            "SQL",
            "DEFINER",
            "INVOKER",
            "AS",
            "IS");

    private static final Set<String> COMPOUND = Set.of("IF", "WHILE", "LOOP", "REPEAT", "FOR");
    /** After BEGIN, they make it the begin of a transaction. */
    private static final Set<String> TRANSACTION =
            Set.of("TRAN", "TRANSACTION", "WORK", "ISOLATION", "READ", "DEFERRABLE", "NOT", "DISTRIBUTED", "NAME");

    private enum Block {
        STATEMENTS,
        CASE_EXPRESSION
    }

    private final Scanner scanner;
    private final Bodies bodies;
    private final List<String> statements = new ArrayList<>();
    private final Deque<Block> blocks = new ArrayDeque<>();
    /** Offset of the statement's first character that is no white space, -1 before it. */
    private int first;

    private int last;
    private int words;
    private boolean creating;
    private boolean procedural;
    private boolean declaring;
    private boolean statementBegins;
    private boolean afterEquals;
    private int executables;

    private StatementSplitter(String text, Lexicon lexicon) {
        scanner = new Scanner(text, lexicon);
        bodies = lexicon.bodies();
        reset();
    }

    /**
     * The statements of a text, empty ones left out.
     *
     * @return at least one: a text without statements is one empty statement
     */
    public static List<String> split(String text, Lexicon lexicon) {
        if (text.indexOf(';') < 0) {
            return List.of(withoutTrail(text, lexicon));
        }
        StatementSplitter splitter = new StatementSplitter(text, lexicon);
        splitter.run();
        return splitter.statements.isEmpty() ? List.of("") : List.copyOf(splitter.statements);
    }

    /** Most texts are one statement without any space around it, which is told without a look at all of it. */
    private static String withoutTrail(String text, Lexicon lexicon) {
        String stripped = text.strip();
        if (!stripped.endsWith("*/")
                && stripped.indexOf("--") < 0
                && stripped.indexOf("//") < 0
                && stripped.indexOf('#') < 0) {
            return stripped;
        }
        StatementSplitter splitter = new StatementSplitter(text, lexicon);
        splitter.run();
        return splitter.statements.isEmpty() ? "" : splitter.statements.get(0);
    }

    private void reset() {
        first = -1;
        last = -1;
        words = 0;
        creating = false;
        procedural = false;
        declaring = false;
        statementBegins = false;
        afterEquals = false;
        executables = 0;
        blocks.clear();
    }

    private void run() {
        TokenKind kind = scanner.nextOrTrivia();
        while (kind != TokenKind.END) {
            switch (kind) {
                case SPACE -> {}
                case COMMENT, HINT -> begin();
                case EXECUTABLE_BEGIN -> {
                    begin();
                    executables++;
                }
                case EXECUTABLE_END -> {
                    executables--;
                    last = scanner.end();
                }
                case SEPARATOR -> separator();
                default -> {
                    begin();
                    last = scanner.end();
                    look(kind);
                }
            }
            kind = scanner.nextOrTrivia();
        }
        finish();
    }

    private void begin() {
        if (first < 0) {
            first = scanner.start();
        }
    }

    private void separator() {
        if (procedural && bodies == Bodies.REST) {
            last = scanner.end();
        } else if (!blocks.isEmpty() || declaring || executables > 0) {
            last = scanner.end();
            statementBegins = blocks.peek() != Block.CASE_EXPRESSION;
        } else {
            finish();
        }
    }

    private void finish() {
        if (last >= 0) {
            statements.add(scanner.source().substring(first, last));
        }
        reset();
    }

    private void look(TokenKind kind) {
        if (kind != TokenKind.WORD) {
            // A routine's body follows its parameters, its comment, or a label.
            statementBegins = procedural
                    && blocks.peek() != Block.CASE_EXPRESSION
                    && (scanner.is(':') || (blocks.isEmpty() && (scanner.is(')') || kind == TokenKind.STRING)));
            afterEquals = scanner.is('=');
            return;
        }
        words++;
        if (words > 1 && !creating && !procedural) {
            return;
        }
        String word = scanner.text().toUpperCase(Locale.ROOT);
        if (words == 1) {
            firstWord(word);
        } else if (creating && !afterEquals) {
            creating = BEFORE_ROUTINE.contains(word);
            procedural = ROUTINES.contains(word);
        }
        afterEquals = false;
        if (procedural) {
            body(word, statementBegins);
        }
    }

    private void firstWord(String word) {
        creating = word.equals("CREATE") || word.equals("ALTER");
        procedural = switch (word) {
            case "BEGIN" -> bodies != Bodies.ROUTINES && !transaction();
            case "DECLARE" -> bodies == Bodies.DECLARED_BLOCKS || bodies == Bodies.REST;
            default -> false;
        };
    }

    /** Whether the BEGIN that was read begins a transaction. */
    private boolean transaction() {
        if (!scanner.is("BEGIN")) {
            return false;
        }
        Scanner ahead = new Scanner(scanner.source(), scanner.lexicon());
        ahead.seek(scanner.end());
        TokenKind next = ahead.next();
        return next == TokenKind.SEPARATOR
                || next == TokenKind.END
                || (next == TokenKind.WORD && TRANSACTION.contains(ahead.text().toUpperCase(Locale.ROOT)));
    }

    private void body(String word, boolean begins) {
        switch (word) {
            case "BEGIN" -> {
                if (!transaction()) {
                    declaring = false;
                    blocks.push(Block.STATEMENTS);
                }
            }
            case "CASE" -> blocks.push(begins ? Block.STATEMENTS : Block.CASE_EXPRESSION);
            case "END" -> end();
            case "DECLARE" -> declaring = blocks.isEmpty() && bodies == Bodies.DECLARED_BLOCKS;
            default -> {
                if (begins && COMPOUND.contains(word)) {
                    blocks.push(Block.STATEMENTS);
                }
            }
        }
        statementBegins = BEFORE_STATEMENT.contains(word) && blocks.peek() != Block.CASE_EXPRESSION;
    }

    /** {@code END}, {@code END IF}, {@code END CASE}: what follows belongs to it. */
    private void end() {
        Block closed = blocks.poll();
        if (closed == Block.STATEMENTS) {
            Scanner ahead = new Scanner(scanner.source(), scanner.lexicon());
            ahead.seek(scanner.end());
            if (ahead.next() == TokenKind.WORD
                    && (ahead.is("CASE") || COMPOUND.contains(ahead.text().toUpperCase(Locale.ROOT)))) {
                scanner.next();
                last = scanner.end();
            }
        }
    }
}
