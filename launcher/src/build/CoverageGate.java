import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the line coverage of every module, by all tests together, and fails where a bundle is below the bar. Run by the
 * build: {@code java CoverageGate.java jacoco.csv percent}.
 */
public final class CoverageGate {
    // Columns of JaCoCo's CSV report.
    private static final int GROUP = 0;
    private static final int PACKAGE = 1;
    private static final int LINES_MISSED = 7;
    private static final int LINES_COVERED = 8;

    private CoverageGate() {}

    public static void main(String[] arguments) throws IOException {
        Path report = Path.of(arguments[0]);
        int bar = Integer.parseInt(arguments[1]);
        Map<String, long[]> modules = new TreeMap<>();
        for (String line : Files.readAllLines(report)) {
            String[] columns = line.split(",");
            // Neither the head nor a library that a bundle carries.
            if (!columns[PACKAGE].startsWith("io.heliosdb.")) {
                continue;
            }
            long[] lines = modules.computeIfAbsent(columns[GROUP], name -> new long[2]);
            lines[0] += Long.parseLong(columns[LINES_COVERED]);
            lines[1] += Long.parseLong(columns[LINES_COVERED]) + Long.parseLong(columns[LINES_MISSED]);
        }
        boolean low = modules.isEmpty();
        for (Map.Entry<String, long[]> module : modules.entrySet()) {
            String name = module.getKey().substring(module.getKey().indexOf('/') + 1);
            double percent = 100.0 * module.getValue()[0] / module.getValue()[1];
            // The test kit is code of tests, which says what is wrong where something is.
            boolean bundle = !name.equals("launcher") && !name.equals("core.testkit") && !name.startsWith("compat.");
            boolean below = bundle && percent < bar;
            low |= below;
            System.out.printf(
                    "%-18s %5.1f %% of %5d lines%s%n",
                    name, percent, module.getValue()[1], below ? "   below the bar of " + bar + " %" : "");
        }
        if (low) {
            System.out.println("Line coverage of a bundle must be at least " + bar + " %: " + report);
            System.exit(1);
        }
    }
}
