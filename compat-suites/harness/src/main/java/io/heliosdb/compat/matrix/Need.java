package io.heliosdb.compat.matrix;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.heliosdb.compat.LabException;
import java.util.Objects;

/** Something of the server or of the host without which a cell cannot run. */
public sealed interface Need {

    /** The server speaks TLS. */
    record Tls() implements Need {}

    /**
     * A package of the operating system.
     *
     * @param name the package's name
     * @param command a command on the PATH that is there when the package is
     * @param install the command line that installs it
     */
    record SystemPackage(String name, String command, String install) implements Need {
        public SystemPackage {
            Objects.requireNonNull(name, "package");
            Objects.requireNonNull(command, "command");
            Objects.requireNonNull(install, "install");
        }
    }

    /** A need that is written as one word. */
    @JsonCreator
    static Need of(String word) {
        if (!word.equals("tls")) {
            throw new LabException("unknown need '" + word + "' (expected: tls, or package, command and install)");
        }
        return new Tls();
    }

    /** A need that is written as a map. */
    @JsonCreator
    static Need of(
            @JsonProperty("package") String name,
            @JsonProperty("command") String command,
            @JsonProperty("install") String install) {
        return new SystemPackage(name, command, install);
    }
}
