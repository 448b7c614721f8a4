package io.heliosdb.launcher.container;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.osgi.framework.ServiceReference;

/**
 * Calls a bundle's service from outside of the container. The contract's class lives in the container's class space, so
 * the caller states an interface of its own with methods of the same names, whose parameters and results are the JDK's.
 */
final class ForeignService implements InvocationHandler {
    private final Object service;
    private final Class<?> contract;

    private ForeignService(Object service, Class<?> contract) {
        this.service = service;
        this.contract = contract;
    }

    static <T> T as(Class<T> view, String className, Object service, ServiceReference<?> reference)
            throws ContainerException {
        try {
            Class<?> contract = reference.getBundle().loadClass(className);
            return view.cast(Proxy.newProxyInstance(
                    view.getClassLoader(), new Class<?>[] {view}, new ForeignService(service, contract)));
        } catch (ClassNotFoundException e) {
            throw new ContainerException(reference.getBundle() + " registers a service that it cannot load", e);
        }
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return method.invoke(service, arguments);
        }
        try {
            return contract.getMethod(method.getName(), method.getParameterTypes())
                    .invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
