package io.heliosdb.pg.auth.scram;

import io.heliosdb.testkit.BaseBundleTest;
import java.util.Set;

/** The bundle in a container. */
class ScramBundleTest extends BaseBundleTest {
    /** Shared by the two sides that speak PostgreSQL. */
    @Override
    protected Set<String> imports() {
        return Set.of("io.heliosdb.pg.wire.scram");
    }
}
