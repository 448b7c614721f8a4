package io.heliosdb.launcher.doctor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code heliosdb conform} needs beside Java: Python with venv, and uv for speed. */
final class PythonCheck implements Check {
    private static final int OLDEST_MINOR = 11;
    private static final int NEWEST_MINOR = 14;
    private static final String PROBE =
            "import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, " + OLDEST_MINOR + ") else 1)";

    private final Program program;

    PythonCheck(Program program) {
        this.program = program;
    }

    @Override
    public List<Finding> run() {
        return List.of(python(), uv());
    }

    private Finding python() {
        List<String> rejected = new ArrayList<>();
        for (String name : names()) {
            Optional<Path> found = program.find(name);
            if (found.isEmpty()) {
                continue;
            }
            String path = found.get().toString();
            Optional<String> version = Program.output(List.of(path, "--version"));
            if (version.isPresent()
                    && Program.output(List.of(path, "-c", PROBE)).isPresent()) {
                return Finding.ok("Python", version.get() + ", " + path);
            }
            rejected.add(path + (version.isPresent() ? " is " + version.get() : " does not run"));
        }
        return Finding.warn(
                "Python",
                rejected.isEmpty() ? "not found" : String.join("; ", rejected) + ", or lacks venv",
                "heliosdb conform needs Python 3." + OLDEST_MINOR
                        + " or later with venv; on Debian: apt-get install python3 python3-venv");
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("python3"));
        for (int minor = NEWEST_MINOR; minor >= OLDEST_MINOR; minor--) {
            names.add("python3." + minor);
        }
        return names;
    }

    private Finding uv() {
        Optional<Path> uv = program.find("uv");
        if (uv.isPresent()) {
            return Finding.ok(
                    "uv",
                    Program.output(List.of(uv.get().toString(), "--version")).orElse("does not run") + ", " + uv.get());
        }
        return Finding.ok("uv", "not found; heliosdb conform installs it for itself, or uses pip");
    }
}
