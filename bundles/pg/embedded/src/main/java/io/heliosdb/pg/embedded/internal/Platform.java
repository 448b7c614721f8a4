package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.util.Locale;

/** The systems that PostgreSQL binaries exist for, under the names that Maven artifacts use. */
enum Platform {
    LINUX_AMD64("linux-amd64", "linux-x86_64"),
    LINUX_ARM64("linux-arm64v8", "linux-arm_64"),
    MACOS_AMD64("darwin-amd64", "darwin-x86_64"),
    MACOS_ARM64("darwin-arm64v8", "darwin-arm_64"),
    WINDOWS_AMD64("windows-amd64", "windows-x86_64");

    private final String label;
    private final String archiveSuffix;

    Platform(String label, String archiveSuffix) {
        this.label = label;
        this.archiveSuffix = archiveSuffix;
    }

    static boolean isWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }

    static boolean isLinux() {
        return System.getProperty("os.name").equals("Linux");
    }

    static Platform current() throws EmbeddedPostgresException {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** The platform for the values of the system properties {@code os.name} and {@code os.arch}. */
    static Platform of(String system, String machine) throws EmbeddedPostgresException {
        String name = system.toLowerCase(Locale.ROOT);
        boolean amd64 = machine.equals("amd64") || machine.equals("x86_64");
        boolean arm64 = machine.equals("aarch64") || machine.equals("arm64");
        if (name.equals("linux") && (amd64 || arm64)) {
            return amd64 ? LINUX_AMD64 : LINUX_ARM64;
        }
        if (name.startsWith("mac") && (amd64 || arm64)) {
            return amd64 ? MACOS_AMD64 : MACOS_ARM64;
        }
        if (name.startsWith("windows") && amd64) {
            return WINDOWS_AMD64;
        }
        throw new EmbeddedPostgresException("there are no PostgreSQL binaries for " + system + " on " + machine
                + "; run a PostgreSQL server of your own and name it with --engine postgresql://...");
    }

    /** How directories in a home name the platform. */
    String label() {
        return label;
    }

    /** The archive's place on the class path. */
    String archive() {
        return "/binaries/postgres-" + archiveSuffix + ".txz";
    }

    String executable(String program) {
        return this == WINDOWS_AMD64 ? program + ".exe" : program;
    }

    /** Bytes that fit into {@code sun_path}, without the zero at its end. */
    int longestSocketPath() {
        return switch (this) {
            case MACOS_AMD64, MACOS_ARM64 -> 103;
            case LINUX_AMD64, LINUX_ARM64, WINDOWS_AMD64 -> 107;
        };
    }
}
