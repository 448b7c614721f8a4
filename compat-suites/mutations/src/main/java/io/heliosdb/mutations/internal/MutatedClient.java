package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.engine.Engine;
import io.heliosdb.spi.protocol.Client;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/** A client with one answer of the gateway's changed. */
final class MutatedClient implements InvocationHandler {
    private final Client client;
    private final Mutation mutation;

    private MutatedClient(Client client, Mutation mutation) {
        this.client = client;
        this.mutation = mutation;
    }

    /** A client whose engine and whose TLS have the fault. */
    static Client of(Client client, Mutation mutation) {
        return (Client) Proxy.newProxyInstance(
                Client.class.getClassLoader(), new Class<?>[] {Client.class}, new MutatedClient(client, mutation));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("tlsAvailable") && mutation == Mutation.TLS_REFUSED) {
            return false;
        }
        try {
            Object answer = method.invoke(client, arguments);
            return answer instanceof Engine engine ? new MutatingEngine(engine, mutation) : answer;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
