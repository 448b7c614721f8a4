package io.heliosdb.sql.scan;

/** How a client's statement marks the places of its parameters. The first five are those of PEP 249, "paramstyle". */
public enum ParameterStyle {
    /** {@code ?}: by position. */
    QMARK,
    /** {@code :1}: by number, from 1. */
    NUMERIC,
    /** {@code :name}. */
    NAMED,
    /** {@code %s}: by position; a percent sign elsewhere is written twice. */
    FORMAT,
    /** {@code %(name)s}; a percent sign elsewhere is written twice. */
    PYFORMAT,
    /** {@code $1}: by number, from 1, as the engine has it. */
    DOLLAR,
    /** {@code @name}. */
    AT;

    /** Whether each mark is a parameter of its own. */
    public boolean positional() {
        return this == QMARK || this == FORMAT;
    }

    /** Whether marks carry the number of the parameter. */
    public boolean numbered() {
        return this == NUMERIC || this == DOLLAR;
    }

    /** Whether marks carry the name of the parameter. */
    public boolean named() {
        return this == NAMED || this == PYFORMAT || this == AT;
    }
}
