package io.heliosdb.identity.internal;

import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** The folder {@code identity} of a home: its users, and the secret that decoys are made from. */
public final class UserFile {
    /** Octets of the secret. */
    static final int SECRET_OCTETS = 32;

    private static final String USERS = "users.json";
    private static final String SECRET = "secret";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final PrivateFolder folder;
    private final Path users;
    private final Duration patience;

    public UserFile(Path home) {
        this(home, PATIENCE);
    }

    /** @param patience how long a change waits for another process's */
    UserFile(Path home, Duration patience) {
        this.folder = new PrivateFolder(home.toAbsolutePath().resolve("identity"));
        this.users = folder.file(USERS);
        this.patience = patience;
    }

    /** @throws HeliosException 58030, XX001, 0A000 */
    public UserDocument read() {
        Optional<byte[]> json = attempt("read", () -> folder.read(USERS));
        return json.map(octets -> UserDocument.parse(octets, users)).orElseGet(UserDocument::empty);
    }

    /** What changes when the file does; empty where there is none. */
    Optional<PrivateFolder.Stamp> stamp() {
        return attempt("read", () -> folder.stamp(USERS));
    }

    /**
     * Reads the users, and writes them where they were changed, while nobody else can.
     *
     * @param change may throw: nothing is written then
     * @throws HeliosException 58030, XX001, 0A000, 55P03
     */
    public <T> T edit(Function<UserDocument, T> change) {
        return locked(() -> {
            UserDocument document = read();
            T result = change.apply(document);
            if (document.isChanged()) {
                folder.replace(USERS, document.json());
            }
            return result;
        });
    }

    /** The server's secret, made at the first call: the same octets ever after. */
    byte[] secret() {
        return locked(() -> {
            Optional<byte[]> stored = folder.read(SECRET);
            if (stored.isEmpty()) {
                byte[] secret = new byte[SECRET_OCTETS];
                RANDOM.nextBytes(secret);
                folder.replace(SECRET, secret);
                return secret;
            }
            if (stored.get().length != SECRET_OCTETS) {
                throw new HeliosException(
                                SqlState.DATA_CORRUPTED,
                                folder.file(SECRET) + " has " + stored.get().length + " octets (expected: "
                                        + SECRET_OCTETS + ")")
                        .with(HeliosException.Field.HINT, "Remove it: a new one is made at the next start.");
            }
            return stored.get();
        });
    }

    private <T> T locked(Work<T> work) {
        return attempt("written", () -> {
            folder.make();
            FolderLock lock = lock();
            try {
                return work.run();
            } finally {
                lock.close();
            }
        });
    }

    private FolderLock lock() throws IOException {
        try {
            return FolderLock.acquire(folder, patience)
                    .orElseThrow(() -> new HeliosException(
                            SqlState.LOCK_NOT_AVAILABLE,
                            "user store " + users + " is being changed by another process; try again"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HeliosException(SqlState.QUERY_CANCELED, "interrupted while waiting for user store " + users);
        }
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T attempt(String what, Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new HeliosException(
                    SqlState.IO_ERROR, "user store " + users + " cannot be " + what + ": " + reason(e));
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException denied) {
            return "no permission for " + denied.getFile();
        }
        boolean saysWhy =
                e.getMessage() != null && !(e instanceof FileSystemException failed && failed.getReason() == null);
        return saysWhy ? e.getMessage() : e.toString();
    }
}
