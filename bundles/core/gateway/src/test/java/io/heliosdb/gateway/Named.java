package io.heliosdb.gateway;

import java.lang.reflect.Proxy;

/** Services of any contract, for tests that only pass them on. */
final class Named {
    private Named() {}

    /** Something that has a name and can do nothing. */
    static <T> T of(Class<T> contract, String name) {
        return contract.cast(Proxy.newProxyInstance(
                contract.getClassLoader(),
                new Class<?>[] {contract},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "name", "toString" -> name;
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> throw new UnsupportedOperationException(method.getName());
                }));
    }
}
