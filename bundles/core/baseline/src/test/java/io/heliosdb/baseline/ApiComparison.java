package io.heliosdb.baseline;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import java.util.ArrayList;
import java.util.List;

/** What has changed in the exported packages of a bundle, held against the versions that they have. */
final class ApiComparison {
    private static final String PACKAGES = "io.heliosdb.*";

    private ApiComparison() {}

    /** One line for each package whose version does not tell of its change, with what to do. */
    static List<String> problems(Jar newer, Jar older) throws Exception {
        List<String> problems = new ArrayList<>();
        try (Processor processor = new Processor()) {
            Baseline baseline = new Baseline(processor, new DiffPluginImpl());
            for (Baseline.Info info : baseline.baseline(newer, older, new Instructions(new Parameters(PACKAGES)))) {
                if (info.packageDiff.getDelta() == Delta.REMOVED) {
                    problems.add(info.packageName + " is gone, and bundles import it");
                } else if (info.suggestedVersion.compareTo(info.newerVersion) > 0) {
                    problems.add(info.packageName + " " + info.newerVersion + " has a " + info.packageDiff.getDelta()
                            + " change against the baseline (" + info.reason.strip()
                            + "): undo it, or raise @Version in its"
                            + " package-info.java to " + info.suggestedVersion);
                }
            }
        }
        return problems;
    }
}
