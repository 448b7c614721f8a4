package io.heliosdb.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BindFailureTest {
    @Test
    void aPortForThePrivilegedIsNamedWithTheRemedy() {
        assertThat(BindFailure.of("shared", "::", 80, "bind(..) failed with error(-13): Permission denied"))
                .hasMessage(
                        "cannot listen on [::]:80 (shared): Permission denied; ports below 1024 need a privilege: set"
                                + " port to a higher one");
    }
}
