package io.heliosdb.launcher.command;

import io.heliosdb.launcher.home.Home;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that every command which looks at a home has. */
final class HomeOption {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the server keeps its data. Default: ~/.heliosdb, or /var/lib/heliosdb for root.")
    private Path directory;

    Home home() {
        return directory == null ? Home.ofCurrentUser() : new Home(directory);
    }
}
