package io.heliosdb.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.compat.matrix.CasePattern;
import io.heliosdb.compat.run.CaseListener;
import io.heliosdb.compat.run.CaseResult;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.Lab;
import io.heliosdb.compat.run.LabCase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFactoryTest {

    @TempDir
    private Path folder;

    @Test
    void needsAServerForTheLiveLane() throws Exception {
        ConformanceOptions options = ConformanceOptions.builder(TestSuites.in(folder))
                .selection(TestSuites.driver("sound"))
                .cases(Optional.of(CasePattern.part("test_print")))
                .cache(TestSuites.CACHE)
                .out(folder.resolve("out"))
                .python(Optional.of(TestSuites.interpreter()))
                .build();
        List<CaseResult> results = new ArrayList<>();

        try (Lab lab = LabFactory.create(options, Progress.SILENT, List.of())) {
            CellPlan plan = lab.plans().get(0);
            lab.run(plan, plan.cases(), new CaseListener() {
                @Override
                public void caseStarted(LabCase labCase) {
                    throw new AssertionError(labCase + " started without a server");
                }

                @Override
                public void caseFinished(CaseResult result) {
                    results.add(result);
                }
            });
        }

        assertThat(results)
                .singleElement()
                .extracting(CaseResult::message)
                .isEqualTo("no server for the live lane: name a running one with --target");
    }
}
