package io.heliosdb.launcher.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The ODBC driver manager and FreeTDS, with which pyodbc speaks to SQL Server's protocol. */
final class OdbcCheck implements Check {
    private final Program program;

    OdbcCheck(Program program) {
        this.program = program;
    }

    @Override
    public List<Finding> run() {
        Optional<Path> odbcinst = program.find("odbcinst");
        if (odbcinst.isEmpty()) {
            return List.of(missing("no driver manager (odbcinst)"));
        }
        String drivers =
                Program.output(List.of(odbcinst.get().toString(), "-q", "-d")).orElse("");
        if (!drivers.contains("FreeTDS")) {
            return List.of(missing("no driver FreeTDS registered in odbcinst.ini"));
        }
        return List.of(Finding.ok("ODBC", "FreeTDS, " + odbcinst.get()));
    }

    private static Finding missing(String detail) {
        return Finding.warn(
                "ODBC", detail, "pyodbc needs it; on Debian: apt-get install unixodbc tdsodbc (the server does not)");
    }
}
