package io.heliosdb.deploy.sample;

import io.heliosdb.spi.protocol.Protocol;
import java.util.Dictionary;
import java.util.Map;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** Does what the bundle's headers say: {@code Sample-Says} is the protocol's word, {@code Sample-Fault} a fault at the start. */
public final class Activator implements BundleActivator {
    @Override
    public void start(BundleContext context) {
        Dictionary<String, String> headers = context.getBundle().getHeaders();
        String fault = headers.get("Sample-Fault");
        if ("throws".equals(fault)) {
            throw new IllegalStateException("a fault at the start");
        }
        if (!"silent".equals(fault)) {
            context.registerService(
                    Protocol.class,
                    new SampleProtocol(headers.get("Sample-Says")),
                    FrameworkUtil.asDictionary(Map.of("heliosdb.protocol.version", headers.get("Bundle-Version"))));
        }
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters
    }
}
