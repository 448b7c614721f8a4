package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import io.heliosdb.launcher.admin.Answer;
import java.util.List;
import java.util.stream.Collectors;

/** Finds a bundle by what people call it: its number, its name or the end of it, what it brings, each with a version or not. */
final class BundleName {
    private BundleName() {}

    /** @throws LaunchException where no bundle has that name, or several have */
    static long find(String text, List<Answer> bundles) throws LaunchException {
        int at = text.lastIndexOf('@');
        String name = at < 0 ? text : text.substring(0, at);
        String version = at < 0 ? "" : text.substring(at + 1);
        List<Answer> found = bundles.stream()
                .filter(bundle -> means(name, bundle))
                .filter(bundle -> version.isEmpty() || hasVersion(bundle, version))
                .toList();
        if (found.isEmpty()) {
            throw new LaunchException("There is no bundle " + text + "; heliosdb bundle list shows them");
        }
        if (found.size() > 1) {
            throw new LaunchException(text + " may be any of "
                    + found.stream()
                            .map(bundle -> bundle.string("id") + " (" + bundle.string("symbolicName") + "@"
                                    + bundle.string("version") + ")")
                            .collect(Collectors.joining(", "))
                    + "; name one by its number");
        }
        return found.get(0).integer("id");
    }

    private static boolean means(String name, Answer bundle) {
        String symbolicName = bundle.string("symbolicName");
        return bundle.string("id").equals(name)
                || symbolicName.equals(name)
                || symbolicName.endsWith("." + name)
                || bundle.string("file").equals(name)
                || bundle.list("services").stream()
                        .anyMatch(service -> service.string("name").equals(name));
    }

    private static boolean hasVersion(Answer bundle, String version) {
        return bundle.string("version").equals(version)
                || bundle.list("services").stream()
                        .anyMatch(service -> service.string("version").equals(version));
    }
}
