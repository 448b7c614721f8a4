package io.heliosdb.console.internal.access;

import io.heliosdb.files.AtomicFile;
import io.heliosdb.files.FileMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The secret that opens the admin port: whoever can read its file in the home may run the server. */
public final class AdminToken {
    private static final String FILE = "admin-token";
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{32,512}");

    private final byte[] digest;

    private AdminToken(String token) {
        digest = Secrets.digest(token);
    }

    /** @param token at least 32 printable characters of ASCII */
    public static AdminToken of(String token) {
        if (!FORM.matcher(token).matches()) {
            throw new IllegalArgumentException("the admin token has to be one line of 32 to 512 printable characters");
        }
        return new AdminToken(token);
    }

    /**
     * Reads the home's token, which is made where there is none: 256 random bits, readable by the server's user alone.
     *
     * @throws IOException also where the file holds no token, saying so
     */
    public static AdminToken in(Path home) throws IOException {
        Path file = home.resolve(FILE);
        if (Files.notExists(file)) {
            create(file);
        }
        try {
            return of(Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage() + "; remove the file and start again", e);
        }
    }

    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        AtomicFile.write(file, (Secrets.random() + "\n").getBytes(StandardCharsets.US_ASCII), FileMode.PRIVATE_FILE);
    }

    /** Takes the same time for every text of one length. */
    public boolean is(String text) {
        return Secrets.same(digest, Secrets.digest(text));
    }
}
