package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.protocol.Client;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.spi.protocol.ProtocolSession;
import io.heliosdb.spi.protocol.ProvidesProtocol;
import io.heliosdb.spi.protocol.Recognition;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
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
    private final MutationSwitch mutations;

    @Activate
    public MutatingProtocol(
            BundleContext context,
            @Reference(target = "(&(heliosdb.protocol.name=" + NAME + ")" + MutatingEngine.GENUINE + ")")
                    Protocol protocol) {
        this.protocol = protocol;
        this.mutations = new MutationSwitch(context);
    }

    @Override
    public String name() {
        return NAME;
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
        return protocol.open(mutations.is(Mutation.TLS_REFUSED) ? withoutTls(client) : client);
    }

    private static Client withoutTls(Client client) {
        return (Client) Proxy.newProxyInstance(
                Client.class.getClassLoader(), new Class<?>[] {Client.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("tlsAvailable")) {
                        return false;
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
