package io.heliosdb.launcher.container;

import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/**
 * What Declarative Services knows about components that do not run.
 *
 * <p>A component that cannot start for a reason which the operator can mend throws from its activate method an
 * exception whose message is one line; that line is what the operator reads.
 */
final class ComponentFailures {
    private final BundleContext context;

    ComponentFailures(BundleContext context) {
        this.context = context;
    }

    /** The one-line reasons of components whose activation failed. */
    List<String> find() {
        List<String> failures = new ArrayList<>();
        visit((description, configuration) -> {
            if (configuration.state == ComponentConfigurationDTO.FAILED_ACTIVATION) {
                failures.add(message(configuration.failure));
            }
        });
        return failures;
    }

    /** For each component that waits for a service: its name and what it waits for. */
    List<String> waiting() {
        List<String> waiting = new ArrayList<>();
        visit((description, configuration) -> {
            for (UnsatisfiedReferenceDTO reference : configuration.unsatisfiedReferences) {
                waiting.add(description.name + " waits for " + interfaceOf(description, reference.name)
                        + (reference.target == null ? "" : " " + reference.target));
            }
        });
        return waiting;
    }

    private interface Visitor {
        void visit(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration);
    }

    private void visit(Visitor visitor) {
        ServiceReference<ServiceComponentRuntime> reference =
                context.getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return;
        }
        ServiceComponentRuntime runtime = context.getService(reference);
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                visitor.visit(description, configuration);
            }
        }
        context.ungetService(reference);
    }

    private static String interfaceOf(ComponentDescriptionDTO description, String reference) {
        for (var declared : description.references) {
            if (declared.name.equals(reference)) {
                return declared.interfaceName;
            }
        }
        return reference;
    }

    /** The message in the first line of a printed stack trace. */
    static String message(String stackTrace) {
        String first = stackTrace.lines().findFirst().orElse("");
        int colon = first.indexOf(": ");
        return colon < 0 ? first : first.substring(colon + 2);
    }
}
