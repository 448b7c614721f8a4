package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.Recognition;
import java.util.Set;
import java.util.function.Supplier;

/** A protocol whose sessions have the fault of the moment in which they open. */
final class MutatingProtocol implements Protocol {
    private final Protocol protocol;
    private final Supplier<Mutation> mutation;

    MutatingProtocol(Protocol protocol, Supplier<Mutation> mutation) {
        this.protocol = protocol;
        this.mutation = mutation;
    }

    @Override
    public String name() {
        return protocol.name();
    }

    @Override
    public int defaultPort() {
        return protocol.defaultPort();
    }

    @Override
    public Set<String> alpn() {
        return protocol.alpn();
    }

    @Override
    public boolean serverSpeaksFirst() {
        return protocol.serverSpeaksFirst();
    }

    @Override
    public Recognition recognise(Preamble preamble) {
        return protocol.recognise(preamble);
    }

    @Override
    public ProtocolSession open(Client client) {
        Mutation now = mutation.get();
        return protocol.open(now == Mutation.NONE ? client : MutatedClient.of(client, now));
    }
}
