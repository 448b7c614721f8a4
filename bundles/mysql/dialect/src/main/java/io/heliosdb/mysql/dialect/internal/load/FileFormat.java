package io.heliosdb.mysql.dialect.internal.load;

/**
 * How a file is cut into lines and fields (MySQL 8.4 manual, 15.2.9, "Field and Line Handling"). Terminators and the prefix
 * may be empty: then there is none.
 *
 * @param fieldTerminator what stands between fields
 * @param enclosed the octet around fields, {@link #NONE} for none
 * @param escape the octet before special ones, {@link #NONE} for none
 * @param linePrefix what a line has before its fields, and everything before it
 * @param lineTerminator what ends a line
 */
record FileFormat(byte[] fieldTerminator, int enclosed, int escape, byte[] linePrefix, byte[] lineTerminator) {
    /** No octet. */
    static final int NONE = Integer.MIN_VALUE;

    /** The manual: {@code FIELDS TERMINATED BY '\t' ENCLOSED BY '' ESCAPED BY '\\' LINES TERMINATED BY '\n' STARTING BY ''}. */
    static final FileFormat DEFAULT = new FileFormat(new byte[] {'\t'}, NONE, '\\', new byte[0], new byte[] {'\n'});

    /** Whether fields are told apart by nothing but their places ("fixed-row format"). */
    boolean fixedRows() {
        return fieldTerminator.length == 0 && enclosed == NONE;
    }
}
