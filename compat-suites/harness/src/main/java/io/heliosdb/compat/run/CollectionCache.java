package io.heliosdb.compat.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.heliosdb.compat.matrix.Cell;
import io.heliosdb.compat.process.PytestEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What pytest told when it last collected a cell's cases: one file a cell, good as long as the environment and the files
 * that the cases are made of are the same. Only collections without a fault are kept.
 */
final class CollectionCache {

    /** Changes when a collection is asked for in another way. */
    private static final String FORMAT = "1";

    private static final Logger LOG = LoggerFactory.getLogger(CollectionCache.class);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;
    private final Fingerprint fingerprint;

    /**
     * A cache below {@code folder}, which several runs may use at the same time.
     *
     * @param fingerprint of the suites' files
     */
    CollectionCache(Path folder, Fingerprint fingerprint) {
        this.folder = folder;
        this.fingerprint = fingerprint;
    }

    record Entry(String key, List<PytestEvent> events) {}

    /**
     * What a collection of {@code cell} depends on.
     *
     * @param environment {@linkplain io.heliosdb.compat.provisioning.Environments#stamp the environment's stamp}
     * @throws IOException where a file of the suites cannot be read
     */
    String key(Cell cell, String environment) throws IOException {
        return fingerprint.of(
                cell.suites(),
                List.of(
                        FORMAT,
                        environment,
                        cell.lane().id(),
                        new TreeMap<>(cell.environment()).toString(),
                        cell.suites().toString()));
    }

    /** The events of the last collection; empty where there was none, or another {@code key} than that. */
    Optional<List<PytestEvent>> read(Cell cell, String key) {
        Path file = file(cell);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try {
            Entry entry = JSON.readValue(file.toFile(), Entry.class);
            return key.equals(entry.key) ? Optional.of(entry.events) : Optional.empty();
        } catch (IOException e) {
            LOG.warn("{} is passed over: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Keeps a collection. Where that is impossible, the next run collects again. */
    void write(Cell cell, String key, List<PytestEvent> events) {
        Path file = file(cell);
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, ".collection", ".json");
            try {
                JSON.writeValue(draft.toFile(), new Entry(key, events));
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be kept: {}", file, e.getMessage());
        }
    }

    private Path file(Cell cell) {
        return folder.resolve(Collector.fileName(cell) + ".json");
    }
}
