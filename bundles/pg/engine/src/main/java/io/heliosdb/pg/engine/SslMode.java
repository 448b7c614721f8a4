package io.heliosdb.pg.engine;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How much TLS a connection to the engine wants, with the names and the meaning of libpq's {@code sslmode}. */
public enum SslMode {
    /** Never. */
    DISABLE,
    /** Where the engine speaks it; nothing is verified. */
    PREFER,
    /** Always. Nothing is verified unless a root certificate is named, which makes it {@link #VERIFY_CA}. */
    REQUIRE,
    /** Always, with a certificate that a trusted authority signed. */
    VERIFY_CA,
    /** Always, with such a certificate for the host that was asked for. */
    VERIFY_FULL;

    /** The name in a connection URL. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<SslMode> of(String parameter) {
        return Arrays.stream(values())
                .filter(mode -> mode.parameter().equals(parameter))
                .findFirst();
    }
}
