package io.heliosdb.compat.matrix;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliosdb.compat.LabException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What the lab runs: {@code matrix.yaml}, resolved into cells.
 *
 * @param directory the folder that the matrix lies in, to which everything in it is relative
 * @param tiers the tiers, in the order of the report
 * @param cells every cell, by tier, then as the matrix lists them
 * @param inputs files and folders outside of {@code directory} that cases are made of
 */
public record Matrix(Path directory, List<Cell.Tier> tiers, List<Cell> cells, List<Path> inputs) {

    /** The name of the matrix in its folder. */
    public static final String FILE = "matrix.yaml";

    public Matrix {
        tiers = List.copyOf(tiers);
        cells = List.copyOf(cells);
        inputs = List.copyOf(inputs);
    }

    /**
     * Reads the matrix in {@code directory}.
     *
     * @throws LabException where it cannot be read or is not in order
     */
    public static Matrix read(Path directory) {
        Path folder = directory.toAbsolutePath().normalize();
        Path path = folder.resolve(FILE);
        MatrixFile file = Yaml.read(path, MatrixFile.class);
        List<Cell> cells = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (String tier : file.tiers.keySet()) {
            for (DriverEntry driver : file.drivers) {
                if (driver.tier.equals(tier)) {
                    cells.addAll(driver.cells(file, folder));
                }
            }
        }
        for (DriverEntry driver : file.drivers) {
            if (!ids.add(driver.id)) {
                throw new LabException(path + ": driver " + driver.id + " stands there twice");
            }
            if (!file.tiers.containsKey(driver.tier)) {
                throw new LabException(path + ": driver " + driver.id + " has tier '" + driver.tier + "' (expected: "
                        + String.join(", ", file.tiers.keySet()) + ")");
            }
        }
        List<Cell.Tier> tiers = file.tiers.keySet().stream().map(file::tier).toList();
        List<Path> inputs = Objects.requireNonNullElse(file.inputs, List.<String>of()).stream()
                .map(each -> folder.resolve(each).normalize())
                .toList();
        return new Matrix(folder, tiers, cells, inputs);
    }

    private static <T> T required(T value, Supplier<String> what) {
        if (value == null) {
            throw new LabException(what.get() + " is missing");
        }
        return value;
    }

    record MatrixFile(
            LinkedHashMap<String, TitleEntry> tiers,
            Map<String, ServerEntry> servers,
            List<DriverEntry> drivers,
            List<String> inputs) {
        MatrixFile {
            required(tiers, () -> "tiers");
            required(servers, () -> "servers");
            required(drivers, () -> "drivers");
        }

        private Cell.Tier tier(String id) {
            TitleEntry entry = tiers.get(id);
            return new Cell.Tier(id, entry == null || entry.title == null ? id : entry.title);
        }
    }

    record TitleEntry(String title) {}

    record ServerEntry(
            String title,
            String port,
            String reference,
            @JsonProperty("reference-needs") List<Need> referenceNeeds,
            String bundle) {

        ServerEntry {
            referenceNeeds = Objects.requireNonNullElse(referenceNeeds, List.of());
        }

        /** What a cell needs in a lane, besides what its driver needs. */
        private List<Need> needs(Lane lane) {
            return lane.isReference() ? referenceNeeds : List.of();
        }
    }

    record VersionEntry(String version, String requirements, List<Lane> lanes, UpstreamEntry upstream) {
        VersionEntry {
            required(version, () -> "a version");
            required(requirements, () -> "version " + version + ": requirements");
        }

        private Path requirements(Lane lane, Path folder) {
            String lock = lane.isUpstream() && upstream.requirements != null ? upstream.requirements : requirements;
            return folder.resolve(lock).normalize();
        }

        private boolean runsIn(Lane lane) {
            return lanes == null || lanes.contains(lane);
        }
    }

    record UpstreamEntry(SourcePackage source, String requirements, String recipe) {
        UpstreamEntry {
            required(source, () -> "upstream: source");
            required(recipe, () -> "upstream: recipe");
        }
    }

    record DriverEntry(
            String id,
            String title,
            String tier,
            String server,
            String distribution,
            List<VersionEntry> versions,
            List<String> suites,
            List<Lane> lanes,
            List<Need> needs,
            Map<String, String> env) {

        DriverEntry {
            required(id, () -> "a driver's id");
            String name = "driver " + id + ": ";
            title = Objects.requireNonNullElse(title, id);
            required(tier, () -> name + "tier");
            required(server, () -> name + "server");
            required(distribution, () -> name + "distribution");
            required(versions, () -> name + "versions");
            required(suites, () -> name + "suites");
            required(lanes, () -> name + "lanes");
            if (lanes.stream().anyMatch(Lane::isUpstream)) {
                throw new LabException(name + "lanes: upstream lanes come with `upstream` of a version");
            }
            needs = Objects.requireNonNullElse(needs, List.of());
            env = Objects.requireNonNullElse(env, Map.of());
        }

        private List<Cell> cells(MatrixFile file, Path folder) {
            ServerEntry entry = file.servers.get(server);
            if (entry == null) {
                throw new LabException(folder.resolve(FILE) + ": driver " + id + " has server '" + server
                        + "' (expected: " + String.join(", ", file.servers.keySet()) + ")");
            }
            Cell.Tier ofTier = file.tier(tier);
            Cell.Protocol protocol = new Cell.Protocol(
                    server,
                    Objects.requireNonNullElse(entry.title, server),
                    Objects.requireNonNullElse(entry.port, server),
                    Objects.requireNonNullElse(entry.reference, ""),
                    Optional.ofNullable(entry.bundle)
                            .map(project -> folder.resolve(project).normalize()));
            List<Cell> cells = new ArrayList<>();
            for (VersionEntry each : versions) {
                if (each.lanes != null && !lanes.containsAll(each.lanes)) {
                    throw new LabException(folder.resolve(FILE) + ": driver " + id + ", version " + each.version
                            + ": a lane that the driver does not have");
                }
                for (Lane lane : lanesOf(each, protocol)) {
                    cells.add(new Cell(
                            ofTier,
                            protocol,
                            id,
                            title,
                            distribution,
                            each.version,
                            each.requirements(lane, folder),
                            lane.isUpstream() ? List.of(each.upstream.recipe) : suites,
                            lane,
                            Stream.concat(needs.stream(), entry.needs(lane).stream())
                                    .toList(),
                            env,
                            Optional.of(lane)
                                    .filter(Lane::isUpstream)
                                    .map(upstream -> new UpstreamSuite(
                                            each.upstream.source, folder.resolve(each.upstream.recipe)))));
                }
            }
            return cells;
        }

        /** The version's lanes, and those of the driver's own suite where its sources are known. */
        private List<Lane> lanesOf(VersionEntry version, Cell.Protocol protocol) {
            List<Lane> all =
                    new ArrayList<>(lanes.stream().filter(version::runsIn).toList());
            if (version.upstream != null) {
                all.add(Lane.UPSTREAM);
                if (!protocol.reference().isEmpty()) {
                    all.add(Lane.UPSTREAM_REFERENCE);
                }
            }
            return all;
        }
    }
}
