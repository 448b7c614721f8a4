package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.function.Consumer;

/**
 * The private directory of the Unix socket: in the home, or under the system's temporary directory where the home's path
 * is too long for a socket address.
 */
record SocketDirectory(Path path, Path note) {

    private static final String PREFIX = "heliosdb-";
    private static final String SOCKET = ".s.PGSQL.";

    /** Length of the random part that {@link Files#createTempDirectory} appends, at most. */
    private static final int LONGEST_RANDOM_PART = 20;

    /**
     * Chooses the directory.
     *
     * @param port part of the socket's name
     */
    static SocketDirectory choose(EngineHome home, int port, Consumer<String> progress) throws IOException {
        Path note = home.socketDirectoryElsewhere();
        if (Files.exists(note)) {
            new SocketDirectory(Path.of(Files.readString(note)), note).remove();
        }
        int limit = Platform.current().longestSocketPath();
        Path path = home.socket();
        if (length(socketIn(path, port)) > limit) {
            path = elsewhere(limit, port);
            FileAccess.write(note, path.toString(), FileAccess.PRIVATE_FILE);
            progress.accept("the path of " + home.socket() + " is too long for a Unix socket (limit " + limit
                    + " bytes): using " + path);
        }
        return new SocketDirectory(path, note);
    }

    /**
     * Makes the directory if it is not there and removes what a server that was killed left in it.
     *
     * @throws EmbeddedPostgresException somebody else has made a directory of this name
     */
    void prepare(EngineHome home, EngineAccount account) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            verifyOwner(home);
        } else {
            FileAccess.createDirectory(path, FileAccess.PRIVATE_DIRECTORY);
        }
        FileAccess.set(path, FileAccess.PRIVATE_DIRECTORY);
        empty();
        account.own(path);
    }

    /** Outside of the home, somebody else could have made a directory of this name after it was lost. */
    private void verifyOwner(EngineHome home) throws IOException {
        UserPrincipal owner = Files.getOwner(path, LinkOption.NOFOLLOW_LINKS);
        if (!owner.equals(Files.getOwner(home.engine())) && !owner.equals(Files.getOwner(home.data()))) {
            throw new EmbeddedPostgresException(
                    "socket directory " + path + " belongs to " + owner + "; remove it and start HeliosDB again");
        }
    }

    Path socket(int port) {
        return socketIn(path, port);
    }

    /** Takes the directory away again if it is not in the home. */
    void remove() throws IOException {
        if (Files.exists(note)) {
            if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                empty();
                Files.delete(path);
            }
            Files.delete(note);
        }
    }

    private static Path elsewhere(int limit, int port) throws IOException {
        for (String root : new String[] {System.getProperty("java.io.tmpdir"), "/tmp"}) {
            Path candidate = Path.of(root);
            if (Files.isDirectory(candidate)
                    && length(socketIn(candidate.resolve(PREFIX), port)) + LONGEST_RANDOM_PART <= limit) {
                return Files.createTempDirectory(candidate, PREFIX);
            }
        }
        throw new EmbeddedPostgresException(
                "the paths of the home and of the temporary directory are both too long for a" + " Unix socket (limit "
                        + limit + " bytes); choose a shorter --home");
    }

    private void empty() throws IOException {
        try (DirectoryStream<Path> sockets = Files.newDirectoryStream(path, SOCKET + "*")) {
            for (Path socket : sockets) {
                Files.deleteIfExists(socket);
            }
        }
    }

    private static Path socketIn(Path directory, int port) {
        return directory.resolve(SOCKET + port);
    }

    private static int length(Path socket) {
        return socket.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
