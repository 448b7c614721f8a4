package io.heliosdb.pg.engine.internal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/** What makes prepared statements equal, and the name that such a statement has on every connection of its pool. */
final class Definition {
    /** What the names begin with that are given to statements at the engine. */
    static final String NAME_PREFIX = "helios.";

    private final byte[] octets;
    private final Map<String, String> parserView;
    private final byte[] serverName;
    private final int hash;
    private int references;
    private boolean retired;

    /**
     * @param octets of a Parse message after the statement's name: the text and the parameter types
     * @param parserView the parameters under which the text has its meaning
     */
    Definition(byte[] octets, Map<String, String> parserView, long number) {
        this.octets = octets;
        this.parserView = parserView;
        this.serverName = (NAME_PREFIX + number).getBytes(StandardCharsets.US_ASCII);
        this.hash = Arrays.hashCode(octets);
    }

    byte[] octets() {
        return octets;
    }

    /** Without a NUL. */
    byte[] serverName() {
        return serverName;
    }

    boolean isSame(byte[] otherOctets, Map<String, String> otherView) {
        return Arrays.equals(octets, otherOctets) && parserView.equals(otherView);
    }

    int octetsHash() {
        return hash;
    }

    void use() {
        references++;
    }

    /** @return whether nobody uses it any more */
    boolean unuse() {
        references--;
        return references == 0;
    }

    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    @Override
    public String toString() {
        return new String(serverName, StandardCharsets.US_ASCII);
    }
}
