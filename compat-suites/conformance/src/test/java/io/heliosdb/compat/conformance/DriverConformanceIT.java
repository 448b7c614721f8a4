package io.heliosdb.compat.conformance;

import io.heliosdb.compat.engine.CompatTestEngine;
import io.heliosdb.compat.engine.LabParameters;
import org.junit.platform.suite.api.ConfigurationParameter;
import org.junit.platform.suite.api.IncludeEngines;
import org.junit.platform.suite.api.SelectDirectories;
import org.junit.platform.suite.api.Suite;

/**
 * The live lane of the GOLD drivers, each in its newest version: every Python case is a test. The whole matrix, with its
 * report, is {@code heliosdb conform}.
 */
@Suite
@IncludeEngines(CompatTestEngine.ID)
@SelectDirectories("../python")
@ConfigurationParameter(key = LabParameters.TIERS, value = "gold")
@ConfigurationParameter(key = LabParameters.LANES, value = "live")
@ConfigurationParameter(key = LabParameters.NEWEST, value = "true")
class DriverConformanceIT {}
