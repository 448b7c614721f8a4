package io.heliosdb.deploy.internal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where an operator reads what becomes of bundles. */
final class DeployLog {
    static final Logger LOG = LoggerFactory.getLogger("io.heliosdb.deploy");

    private DeployLog() {}
}
