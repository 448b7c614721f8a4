package io.heliosdb.launcher.container;

import io.heliosdb.launcher.LaunchException;
import java.util.List;

/** The container did not come up. Each problem is one line that names the bundle and what it lacks. */
public final class ContainerException extends LaunchException {
    private static final long serialVersionUID = 1L;

    public ContainerException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }

    public ContainerException(String problem, Throwable cause) {
        super(problem, cause);
    }
}
