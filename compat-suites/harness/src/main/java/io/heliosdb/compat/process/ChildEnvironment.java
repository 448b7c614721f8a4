package io.heliosdb.compat.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The environment variables of the processes that the lab starts. */
public final class ChildEnvironment {

    /** What would point a driver at another server, or Python at other modules, than the lab says. */
    private static final List<String> FOREIGN =
            List.of("PG", "MYSQL", "MARIADB", "PYTHON", "PYTEST_", "COMPAT_", "VIRTUAL_ENV", "CONDA_");

    private ChildEnvironment() {}

    /** Our own environment without what would change a case's outcome. */
    public static Map<String, String> clean() {
        return clean(System.getenv());
    }

    static Map<String, String> clean(Map<String, String> inherited) {
        Map<String, String> environment = new TreeMap<>(inherited);
        environment.keySet().removeIf(name -> FOREIGN.stream().anyMatch(name::startsWith));
        return environment;
    }

    /**
     * A clean environment in which Python keeps its compiled modules in {@code cache}, not beside the sources, and trusts
     * no certificate of the machine: a case names those that it means, and a driver that reads the machine's store for
     * each connection spends 20 ms of CPU on it.
     */
    public static Map<String, String> forPython(Path cache) {
        Map<String, String> environment = clean();
        environment.put("PYTHONPYCACHEPREFIX", cache.resolve("pycache").toString());
        environment.put("PYTHONUTF8", "1");
        environment.put("PYTHONUNBUFFERED", "1");
        environment.put("PYTHONNOUSERSITE", "1");
        environment.put("SSL_CERT_FILE", "/dev/null");
        environment.put("SSL_CERT_DIR", "/dev/null");
        return environment;
    }
}
