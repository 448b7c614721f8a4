package io.heliosdb.compat.matrix;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A driver's own test suite.
 *
 * @param source the package that it comes in
 * @param recipe the Python file that prepares a server for it and says what it consists of
 */
public record UpstreamSuite(SourcePackage source, Path recipe) {

    public UpstreamSuite {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(recipe, "recipe");
    }
}
