package io.heliosdb.compat.engine;

import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.run.LabCase;
import java.util.Set;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;

/** A case, as JUnit shows it. */
final class CaseDescriptor extends LabDescriptor {

    private final Cell cell;
    private final LabCase labCase;

    CaseDescriptor(UniqueId id, Cell cell, LabCase labCase, TestSource source, Set<TestTag> tags) {
        super(id, labCase.name(), source, tags);
        this.cell = cell;
        this.labCase = labCase;
    }

    LabCase labCase() {
        return labCase;
    }

    /** Reports that drop the tree above a test still have to say which driver it belongs to. */
    @Override
    public String getLegacyReportingName() {
        return cell + " " + labCase.id();
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }
}
