package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.dialect.Dialect;
import io.heliosdb.spi.protocol.Protocol;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Map;
import java.util.function.Supplier;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/**
 * Activates a version of another bundle that has a fault: its jar has that bundle's content and this module's, and its
 * manifest names the classes of the genuine services and the fault.
 */
public final class FaultyVersion implements BundleActivator {
    /** Header with the names of the services' classes. */
    public static final String GENUINE = "Mutation-Of";

    /** Header with {@link Mutation#id()}; without it, the fault is that of {@link MutationSwitch}. */
    public static final String FAULT = "Mutation";

    private static final String VERSION = "99";

    @Override
    public void start(BundleContext context) throws ReflectiveOperationException {
        Dictionary<String, String> headers = context.getBundle().getHeaders();
        String named = headers.get(FAULT);
        Supplier<Mutation> fault = named == null ? new MutationSwitch(context)::now : () -> Mutation.of(named);
        for (String component : headers.get(GENUINE).split(",")) {
            register(context, make(Class.forName(component)), fault);
        }
    }

    private static void register(BundleContext context, Object genuine, Supplier<Mutation> fault) {
        if (genuine instanceof Protocol protocol) {
            Protocol faulty = new MutatingProtocol(protocol, fault);
            context.registerService(Protocol.class, faulty, named("protocol", protocol.name()));
        } else if (genuine instanceof AuthMechanism mechanism) {
            AuthMechanism faulty = new MutatingMechanism(mechanism, fault);
            context.registerService(AuthMechanism.class, faulty, named("auth", mechanism.name()));
        } else if (genuine instanceof Dialect dialect) {
            context.registerService(
                    Dialect.class, new MutatingDialect(dialect, fault.get()), named("dialect", dialect.name()));
        } else {
            throw new IllegalStateException(genuine + " is no service that this module knows how to break");
        }
    }

    /** As the container makes a component: with its configuration, where it wants one. */
    private static Object make(Class<?> component) throws ReflectiveOperationException {
        for (Constructor<?> constructor : component.getConstructors()) {
            if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Map.class})) {
                return constructor.newInstance(Map.of());
            }
        }
        return component.getConstructor().newInstance();
    }

    private static Dictionary<String, Object> named(String kind, String name) {
        return FrameworkUtil.asDictionary(
                Map.of("heliosdb." + kind + ".name", name, "heliosdb." + kind + ".version", VERSION));
    }

    @Override
    public void stop(BundleContext context) {
        // The framework unregisters its service.
    }
}
