package io.heliosdb.probes.internal;

import java.util.List;
import java.util.Optional;

/**
 * What a statement gave.
 *
 * @param columns the labels of its columns; empty where it is no query
 * @param rows the rows, whose cells are numbers, texts, booleans, BigDecimal, LocalDate, LocalDateTime, octets or null
 * @param count the rows that were read or changed; -1 where nobody counts
 */
public record JdbcResult(Optional<List<String>> columns, List<List<Object>> rows, long count) {}
