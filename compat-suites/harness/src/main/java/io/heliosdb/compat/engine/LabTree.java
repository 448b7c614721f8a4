package io.heliosdb.compat.engine;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.run.CellPlan;
import io.heliosdb.compat.run.LabCase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.DirectorySource;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/** Hangs the plans of a lab below a root: tier, driver@version, lane, file, case. */
final class LabTree {

    private final TestDescriptor root;
    private final Path suites;

    /**
     * A tree below {@code root}.
     *
     * @param suites the folder that the files of the cases are relative to
     */
    LabTree(TestDescriptor root, Path suites) {
        this.root = root;
        this.suites = suites;
    }

    void add(CellPlan plan) {
        Cell cell = plan.cell();
        TestSource directory = DirectorySource.from(suites.toFile());
        Set<TestTag> tags = tags(
                cell.tier().id(),
                cell.protocol().id(),
                cell.driver(),
                cell.lane().id());
        TestDescriptor tier = child(
                root,
                "tier",
                cell.tier().id(),
                id -> new LabDescriptor(
                        id, cell.tier().title(), directory, tags(cell.tier().id())));
        TestDescriptor driver = child(
                tier,
                "driver",
                cell.driverAtVersion(),
                id -> new LabDescriptor(id, cell.title() + " " + cell.version(), directory, tags(cell.driver())));
        TestDescriptor lane =
                child(driver, "lane", cell.lane().id(), id -> new CellDescriptor(id, plan, directory, tags));
        for (LabCase labCase : plan.cases()) {
            String fileName = labCase.file().isEmpty() ? LabCase.HARNESS : labCase.file();
            TestDescriptor file = child(
                    lane, "file", fileName, id -> new LabDescriptor(id, fileName, source(labCase, 0, directory), tags));
            file.addChild(caseBelow(file, cell, labCase, directory, tags));
        }
    }

    private CaseDescriptor caseBelow(
            TestDescriptor file, Cell cell, LabCase labCase, TestSource directory, Set<TestTag> tags) {
        Set<TestTag> all = new LinkedHashSet<>(tags);
        all.addAll(tags(labCase.tags().toArray(String[]::new)));
        all.addAll(tags(labCase.capability(), labCase.mustPass() ? "must_pass" : ""));
        return new CaseDescriptor(
                file.getUniqueId().append("case", labCase.id()),
                cell,
                labCase,
                source(labCase, labCase.line(), directory),
                all);
    }

    /** A case that no plan knew of, below the cell that it turned up in. */
    static CaseDescriptor unplanned(CellDescriptor parent, LabCase labCase) {
        Cell cell = parent.plan().cell();
        UniqueId id = parent.getUniqueId().append("case", labCase.id());
        CaseDescriptor descriptor =
                new CaseDescriptor(id, cell, labCase, parent.getSource().orElse(null), parent.getTags());
        parent.addChild(descriptor);
        return descriptor;
    }

    private TestSource source(LabCase labCase, int line, TestSource directory) {
        Path file = suites.resolve(labCase.file());
        if (labCase.file().isEmpty() || !Files.isRegularFile(file)) {
            return directory;
        }
        return line > 0 ? FileSource.from(file.toFile(), FilePosition.from(line)) : FileSource.from(file.toFile());
    }

    private static TestDescriptor child(
            TestDescriptor parent, String type, String value, Function<UniqueId, TestDescriptor> make) {
        UniqueId id = parent.getUniqueId().append(type, value);
        for (TestDescriptor each : parent.getChildren()) {
            if (each.getUniqueId().equals(id)) {
                return each;
            }
        }
        TestDescriptor made = make.apply(id);
        parent.addChild(made);
        return made;
    }

    private static Set<TestTag> tags(String... names) {
        List<TestTag> tags = Arrays.stream(names)
                .filter(TestTag::isValid)
                .map(TestTag::create)
                .toList();
        return new LinkedHashSet<>(tags);
    }
}
