package io.heliosdb.launcher.command;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a trace is of, and for how long. */
final class TraceWishes {
    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "Plain name of the file in the folder traces of the home. Default: after the time.")
    private String file;

    @Option(names = "--protocol", paramLabel = "NAME", description = "Only connections of that protocol.")
    private String protocol;

    @Option(
            names = "--client",
            paramLabel = "ADDRESS",
            description = "Only connections from there: 192.0.2.7, 192.0.2.0/24, 192.0.2.7:50123.")
    private String client;

    @Option(names = "--connection", paramLabel = "ID", description = "Only that connection.")
    private Long connection;

    @Option(names = "--user", paramLabel = "NAME", description = "Only connections of that user, from the login on.")
    private String user;

    @Option(names = "--time", paramLabel = "TIME", description = "After this time it ends. Default: 10 min.")
    private String time;

    @Option(names = "--size", paramLabel = "SIZE", description = "At this size it ends. Default: 64 MB.")
    private String size;

    @Option(names = "--secrets", description = "Do not mask passwords.")
    private boolean secrets;

    /** As the API takes them. */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        put(members, "file", file);
        put(members, "protocol", protocol);
        put(members, "client", client);
        put(members, "connection", connection);
        put(members, "user", user);
        put(members, "time", time);
        put(members, "size", size);
        if (secrets) {
            members.put("secrets", true);
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (value != null) {
            members.put(name, value);
        }
    }
}
