package io.heliosdb.probes.internal;

import io.heliosdb.probes.ProbeCase;
import io.heliosdb.probes.ProbeResult;
import io.heliosdb.probes.ProbeRunner;
import io.heliosdb.probes.ProbeTarget;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs probes by Jython. Neither Jython nor a driver is loaded before the first run. */
@Component
public final class JythonProbeRunner implements ProbeRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JythonProbeRunner.class);
    private static final double NANOS = 1e9;

    @Override
    public ProbeResult run(Path file, ProbeTarget target, Duration limit) {
        Connections connections = new JdbcConnections(target, limit);
        return new ProbeRun(file, target, limit, () -> new JythonProbe(file, target, connections)).result();
    }

    @Override
    public Map<String, Object> run(Path file, Map<String, String> target, Duration limit) {
        ProbeResult result = run(file, ProbeTarget.of(target), limit);
        List<Map<String, Object>> cases = new ArrayList<>();
        result.cases().forEach(each -> cases.add(described(file, each)));
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("file", file.toString());
        described.put("interpreter", result.interpreter());
        described.put("seconds", result.duration().toNanos() / NANOS);
        described.put("cases", cases);
        return described;
    }

    private static Map<String, Object> described(Path file, ProbeCase probeCase) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("id", file.getFileName() + "::" + probeCase.name());
        described.put("name", probeCase.name());
        described.put("title", probeCase.title());
        described.put("verdict", probeCase.verdict().word());
        described.put("seconds", probeCase.duration().toNanos() / NANOS);
        described.put("message", probeCase.message());
        described.put("trace", probeCase.trace());
        described.put("output", probeCase.output());
        return described;
    }

    /** The drivers have told the JDK of themselves, which would keep this bundle's classes for ever. */
    @Deactivate
    void deactivate() {
        DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == JythonProbeRunner.class.getClassLoader())
                .forEach(JythonProbeRunner::deregister);
    }

    private static void deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            LOG.debug("{} stays registered", driver, e);
        }
    }
}
