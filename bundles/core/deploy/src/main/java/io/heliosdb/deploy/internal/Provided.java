package io.heliosdb.deploy.internal;

import io.heliosdb.spi.operation.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/**
 * What a bundle says that it provides, before it is started.
 *
 * @param name of the protocol, the mechanism or the dialect
 */
record Provided(ServiceKind kind, String name) {
    private static final String NAMESPACE_PREFIX = "heliosdb.";

    /** What a bundle's manifest says: capabilities {@code heliosdb.protocol}, {@code heliosdb.auth}, {@code heliosdb.dialect}. */
    static List<Provided> by(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<Provided> provided = new ArrayList<>();
        if (revision == null) {
            return provided;
        }
        for (ServiceKind kind : ServiceKind.values()) {
            String namespace = NAMESPACE_PREFIX + kind.word();
            for (BundleCapability capability : revision.getDeclaredCapabilities(namespace)) {
                provided.add(new Provided(
                        kind, Objects.toString(capability.getAttributes().get(namespace), "")));
            }
        }
        return provided;
    }

    static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    @Override
    public String toString() {
        return kind.word() + " " + name;
    }
}
