package io.heliosdb.mysql.dialect.internal.load;

import java.util.List;

/**
 * A line of a file.
 *
 * @param fields as many as were asked for, or fewer where the line has no more; their octets, null for NULL
 * @param cut whether the line has more than was asked for
 */
record FileRow(List<byte[]> fields, boolean cut) {}
