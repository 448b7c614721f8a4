package io.heliosdb.compat.server;

import io.heliosdb.compat.LabException;
import io.heliosdb.compat.process.ChildEnvironment;
import io.heliosdb.compat.process.Command;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The account that a vendor's server runs under: our own, or {@code nobody} where we are root. */
final class ServerAccount {

    /** A user and its main group by number. */
    record Ids(String user, String group) {}

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String ROOT = "0";

    private final Optional<Ids> dropped;

    private ServerAccount(Optional<Ids> dropped) {
        this.dropped = dropped;
    }

    /**
     * Finds the account.
     *
     * @throws LabException where we are root and there is no user to become
     */
    static ServerAccount find() throws InterruptedException {
        if (!ids("id -u").equals(List.of(ROOT))) {
            return ours();
        }
        List<String> nobody = ids("id -u nobody && id -g nobody");
        if (nobody.size() != 2) {
            throw new LabException("the lab runs as root, which servers refuse, and the system has no user nobody;"
                    + " run the lab as another user");
        }
        return of(new Ids(nobody.get(0), nobody.get(1)));
    }

    static ServerAccount ours() {
        return new ServerAccount(Optional.empty());
    }

    static ServerAccount of(Ids ids) {
        return new ServerAccount(Optional.of(ids));
    }

    /** The command as this account runs it, without a way back to more rights. */
    List<String> command(List<String> command) {
        List<String> full = new ArrayList<>();
        dropped.ifPresent(ids -> full.addAll(List.of(
                "setpriv", "--reuid", ids.user, "--regid", ids.group, "--clear-groups", "--no-new-privs", "--")));
        full.addAll(command);
        return full;
    }

    /** Makes this account the owner of a folder and of all that is in it; links are given, not followed. */
    void own(Path root) throws IOException {
        if (dropped.isEmpty()) {
            return;
        }
        UserPrincipalLookupService lookup = root.getFileSystem().getUserPrincipalLookupService();
        var user = lookup.lookupPrincipalByName(dropped.get().user);
        var group = lookup.lookupPrincipalByGroupName(dropped.get().group);
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return visitFile(folder, attributes);
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

    private static List<String> ids(String script) throws InterruptedException {
        try {
            Command.Result result = Command.run(List.of("/bin/sh", "-c", script), ChildEnvironment.clean(), LIMIT);
            return result.succeeded()
                    ? result.output().lines().map(String::strip).toList()
                    : List.of();
        } catch (IOException e) {
            throw new LabException("cannot find out who runs the lab: " + e.getMessage(), e);
        }
    }
}
