package io.heliosdb.pg.engine.internal;

import static io.heliosdb.spi.engine.MessageCode.HEADER_BYTES;

import io.heliosdb.pg.engine.internal.Expectations.Kind;
import io.heliosdb.spi.engine.MessageCode;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * Makes the prepared statements of one session work on whichever connection serves it: gives them names that are the same
 * on every connection, and prepares them where they are not there yet.
 *
 * <p>What it sends is noted in the session's expectations. State changes when a message is sent, so that the next one can
 * rely on it; an error undoes what the engine then passes over.
 */
final class RequestTranslator {
    /** Octets of all statements that a session may have prepared at the same time. */
    static final int MAX_DEFINED_OCTETS = 64 << 20;

    /** What a name costs besides its definition. */
    private static final int ENTRY_OCTETS = 100;

    private static final byte[] UNNAMED = {};
    private static final byte[] PREFIX = Definition.NAME_PREFIX.getBytes(StandardCharsets.US_ASCII);
    private static final int ABSENT = -1;

    private final Definitions definitions;
    private final Expectations expectations;
    private final StatementNames names = new StatementNames();
    private long definedOctets;

    private byte[] unnamed = UNNAMED;
    private int unnamedLength = ABSENT;
    private int unnamedNumber;

    /** The run at hand, and up to where it was passed on. */
    private Backend backend;

    private int cache;
    private ByteBuf run;
    private int passedOn;

    RequestTranslator(Definitions definitions, Expectations expectations) {
        this.definitions = definitions;
        this.expectations = expectations;
    }

    /**
     * Begins a run.
     *
     * @param limit most statements prepared on a connection
     */
    void begin(Backend to, int limit, ByteBuf messages) {
        backend = to;
        cache = limit;
        run = messages;
        passedOn = messages.readerIndex();
    }

    /** Passes the run on up to a message. */
    void passOn(int end) {
        if (end > passedOn) {
            backend.output().write(run, passedOn, end - passedOn);
            passedOn = end;
        }
    }

    /** Leaves out what follows, up to a message. */
    void leaveOut(int start, int end) {
        passOn(start);
        passedOn = end;
    }

    /** Where something goes out that is not in the run, ahead of the message that begins there. */
    private ByteBuf insertAt(int start) {
        passOn(start);
        return backend.output().append();
    }

    // ------------------------------------------------------------------ messages

    /**
     * Parse, whole.
     *
     * @param parameters under which it is parsed
     */
    void parse(int start, int end, ParameterSet parameters) {
        int name = start + HEADER_BYTES;
        int definition = run.indexOf(name, end, (byte) 0) + 1;
        if (definition == 0) {
            expectations.add(Kind.PARSE_UNNAMED, null); // not well-formed: the engine says so
        } else if (definition == name + 1) {
            rememberUnnamed(definition, end - definition);
            expectations.add(Kind.PARSE_UNNAMED, null);
        } else {
            parseNamed(start, name, definition, end, parameters);
        }
    }

    private void rememberUnnamed(int definition, int length) {
        if (unnamed.length < length) {
            unnamed = new byte[Integer.highestOneBit(Math.max(length, 64) - 1) << 1];
        }
        run.getBytes(definition, unnamed, 0, length);
        unnamedLength = length;
        unnamedNumber++;
        backend.statements().unnamed(this, unnamedNumber);
    }

    private void parseNamed(int start, int name, int definition, int end, ParameterSet parameters) {
        StatementNames.Entry existing = names.find(run, name, definition - 1 - name);
        StatementNames.Entry entry = existing;
        if (existing == null) {
            byte[] octets = new byte[end - definition];
            run.getBytes(definition, octets);
            entry = names.add(run, name, definition - 1 - name, definitions.use(octets, parameters.parserView()));
            account(entry, 1);
            makeRoom(insertAt(start), entry.definition());
            prepared(entry.definition());
            expectations.add(Kind.PARSE, entry);
        } else {
            // The engine says that the name is taken, because it is by then.
            ensurePrepared(start, existing.definition());
            expectations.add(Kind.PARSE_DUPLICATE, existing);
        }
        FrontendMessages.parseHeader(insertAt(start), entry.definition().serverName(), end - definition);
        passedOn = definition;
    }

    private void account(StatementNames.Entry entry, int sign) {
        definedOctets += (long) sign * (entry.definition().octets().length + entry.name().length + ENTRY_OCTETS);
        if (definedOctets > MAX_DEFINED_OCTETS) {
            throw new HeliosException(
                    SqlState.PROGRAM_LIMIT_EXCEEDED,
                    "the prepared statements of the session take more than " + MAX_DEFINED_OCTETS + " octets");
        }
    }

    /** Whether the beginning of a Bind says what it is about. */
    boolean saysStatement(int start, int available) {
        int portalEnd = run.indexOf(start + HEADER_BYTES, available, (byte) 0);
        return portalEnd >= 0 && run.indexOf(portalEnd + 1, available, (byte) 0) >= 0;
    }

    /** Bind; its beginning is enough. */
    void bind(int start, int end) {
        int portal = start + HEADER_BYTES;
        int name = run.indexOf(portal, end, (byte) 0) + 1;
        int nameEnd = name == 0 ? ABSENT : run.indexOf(name, end, (byte) 0);
        expectAbout(Kind.BIND, start, portal, name, nameEnd);
    }

    /** Describe, whole. */
    void describe(int start, int end) {
        int name = start + HEADER_BYTES + 1;
        if (isAboutStatement(start, end)) {
            expectAbout(Kind.DESCRIBE_STATEMENT, start, name - 1, name, run.indexOf(name, end, (byte) 0));
        } else {
            expectations.add(Kind.DESCRIBE_PORTAL, null);
        }
    }

    /** Close, whole. What is prepared at the engine stays there, for others: a name that it does not know is closed. */
    void close(int start, int end) {
        int name = start + HEADER_BYTES + 1;
        int nameEnd = run.indexOf(name, end, (byte) 0);
        StatementNames.Entry entry = null;
        if (isAboutStatement(start, end) && nameEnd >= 0) {
            if (nameEnd == name) {
                forgetUnnamed();
            } else {
                entry = names.find(run, name, nameEnd - name);
                if (entry != null) {
                    names.remove(entry);
                    account(entry, -1);
                }
                hideOurs(start, name, nameEnd);
            }
        }
        expectations.add(Kind.CLOSE, entry);
    }

    private boolean isAboutStatement(int start, int end) {
        int kind = start + HEADER_BYTES;
        return kind < end && run.getByte(kind) == FrontendMessages.STATEMENT;
    }

    /**
     * A message about a statement is coming: makes sure of the statement and puts its name at the engine in.
     *
     * @param body what is kept before the name
     */
    private void expectAbout(Kind kind, int start, int body, int name, int nameEnd) {
        StatementNames.Entry entry = null;
        if (nameEnd == name) {
            ensureUnnamed(start);
        } else if (nameEnd >= 0) {
            entry = names.find(run, name, nameEnd - name);
            if (entry == null) {
                hideOurs(start, name, nameEnd);
            } else {
                Definition definition = entry.definition();
                ensurePrepared(start, definition);
                byte[] serverName = definition.serverName();
                int length = run.getInt(start + 1) - (nameEnd - name) + serverName.length;
                ByteBuf out = insertAt(start);
                out.writeByte(run.getByte(start)).writeInt(length);
                out.writeBytes(run, body, name - body).writeBytes(serverName);
                passedOn = nameEnd;
            }
        }
        expectations.add(kind, entry);
    }

    /** A client's name that looks like one of ours must not find what another session prepared. */
    private void hideOurs(int start, int name, int nameEnd) {
        boolean ours = nameEnd - name >= PREFIX.length;
        for (int i = 0; ours && i < PREFIX.length; i++) {
            ours = run.getByte(name + i) == PREFIX[i];
        }
        if (ours) {
            ByteBuf out = insertAt(start);
            out.writeByte(run.getByte(start)).writeInt(run.getInt(start + 1) + 1);
            out.writeBytes(run, start + HEADER_BYTES, nameEnd - start - HEADER_BYTES)
                    .writeByte('?');
            passedOn = nameEnd;
        }
    }

    /** A simple Query takes the unnamed statement away. */
    void query() {
        forgetUnnamed();
    }

    private void forgetUnnamed() {
        unnamedLength = ABSENT;
        backend.statements().unnamed(null, 0);
    }

    // ------------------------------------------------------------------ what is prepared

    private void ensurePrepared(int start, Definition definition) {
        if (!backend.statements().touch(definition)) {
            ByteBuf out = insertAt(start);
            makeRoom(out, definition);
            FrontendMessages.parse(out, definition.serverName(), definition.octets(), definition.octets().length);
            expectations.add(Kind.PARSE_INJECTED, definition);
            prepared(definition);
        }
    }

    /** Closes what was not used for the longest time, and what has this name, if anything does. */
    private void makeRoom(ByteBuf out, Definition definition) {
        BackendStatements statements = backend.statements();
        if (statements.remove(definition)) {
            definitions.unuse(definition);
        }
        while (statements.size() >= cache) {
            Definition eldest = statements.removeEldest();
            FrontendMessages.aboutStatement(out, MessageCode.CLOSE, eldest.serverName());
            expectations.add(Kind.EVICTION, eldest);
        }
        FrontendMessages.aboutStatement(out, MessageCode.CLOSE, definition.serverName());
        expectations.add(Kind.CLOSE_INJECTED, null);
    }

    private void prepared(Definition definition) {
        backend.statements().add(definition);
        definitions.use(definition);
    }

    private void notPrepared(BackendStatements statements, Definition definition) {
        if (statements.remove(definition)) {
            definitions.unuse(definition);
        }
    }

    private void ensureUnnamed(int start) {
        BackendStatements statements = backend.statements();
        if (unnamedLength == ABSENT) {
            if (statements.hasUnnamed()) {
                // Another session's: without it the engine says that there is none.
                FrontendMessages.aboutStatement(insertAt(start), MessageCode.CLOSE, UNNAMED);
                expectations.add(Kind.CLOSE_INJECTED, null);
                statements.unnamed(null, 0);
            }
        } else if (!statements.hasUnnamedOf(this, unnamedNumber)) {
            FrontendMessages.parse(insertAt(start), UNNAMED, unnamed, unnamedLength);
            expectations.add(Kind.PARSE_UNNAMED_INJECTED, null);
            statements.unnamed(this, unnamedNumber);
        }
    }

    // ------------------------------------------------------------------ outcomes

    /** The engine did what the first expectation is about. */
    void done(Kind kind, Object subject) {
        if (kind == Kind.CLOSE && subject != null) {
            definitions.unuse(((StatementNames.Entry) subject).definition());
        } else if (kind == Kind.EVICTION) {
            definitions.unuse((Definition) subject);
        }
    }

    /** The engine refused it, or passes over it because it refused something before. */
    void undone(Kind kind, Object subject, BackendStatements statements) {
        switch (kind) {
            case PARSE -> {
                StatementNames.Entry entry = (StatementNames.Entry) subject;
                notPrepared(statements, entry.definition());
                if (names.remove(entry)) {
                    account(entry, -1);
                    definitions.unuse(entry.definition());
                }
            }
            case PARSE_INJECTED -> notPrepared(statements, (Definition) subject);
            case PARSE_UNNAMED -> {
                unnamedLength = ABSENT;
                statements.unnamed(null, 0);
            }
            case PARSE_UNNAMED_INJECTED -> statements.unnamed(null, 0);
            case CLOSE -> {
                if (subject != null) {
                    StatementNames.Entry entry = (StatementNames.Entry) subject;
                    names.add(entry);
                    account(entry, 1);
                }
            }
            case EVICTION -> statements.add((Definition) subject);
            default -> {
                // changed nothing
            }
        }
    }

    /** What a statement gave as its result has changed: nobody shall get it under the old name who asks anew. */
    void retire(StatementNames.Entry entry) {
        definitions.retire(entry.definition());
    }

    /** DISCARD ALL or DEALLOCATE ALL ran: nothing is prepared but what was sent behind it. */
    void discarded(BackendStatements statements) {
        Set<Object> later = new HashSet<>();
        for (int position = 0; position < expectations.size(); position++) {
            Object subject = expectations.subject(position);
            if (expectations.kind(position) == Kind.PARSE) {
                later.add(subject);
                later.add(((StatementNames.Entry) subject).definition());
            } else if (expectations.kind(position) == Kind.PARSE_INJECTED) {
                later.add(subject);
            }
        }
        for (Definition definition : statements.clear()) {
            if (later.contains(definition)) {
                statements.add(definition);
            } else {
                definitions.unuse(definition);
            }
        }
        names.clear(entry -> {
            if (later.contains(entry)) {
                names.add(entry);
            } else {
                account(entry, -1);
                definitions.unuse(entry.definition());
            }
        });
        unnamedLength = ABSENT;
    }

    /** The session has ended: gives up what it defined, and what it was about to. */
    void release() {
        for (int position = 0; position < expectations.size(); position++) {
            done(expectations.kind(position), expectations.subject(position));
        }
        expectations.clear();
        names.clear(entry -> definitions.unuse(entry.definition()));
        unnamed = UNNAMED;
        unnamedLength = ABSENT;
    }

    /** Statements that the session has names for. */
    int size() {
        return names.size();
    }
}
