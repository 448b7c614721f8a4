package io.heliosdb.launcher.project;

import io.heliosdb.launcher.LaunchException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * What a new bundle is called, in the forms that its files need.
 *
 * @param name lower-case words with hyphens: {@code acme}, {@code acme-wire}
 * @param javaPackage the bundle's root package
 */
public record ProjectName(String name, String javaPackage) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
    private static final int LONGEST = 40;
    private static final String DEFAULT_GROUP = "com.example";

    /**
     * Checks both.
     *
     * @param javaPackage null for {@code com.example.<name>}
     * @throws LaunchException that says what is expected
     */
    public static ProjectName of(String name, String javaPackage) throws LaunchException {
        if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
            throw new LaunchException("name: \"" + name + "\" (expected: lower-case letters, digits and single hyphens,"
                    + " beginning with a letter, at most " + LONGEST + ": acme, acme-wire)");
        }
        String root = javaPackage == null ? DEFAULT_GROUP + "." + name.replace("-", "") : javaPackage;
        if (!SourceVersion.isName(root) || root.indexOf('.') < 0 || !root.equals(root.toLowerCase(Locale.ROOT))) {
            throw new LaunchException("package: \"" + root
                    + "\" (expected: a lower-case Java package of two words or more: com.example.acme)");
        }
        if (root.startsWith("io.heliosdb")) {
            throw new LaunchException("package: \"" + root + "\" (expected: one of your own, not io.heliosdb)");
        }
        return new ProjectName(name, root);
    }

    /** The Maven group: the package that the bundle's package lies in. */
    String group() {
        return javaPackage.substring(0, javaPackage.lastIndexOf('.'));
    }

    /** For classes: {@code AcmeWire}. */
    String className() {
        return Arrays.stream(name.split("-"))
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** For constants and first words: {@code ACME_WIRE}. */
    String constant() {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    String path() {
        return javaPackage.replace('.', '/');
    }
}
