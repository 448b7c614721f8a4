package io.heliosdb.compat.provisioning;

import io.heliosdb.compat.process.Command;
import java.io.IOException;
import java.nio.file.Path;

/** Something that makes a virtual environment with exactly the packages of a lock file. */
interface Installer {

    /** The installer's name, for the progress. */
    String name();

    /**
     * Makes the environment anew. Every package has to match a hash of the lock file.
     *
     * @param python the interpreter to make it from
     * @param environment the folder of the environment; what is there is replaced
     * @param lock the lock file
     * @return how the last program that ran ended
     * @throws IOException where a program cannot be started
     */
    Command.Result install(PythonInterpreter python, Path environment, Path lock)
            throws IOException, InterruptedException;
}
