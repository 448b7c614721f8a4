package io.heliosdb.probes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Runs probes. The first run loads Jython, which takes seconds and about 100 MB of memory; until then the service costs
 * nothing.
 *
 * <p>A probe is a Python file in the subset that Python 2.7 and 3 share. Each of its functions {@code probe_<name>(server)}
 * is a case: it passes when it returns and fails when it raises; the first line of its docstring is its title. What
 * {@code server} can do is said in {@code heliosdb_probe.py}.
 */
@ProviderType
public interface ProbeRunner {
    /**
     * Runs every case of a probe, one after the other, and waits for them: not for an event loop. Never fails because of
     * what the probe does: a file that cannot be read or compiled, or that has no case, gives a result with one case in
     * error.
     *
     * @param limit how long all cases together may take; what runs then is ended, and what has not run is in error
     */
    ProbeResult run(Path file, ProbeTarget target, Duration limit);

    /**
     * The same for a caller outside of the container, which shares the JDK's types only.
     *
     * @param target {@code protocol}, {@code host}, {@code port}, {@code user}, {@code password}, {@code database} and,
     *     where the server speaks TLS, {@code ca}: the path of a PEM file
     * @return {@code file}, {@code seconds}, {@code interpreter} and {@code cases}: for each {@code id}, {@code name},
     *     {@code title}, {@code verdict} (in lower case), {@code seconds}, {@code message}, {@code trace}, {@code output}
     * @throws IllegalArgumentException for a target that lacks something, or whose protocol has no driver here
     */
    Map<String, Object> run(Path file, Map<String, String> target, Duration limit);
}
