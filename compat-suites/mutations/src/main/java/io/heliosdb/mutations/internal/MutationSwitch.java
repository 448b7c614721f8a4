package io.heliosdb.mutations.internal;

import io.heliosdb.mutations.Mutation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.osgi.framework.BundleContext;

/**
 * Which mutation is on: the one that {@code etc/mutation} in the home names. Read again for each session, so that a
 * connection that opens after the file has changed has the change.
 */
public final class MutationSwitch {
    /** The file, below the home. */
    public static final Path FILE = Path.of("etc", "mutation");

    private final Path file;

    MutationSwitch(BundleContext context) {
        this(Path.of(context.getProperty("heliosdb.home")));
    }

    /** @param home the server's */
    public MutationSwitch(Path home) {
        file = home.resolve(FILE);
    }

    /** The mutation of now; {@link Mutation#NONE} without a file. */
    public Mutation now() {
        try {
            return Mutation.of(Files.readString(file).strip());
        } catch (NoSuchFileException e) {
            return Mutation.NONE;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Turns a mutation on and every other one off. */
    public void set(Mutation mutation) throws IOException {
        Path whole = file.resolveSibling("mutation.new");
        Files.writeString(whole, mutation.id());
        Files.move(
                whole,
                file,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
