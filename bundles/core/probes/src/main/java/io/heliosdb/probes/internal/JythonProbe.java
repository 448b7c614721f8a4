package io.heliosdb.probes.internal;

import io.heliosdb.probes.ProbeCase;
import io.heliosdb.probes.ProbeCase.Verdict;
import io.heliosdb.probes.ProbeTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.python.core.Py;
import org.python.core.PyException;
import org.python.core.PyFrame;
import org.python.core.PyModule;
import org.python.core.PyObject;
import org.python.core.PyString;
import org.python.core.PyStringMap;
import org.python.core.PySystemState;
import org.python.core.TraceFunction;
import org.python.core.imp;
import org.python.util.PythonInterpreter;

/** A probe in Jython. This class alone knows Jython, which is loaded with it. */
final class JythonProbe implements PythonProbe {
    /** What a probe sees, and how it is run: the same file that CPython has. */
    private static final String ADAPTER = "heliosdb_probe";

    private static boolean initialised;

    private final Path file;
    private final ProbeTarget target;
    private final Connections connections;
    private final PythonInterpreter interpreter;
    private final PyObject adapter;
    private final BoundedWriter output = new BoundedWriter(ProbeCase.OUTPUT_CHARACTERS);
    private final List<PyObject> functions = new ArrayList<>();
    private volatile boolean stopped;

    /** Loads Jython where it is not loaded yet. To be made on the thread that runs the probe. */
    JythonProbe(Path file, ProbeTarget target, Connections connections) {
        this.file = file;
        this.target = target;
        this.connections = connections;
        initialise();
        PySystemState state = new PySystemState();
        state.setClassLoader(JythonProbe.class.getClassLoader());
        interpreter = new PythonInterpreter(new PyStringMap(), state);
        interpreter.setOut(output);
        interpreter.setErr(output);
        adapter =
                imp.createFromSource(ADAPTER, JythonProbe.class.getResourceAsStream(ADAPTER + ".py"), ADAPTER + ".py");
        Py.getThreadState().tracefunc = new StopTrace();
    }

    private static synchronized void initialise() {
        if (!initialised) {
            Properties properties = new Properties();
            properties.setProperty("python.cachedir.skip", "true");
            properties.setProperty("python.import.site", "false");
            // The standard library lies in Jython's jar.
            properties.setProperty("python.path", "__pyclasspath__/Lib");
            PySystemState.initialize(
                    System.getProperties(), properties, new String[] {""}, JythonProbe.class.getClassLoader());
            initialised = true;
        }
    }

    @Override
    public String interpreter() {
        return "Jython " + PySystemState.version.toString().split(" ", 2)[0];
    }

    @Override
    public List<Title> load() throws IOException, PythonException {
        try (InputStream probe = Files.newInputStream(file)) {
            String name = file.getFileName().toString().replaceFirst("\\.py$", "");
            PyModule module = (PyModule) imp.createFromSource(name, probe, file.toString());
            List<Title> titles = new ArrayList<>();
            for (PyObject found : call("cases", module.__dict__).asIterable()) {
                titles.add(new Title(text(found, 0), text(found, 1)));
                functions.add(found.__getitem__(2));
            }
            return titles;
        } catch (PyException e) {
            throw described(e);
        }
    }

    @Override
    public Outcome run(int index) throws PythonException {
        try {
            PyObject server =
                    call("jdbc_server", new PyString(target.protocol()), Py.java2py(target), Py.java2py(connections));
            PyObject outcome = call("run", functions.get(index), server);
            return new Outcome(
                    Verdict.valueOf(text(outcome, 0).toUpperCase(Locale.ROOT)),
                    text(outcome, 1),
                    text(outcome, 2),
                    output());
        } catch (PyException e) {
            throw described(e);
        }
    }

    private PyObject call(String function, PyObject... arguments) {
        return adapter.__getattr__(function).__call__(arguments);
    }

    private static String text(PyObject tuple, int index) {
        return (String) tuple.__getitem__(index).__tojava__(String.class);
    }

    private static PythonException described(PyException e) {
        e.normalize();
        String kind = Py.formatException(e.type, e.value).toString().strip();
        return new PythonException(kind, e.toString().strip());
    }

    @Override
    public void stop() {
        stopped = true;
        connections.abort();
    }

    @Override
    public String output() {
        return output.take();
    }

    @Override
    public void close() {
        // What Python does at its exit is not stopped.
        Py.getThreadState().tracefunc = null;
        interpreter.close();
    }

    /** Asked before each line: raises what a probe's {@code except Exception} does not catch. */
    private final class StopTrace extends TraceFunction {
        private TraceFunction look() {
            if (stopped) {
                throw new PyException(Py.KeyboardInterrupt, "the probe was ended");
            }
            return this;
        }

        @Override
        public TraceFunction traceCall(PyFrame frame) {
            return look();
        }

        @Override
        public TraceFunction traceReturn(PyFrame frame, PyObject value) {
            return this;
        }

        @Override
        public TraceFunction traceLine(PyFrame frame, int line) {
            return look();
        }

        @Override
        public TraceFunction traceException(PyFrame frame, PyException exception) {
            return this;
        }
    }
}
