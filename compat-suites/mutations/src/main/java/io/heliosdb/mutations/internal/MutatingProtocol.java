package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.ProvidesProtocol;
import io.heliosdb.spi.protocol.Recognition;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** PostgreSQL's protocol, which knows of no TLS. */
@Component(
        service = Protocol.class,
        immediate = true,
        property = {MutatingEngine.MARK, "service.ranking:Integer=1000"})
@ProvidesProtocol(name = MutatingProtocol.NAME, version = "1.0.0")
public final class MutatingProtocol implements Protocol {
    static final String NAME = "postgresql";

    private final Protocol protocol;
    private final UnaryOperator<Client> mutated;

    @Activate
    public MutatingProtocol(
            BundleContext context,
            @Reference(target = "(&(heliosdb.protocol.name=" + NAME + ")" + MutatingEngine.GENUINE + ")")
                    Protocol protocol) {
        MutationSwitch mutations = new MutationSwitch(context);
        this.protocol = protocol;
        this.mutated = client -> mutations.now() == Mutation.TLS_REFUSED ? MutatedClient.withoutTls(client) : client;
    }

    /** @param mutated a client as the protocol is to see it */
    MutatingProtocol(Protocol protocol, UnaryOperator<Client> mutated) {
        this.protocol = protocol;
        this.mutated = mutated;
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
        return protocol.open(mutated.apply(client));
    }
}
