package io.heliosdb.launcher;

import io.heliosdb.launcher.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The dialects that came with the program and those in a home's deploy folder, asked without a server. */
public final class Dialects implements AutoCloseable {
    private final OfflineContainer container;
    private final Explainer explainer;

    /** The service that explains translations, as far as it is called from here. */
    public interface Explainer {
        List<Map<String, Object>> explain(String dialect, String text);
    }

    private Dialects(OfflineContainer container, Explainer explainer) {
        this.container = container;
        this.explainer = explainer;
    }

    public static Dialects open(Home home) throws LaunchException {
        home.create();
        OfflineContainer container = OfflineContainer.open(home, deployed(home));
        try {
            return new Dialects(container, container.service("io.heliosdb.sql.explain.Explainer", Explainer.class));
        } catch (LaunchException e) {
            container.close();
            throw e;
        }
    }

    private static List<Path> deployed(Home home) throws LaunchException {
        try (Stream<Path> files = Files.list(home.deploy())) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new LaunchException(home.deploy() + " cannot be read: " + e, e);
        }
    }

    public Explainer explainer() {
        return explainer;
    }

    @Override
    public void close() {
        container.close();
    }
}
