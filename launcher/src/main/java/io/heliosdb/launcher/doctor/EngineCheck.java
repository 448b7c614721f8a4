package io.heliosdb.launcher.doctor;

import io.heliosdb.launcher.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Whether the embedded engine can run here: its binaries, and for root a user to run it as. */
final class EngineCheck implements Check {
    private static final String SUBJECT = "Engine";

    private final Home home;
    private final Program program;
    private final boolean root;

    EngineCheck(Home home, Program program, boolean root) {
        this.home = home;
        this.program = program;
        this.root = root;
    }

    @Override
    public List<Finding> run() {
        String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (!platform.toLowerCase(Locale.ROOT).matches("(linux|mac os x|windows.*) (amd64|x86_64|aarch64)")) {
            return List.of(Finding.fail(
                    SUBJECT,
                    "there is no embedded PostgreSQL for " + platform,
                    "Use an engine of your own: heliosdb serve --engine postgresql://…"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok(SUBJECT, "embedded PostgreSQL for " + platform));
        if (root) {
            findings.add(unprivilegedUser());
        }
        return findings;
    }

    private Finding unprivilegedUser() {
        String subject = "Engine user";
        if (program.find("setpriv").isEmpty()) {
            return Finding.fail(
                    subject,
                    "PostgreSQL refuses to run as root, and setpriv is not there to drop to another user",
                    "Install util-linux, or run heliosdb as another user.");
        }
        for (Path directory = HomeCheck.nearestExisting(home.root());
                directory != null;
                directory = directory.getParent()) {
            if (!othersMayEnter(directory)) {
                return Finding.fail(
                        subject,
                        "PostgreSQL does not run as root, and its user cannot enter " + directory,
                        "Choose another --home (root's default is /var/lib/heliosdb), or: chmod o+x " + directory);
            }
        }
        return Finding.ok(subject, "runs without root's rights, and can enter the home");
    }

    private static boolean othersMayEnter(Path directory) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
            return permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
