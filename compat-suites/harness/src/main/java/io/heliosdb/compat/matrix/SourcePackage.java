package io.heliosdb.compat.matrix;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliosdb.compat.LabException;
import java.util.regex.Pattern;

/** A published source package, pinned by the digest of its archive. */
public sealed interface SourcePackage {

    /** What it is called in messages and in the cache. */
    String name();

    /** The archive's SHA-256, in hexadecimal digits. */
    String sha256();

    /**
     * A source distribution on the package index.
     *
     * @param distribution its name there
     * @param version its version
     */
    record Distribution(String distribution, String version, String sha256) implements SourcePackage {

        @Override
        public String name() {
            return distribution + "-" + version;
        }
    }

    /**
     * Upstream's archive of a package of Debian, for projects whose distributions leave their tests out.
     *
     * @param path where it lies on a mirror, such as {@code pool/main/p/package/package_1.0.orig.tar.xz}
     */
    record DebianArchive(String path, String sha256) implements SourcePackage {

        @Override
        public String name() {
            return path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.orig\\.tar\\..*", "");
        }
    }

    /** A package as the matrix names it: distribution and version, or the path on a mirror of Debian. */
    @JsonCreator
    static SourcePackage of(
            @JsonProperty("distribution") String distribution,
            @JsonProperty("version") String version,
            @JsonProperty("debian") String debian,
            @JsonProperty("sha256") String sha256) {
        if (sha256 == null || !Pattern.matches("[0-9a-f]{64}", sha256)) {
            throw new LabException("source: sha256 is " + sha256 + " (expected: 64 hexadecimal digits)");
        }
        if (debian != null && distribution == null && version == null) {
            return new DebianArchive(debian, sha256);
        }
        if (debian == null && distribution != null && version != null) {
            return new Distribution(distribution, version, sha256);
        }
        throw new LabException("source: expected distribution and version, or debian");
    }
}
