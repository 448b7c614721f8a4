package io.heliosdb.launcher.doctor;

import java.util.List;

/** The Java that runs this. */
final class JavaCheck implements Check {
    private static final int OLDEST = 17;

    private final Runtime.Version version;

    JavaCheck(Runtime.Version version) {
        this.version = version;
    }

    @Override
    public List<Finding> run() {
        String detail = version + ", " + System.getProperty("java.vendor") + ", " + System.getProperty("java.home");
        if (version.feature() < OLDEST) {
            return List.of(Finding.fail("Java", detail, "Install Java " + OLDEST + " or later and set JAVA_HOME."));
        }
        return List.of(Finding.ok("Java", detail));
    }
}
