package @package@;

import io.heliosdb.testkit.BaseBundleTest;

/** The bundle in a container with the server's own bundles. */
class @Name@BundleTest extends BaseBundleTest {}
