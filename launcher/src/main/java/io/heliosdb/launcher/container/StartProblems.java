package io.heliosdb.launcher.container;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Namespace;

/** Why a bundle is not active, in words that name what is missing. */
final class StartProblems {
    private static final Pattern PACKAGE = Pattern.compile("\\(osgi\\.wiring\\.package=([^)]+)\\)");
    private static final Pattern AT_LEAST = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");
    private static final Pattern JAVA = Pattern.compile("\\(osgi\\.ee=JavaSE\\)\\(version=([^)]+)\\)");

    private final Bundle[] installed;

    StartProblems(BundleContext context) {
        this.installed = context.getBundles();
    }

    /**
     * One line: the bundle and its reason.
     *
     * @param error what the framework reported last about this bundle, or null
     */
    String of(Bundle bundle, Throwable error) {
        String reason = error == null ? "no reason was reported" : reason(error);
        if (bundle.getState() == Bundle.INSTALLED) {
            List<String> missing = missing(bundle, new HashSet<>());
            if (!missing.isEmpty()) {
                reason = "it " + String.join("; it ", missing);
            }
        }
        return "Bundle " + name(bundle) + " cannot start: " + reason;
    }

    /** The message of the innermost cause that has one: what went wrong, not what it was wrapped in. */
    static String reason(Throwable error) {
        String reason = error.getClass().getName();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                reason = cause.getMessage();
            }
        }
        return reason.lines().findFirst().orElse(reason);
    }

    private List<String> missing(Bundle bundle, Set<Bundle> visited) {
        List<String> missing = new ArrayList<>();
        if (!visited.add(bundle)) {
            return missing;
        }
        for (BundleRequirement requirement : bundle.adapt(BundleRevision.class).getDeclaredRequirements(null)) {
            List<Bundle> providers = mustResolve(requirement) ? providers(requirement) : List.of(bundle);
            if (providers.isEmpty()) {
                missing.add("needs " + describe(requirement));
            } else if (providers.stream().allMatch(provider -> provider.getState() == Bundle.INSTALLED)) {
                Bundle provider = providers.get(0);
                for (String reason : missing(provider, visited)) {
                    missing.add("needs " + name(provider) + ", which " + reason);
                }
            }
        }
        return missing;
    }

    private static boolean mustResolve(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return !Namespace.RESOLUTION_OPTIONAL.equals(resolution)
                && (effective == null || Namespace.EFFECTIVE_RESOLVE.equals(effective));
    }

    private List<Bundle> providers(BundleRequirement requirement) {
        List<Bundle> providers = new ArrayList<>();
        for (Bundle other : installed) {
            for (BundleCapability capability : capabilities(other, requirement.getNamespace())) {
                if (requirement.matches(capability)) {
                    providers.add(other);
                }
            }
        }
        return providers;
    }

    private static List<BundleCapability> capabilities(Bundle bundle, String namespace) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(namespace);
    }

    private String describe(BundleRequirement requirement) {
        String filter = String.valueOf(requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE));
        Matcher java = JAVA.matcher(filter);
        if (requirement.getNamespace().equals(ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)
                && java.find()) {
            return "Java " + java.group(1) + ", and this is Java "
                    + Runtime.version().feature();
        }
        Matcher importedPackage = PACKAGE.matcher(filter);
        if (!requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE) || !importedPackage.find()) {
            return requirement.getNamespace() + " " + filter + ", which no bundle provides";
        }
        String name = importedPackage.group(1);
        return "package " + name + versions(filter) + ", and " + exporters(name);
    }

    private static String versions(String filter) {
        // The lower bound of the range stands outside of the negated upper bound.
        Matcher below = BELOW.matcher(filter);
        String upper = below.find() ? below.group(1) : null;
        Matcher atLeast = AT_LEAST.matcher(BELOW.matcher(filter).replaceAll(""));
        String lower = atLeast.find() ? atLeast.group(1) : null;
        if (lower == null) {
            return "";
        }
        return upper == null ? " " + lower + " or later" : " [" + lower + "," + upper + ")";
    }

    private String exporters(String name) {
        Set<String> exporters = new TreeSet<>();
        for (Bundle bundle : installed) {
            for (BundleCapability capability : capabilities(bundle, PackageNamespace.PACKAGE_NAMESPACE)) {
                if (name.equals(capability.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))) {
                    exporters.add(name(bundle) + " exports "
                            + capability.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE));
                }
            }
        }
        return exporters.isEmpty() ? "no bundle exports it" : "only " + String.join(", ", exporters);
    }

    private static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }
}
