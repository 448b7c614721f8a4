package io.heliosdb.launcher.doctor;

import io.heliosdb.launcher.home.Home;
import io.heliosdb.launcher.home.HomeLock;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the machine and prints a table: what there is, and what to do about what is not. */
public final class Doctor {
    private final List<Check> checks;

    Doctor(List<Check> checks) {
        this.checks = checks;
    }

    /** Every check, for a server with that home. */
    public static Doctor of(Home home) {
        String path = System.getenv("PATH");
        Program program = new Program(path == null ? "" : path);
        Map<String, Integer> ports = new LinkedHashMap<>();
        ports.put("shared", 5430);
        ports.put("postgresql", 5432);
        ports.put("mysql", 3306);
        ports.put("admin", 5439);
        return new Doctor(List.of(
                new JavaCheck(Runtime.version()),
                new HomeCheck(home),
                new EngineCheck(home, program, Home.runsAsRoot()),
                new PortCheck(ports, HomeLock.holder(home)),
                new LimitCheck(Path.of("/proc/self/limits")),
                new PythonCheck(program),
                new OdbcCheck(program)));
    }

    /** @return whether nothing failed */
    public boolean examine(PrintWriter out) {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            findings.addAll(check.run());
        }
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        for (Finding finding : findings) {
            out.printf("%-4s  %-" + width + "s  %s%n", finding.status(), finding.subject(), finding.detail());
            if (!finding.remedy().isEmpty()) {
                out.printf("%-4s  %-" + width + "s  → %s%n", "", "", finding.remedy());
            }
        }
        long failed = count(findings, Finding.Status.FAIL);
        long warned = count(findings, Finding.Status.WARN);
        out.printf("%n%d checks: %d failed, %d warned%n", findings.size(), failed, warned);
        return failed == 0;
    }

    private static long count(List<Finding> findings, Finding.Status status) {
        return findings.stream().filter(finding -> finding.status() == status).count();
    }
}
