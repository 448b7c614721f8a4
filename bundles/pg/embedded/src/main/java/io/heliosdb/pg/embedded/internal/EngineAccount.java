package io.heliosdb.pg.embedded.internal;

import io.heliosdb.pg.embedded.EmbeddedPostgresException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The account that PostgreSQL runs under: the server's own, or, because PostgreSQL never runs as root, a private user id
 * that nothing else on the machine uses.
 */
final class EngineAccount {

    /** A user and its main group by number. */
    record Ids(int user, int group) {}

    /** Where the search for a free user id begins: a range that neither Linux distributions nor systemd hand out. */
    static final int FIRST_PRIVATE_ID = 60823;

    private static final int LAST_PRIVATE_ID = 61183;
    private static final int ROOT = 0;
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(10);

    private final String serverUser;
    private final Optional<Ids> dropped;

    private EngineAccount(String serverUser, Optional<Ids> dropped) {
        this.serverUser = serverUser;
        this.dropped = dropped;
    }

    /**
     * Finds the account for a home. A data directory that is there already decides it, so that a home keeps its account.
     *
     * @throws EmbeddedPostgresException there is no account that could use this home, with the remedy
     */
    static EngineAccount of(EngineHome home) throws IOException, InterruptedException {
        if (Platform.isWindows()) {
            return new EngineAccount(System.getProperty("user.name"), Optional.empty());
        }
        List<String> identity =
                shell("id -u; id -un", List.of()).output().lines().toList();
        int user = Integer.parseInt(identity.get(0).strip());
        boolean named = identity.size() == 2;
        Optional<Ids> owner = owner(home.data());
        if (user != ROOT) {
            if (!named) {
                throw new EmbeddedPostgresException(
                        "user id " + user + " has no entry in /etc/passwd, which PostgreSQL asks for; add one");
            }
            if (owner.isPresent() && owner.get().user() != user) {
                throw new EmbeddedPostgresException("data directory " + home.data() + " belongs to user id "
                        + owner.get().user() + ", not to " + identity.get(1)
                        + "; run HeliosDB as before, or as root: chown -R "
                        + identity.get(1) + " " + home.engine());
            }
            return new EngineAccount(identity.get(1), Optional.empty());
        }
        if (!Platform.isLinux()) {
            throw new EmbeddedPostgresException("PostgreSQL does not run as root; run HeliosDB as another user");
        }
        Ids ids = owner.filter(found -> found.user() != ROOT).orElseGet(EngineAccount::privateIds);
        EngineAccount account = new EngineAccount(named ? identity.get(1) : "root", Optional.of(ids));
        account.verifyThatItReaches(home.engine());
        return account;
    }

    /** The operating-system user whose connections the engine trusts. */
    String serverUser() {
        return serverUser;
    }

    boolean isDropped() {
        return dropped.isPresent();
    }

    /** The command as this account runs it, without a way back to more rights. */
    List<String> command(List<String> command) {
        return dropped.map(ids -> as(ids, command)).orElse(command);
    }

    /**
     * The account for {@code initdb}, which insists on a passwd entry that the private user id has not.
     *
     * @throws EmbeddedPostgresException the system has no user nobody
     */
    EngineAccount forInitdb() throws IOException, InterruptedException {
        if (!isDropped()) {
            return this;
        }
        Subprocess.Result nobody = shell("id -u nobody && id -g nobody", List.of());
        if (!nobody.succeeded()) {
            throw new EmbeddedPostgresException("HeliosDB runs as root and the system has no user nobody, under which"
                    + " the engine's data is made; add it, or run HeliosDB as another user");
        }
        List<String> ids = nobody.output().lines().toList();
        return new EngineAccount(
                serverUser,
                Optional.of(new Ids(
                        Integer.parseInt(ids.get(0).strip()),
                        Integer.parseInt(ids.get(1).strip()))));
    }

    /** Makes this account the owner of a directory and of all that is in it; links are given, not followed. */
    void own(Path root) throws IOException {
        if (!isDropped()) {
            return;
        }
        UserPrincipalLookupService lookup = root.getFileSystem().getUserPrincipalLookupService();
        UserPrincipal user =
                lookup.lookupPrincipalByName(Integer.toString(dropped.get().user()));
        GroupPrincipal group =
                lookup.lookupPrincipalByGroupName(Integer.toString(dropped.get().group()));
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                return visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                PosixFileAttributeView view =
                        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
                view.setGroup(group);
                view.setOwner(user);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Makes this account the owner of what is not its own yet, such as a home that root restored from a backup. */
    void adopt(Path root) throws IOException {
        if (isDropped() && owner(root).filter(dropped.get()::equals).isEmpty()) {
            own(root);
        }
    }

    private static List<String> as(Ids ids, List<String> command) {
        List<String> full = new ArrayList<>(List.of(
                "setpriv",
                "--reuid",
                Integer.toString(ids.user()),
                "--regid",
                Integer.toString(ids.group()),
                "--clear-groups",
                "--no-new-privs",
                "--"));
        full.addAll(command);
        return full;
    }

    private void verifyThatItReaches(Path directory) throws IOException, InterruptedException {
        List<String> way = new ArrayList<>();
        for (Path step = directory; step != null; step = step.getParent()) {
            way.add(step.toString());
        }
        Collections.reverse(way);
        List<String> check = new ArrayList<>(List.of(
                "sh", "-c", "for d; do [ -x \"$d\" ] || { printf 'cannot enter %s' \"$d\"; exit 1; }; done", "sh"));
        check.addAll(way);
        Subprocess.Result result;
        try {
            result = Subprocess.run(command(check), Path.of("/"), COMMAND_LIMIT);
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "HeliosDB runs as root and PostgreSQL must not, but setpriv (package util-linux) cannot be run; "
                            + "install it, or run HeliosDB as another user",
                    e);
        }
        String refusal = "cannot enter ";
        if (result.output().startsWith(refusal)) {
            String closed = result.output().substring(refusal.length());
            throw new EmbeddedPostgresException("HeliosDB runs as root and PostgreSQL must not: its user id "
                    + dropped.get().user() + " cannot enter " + closed + "; choose another --home, run HeliosDB as"
                    + " another user, or: chmod o+x " + closed);
        }
        if (!result.succeeded()) {
            throw new EmbeddedPostgresException(
                    "HeliosDB runs as root and PostgreSQL must not, but root cannot become user" + " id "
                            + dropped.get().user() + " here (" + result.reason() + "); run HeliosDB as another user");
        }
    }

    private static Optional<Ids> owner(Path path) throws IOException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        return Optional.of(new Ids(
                (Integer) Files.getAttribute(path, "unix:uid"), (Integer) Files.getAttribute(path, "unix:gid")));
    }

    private static Ids privateIds() {
        for (int id = FIRST_PRIVATE_ID; id <= LAST_PRIVATE_ID; id++) {
            if (!isTaken(id)) {
                return new Ids(id, id);
            }
        }
        throw new IllegalStateException(
                "every user id from " + FIRST_PRIVATE_ID + " to " + LAST_PRIVATE_ID + " is taken on this machine");
    }

    private static boolean isTaken(int id) {
        try {
            return shell("id -un \"$1\"", List.of(Integer.toString(id))).succeeded();
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static Subprocess.Result shell(String script, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh"));
        command.addAll(arguments);
        return Subprocess.run(command, Path.of("/"), COMMAND_LIMIT);
    }
}
