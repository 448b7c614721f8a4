package io.heliosdb.launcher.doctor;

import io.heliosdb.launcher.home.Home;
import io.heliosdb.launcher.home.HomeLock;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Whether the home can be written and has room. */
final class HomeCheck implements Check {
    private static final long MEGABYTE = 1024L * 1024;
    /** The embedded engine and its empty cluster take 150 MB; its log files grow to 1 GB by default. */
    private static final long LEAST_MEGABYTES = 500;

    private static final long COMFORTABLE_MEGABYTES = 3000;

    private final Home home;

    HomeCheck(Home home) {
        this.home = home;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        Path existing = nearestExisting(home.root());
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            findings.add(Finding.fail(
                    "Home",
                    existing + " is not a directory that this user can write to",
                    "Choose another with --home."));
            return findings;
        }
        OptionalLong holder = HomeLock.holder(home);
        String state = !existing.equals(home.root())
                ? "not made yet"
                : holder.isPresent() ? "served by process " + holder.getAsLong() : "not served now";
        findings.add(Finding.ok("Home", home.root() + ", " + state));
        findings.add(space(existing));
        return findings;
    }

    static Path nearestExisting(Path path) {
        Path existing = path;
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    private static Finding space(Path path) {
        try {
            FileStore store = Files.getFileStore(path);
            return space(store.getUsableSpace() / MEGABYTE, path);
        } catch (IOException e) {
            return Finding.warn("Disk", "cannot be measured: " + e.getMessage(), "Look at: df -h " + path);
        }
    }

    static Finding space(long megabytes, Path path) {
        String detail = megabytes + " MB free at " + path;
        if (megabytes < LEAST_MEGABYTES) {
            return Finding.fail("Disk", detail, "Make room for " + LEAST_MEGABYTES + " MB, or choose another --home.");
        }
        if (megabytes < COMFORTABLE_MEGABYTES) {
            return Finding.warn("Disk", detail, "The engine's write-ahead log alone may grow to 1 GB.");
        }
        return Finding.ok("Disk", detail);
    }
}
