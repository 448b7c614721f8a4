package io.heliosdb.compat.engine;

import java.util.Set;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;

/** A node of the tree above the cases: a tier, a driver in one version, a lane, a file. */
class LabDescriptor extends AbstractTestDescriptor {

    private final Set<TestTag> tags;

    LabDescriptor(UniqueId id, String name, TestSource source, Set<TestTag> tags) {
        super(id, name, source);
        this.tags = Set.copyOf(tags);
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }
}
