package io.heliosdb.compat.matrix;

import io.heliosdb.compat.LabException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which part of the matrix to run.
 *
 * @param tiers ids of tiers; all when empty
 * @param drivers drivers, each {@code id} or {@code id@version}; all when empty
 * @param lanes lanes; when empty, all but those of the drivers' own suites
 * @param newest whether only the newest version of each driver, which is the one that the matrix has first
 */
public record Selection(List<String> tiers, List<String> drivers, List<Lane> lanes, boolean newest) {

    /** The whole matrix. */
    public static final Selection ALL = new Selection(List.of(), List.of(), List.of());

    public Selection {
        tiers = List.copyOf(tiers);
        drivers = List.copyOf(drivers);
        lanes = List.copyOf(lanes);
    }

    /** A selection from all versions. */
    public Selection(List<String> tiers, List<String> drivers, List<Lane> lanes) {
        this(tiers, drivers, lanes, false);
    }

    /**
     * The selected cells, in the order of the matrix.
     *
     * @throws LabException where a name is not in the matrix, or where no cell has all that was asked for
     */
    public List<Cell> of(Matrix matrix) {
        return of(matrix, cell -> !cell.lane().isUpstream());
    }

    /** The same with the cells that run only where their lane is asked for, for a list of what there is. */
    public List<Cell> withAllLanes(Matrix matrix) {
        return of(matrix, cell -> true);
    }

    private List<Cell> of(Matrix matrix, Predicate<Cell> byDefault) {
        List<String> known = matrix.tiers().stream().map(Cell.Tier::id).toList();
        for (String tier : tiers) {
            if (!known.contains(tier)) {
                throw new LabException(
                        "no tier '" + tier + "' in the matrix (expected: " + String.join(", ", known) + ")");
            }
        }
        for (String driver : drivers) {
            known(driver, matrix);
        }
        Map<String, String> newestVersions = new HashMap<>();
        matrix.cells().forEach(cell -> newestVersions.putIfAbsent(cell.driver(), cell.version()));
        List<Cell> selected = new ArrayList<>();
        for (Cell cell : matrix.cells()) {
            if ((!newest || newestVersions.get(cell.driver()).equals(cell.version()))
                    && (tiers.isEmpty() || tiers.contains(cell.tier().id()))
                    && (lanes.isEmpty() ? byDefault.test(cell) : lanes.contains(cell.lane()))
                    && (drivers.isEmpty()
                            || drivers.contains(cell.driver())
                            || drivers.contains(cell.driverAtVersion()))) {
                selected.add(cell);
            }
        }
        if (selected.isEmpty()) {
            throw new LabException(
                    "no cell of the matrix is selected: no driver has all of that tier, driver and lane");
        }
        return selected;
    }

    private static void known(String driver, Matrix matrix) {
        Function<Cell, String> name = driver.contains("@") ? Cell::driverAtVersion : Cell::driver;
        Set<String> names =
                new LinkedHashSet<>(matrix.cells().stream().map(name).toList());
        if (!names.contains(driver)) {
            throw new LabException(
                    "no driver '" + driver + "' in the matrix (expected: " + String.join(", ", names) + ")");
        }
    }
}
