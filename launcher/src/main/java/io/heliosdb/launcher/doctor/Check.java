package io.heliosdb.launcher.doctor;

import java.util.List;

/** Looks at one thing. Never fails itself: what cannot be looked at is a finding too. */
public interface Check {
    List<Finding> run();
}
