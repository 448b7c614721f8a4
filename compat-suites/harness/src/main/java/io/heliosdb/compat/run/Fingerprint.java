package io.heliosdb.compat.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heliosdb.compat.matrix.Matrix;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What the files say that a suite's cases are made of, as one number that changes with any of them. */
final class Fingerprint {

    /** What lies beside the suites' folders and is shared by them: modules, and settings of pytest. */
    private static final List<String> SHARED = List.of(".py", ".toml", ".ini", ".cfg");

    private final Matrix matrix;
    private final Map<Path, String> known = new ConcurrentHashMap<>();

    Fingerprint(Matrix matrix) {
        this.matrix = matrix;
    }

    /**
     * The fingerprint of suites together with what they share.
     *
     * @param suites their folders, relative to the matrix
     * @param others further words that belong to it
     */
    String of(List<String> suites, List<String> others) throws IOException {
        MessageDigest digest = sha256();
        others.forEach(word -> add(digest, word));
        Path root = matrix.directory();
        for (String suite : suites) {
            Path folder = root.resolve(suite).normalize();
            add(digest, tree(folder));
            for (Path above = folder.getParent(); above != null && above.startsWith(root); above = above.getParent()) {
                add(digest, shared(above));
            }
        }
        for (Path input : matrix.inputs()) {
            add(digest, tree(input));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private String tree(Path folder) throws IOException {
        return remembered(folder, Integer.MAX_VALUE);
    }

    private String shared(Path folder) throws IOException {
        return remembered(folder, 1);
    }

    private String remembered(Path folder, int depth) throws IOException {
        try {
            return known.computeIfAbsent(depth == 1 ? folder.resolve("*") : folder, key -> digest(folder, depth));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static String digest(Path folder, int depth) {
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(folder, depth)) {
            found.filter(Files::isRegularFile)
                    .filter(file ->
                            depth == 1 ? isShared(file) : !file.toString().contains("__pycache__"))
                    .forEach(file -> files.put(folder.relativize(file).toString(), file));
            MessageDigest digest = sha256();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                add(digest, file.getKey());
                digest.update(sha256().digest(Files.readAllBytes(file.getValue())));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isShared(Path file) {
        return SHARED.stream().anyMatch(file.toString()::endsWith);
    }

    private static void add(MessageDigest digest, String word) {
        digest.update(word.getBytes(UTF_8));
        digest.update((byte) 0);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
