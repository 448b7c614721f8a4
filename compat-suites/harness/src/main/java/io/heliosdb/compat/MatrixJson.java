package io.heliosdb.compat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heliosdb.compat.matrix.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The matrix for programs, such as a build server that makes a job of each version of a driver. */
final class MatrixJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private MatrixJson() {}

    /**
     * One version of a driver.
     *
     * @param driver the driver's id
     * @param version its version
     * @param title its name for readers
     * @param tier the id of its tier
     * @param protocol the id of its protocol
     * @param lanes the ids of its lanes
     */
    private record Entry(
            String driver, String version, String title, String tier, String protocol, List<String> lanes) {}

    /** One line: an array with an object for each version of a driver among {@code cells}, in their order. */
    static String of(List<Cell> cells) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Cell cell : cells) {
            entries.computeIfAbsent(cell.driverAtVersion(), name -> entry(cell))
                    .lanes()
                    .add(cell.lane().id());
        }
        try {
            return JSON.writeValueAsString(entries.values());
        } catch (JsonProcessingException e) {
            throw new LabException("the matrix cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    private static Entry entry(Cell cell) {
        return new Entry(
                cell.driver(),
                cell.version(),
                cell.title(),
                cell.tier().id(),
                cell.protocol().id(),
                new ArrayList<>());
    }
}
