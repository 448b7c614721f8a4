package io.heliosdb.reports;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Allure's command line, which travels in this jar and is unpacked once. It runs in a process of its own, because it
 * brings libraries in other versions than ours, and it is told not to call home.
 */
final class AllureGenerator {

    private static final String ARCHIVE = "allure-commandline.zip";
    private static final String COMPLETE = ".complete";
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /**
     * The plugin that sorts results by tier, driver and capability. The others read foreign results, repeat what there is,
     * or talk to services on the network.
     */
    private static final String CONFIGURATION = "plugins:\n  - behaviors-plugin\n";

    private final Path home;

    private AllureGenerator(Path home) {
        this.home = home;
    }

    /**
     * Finds the generator below {@code cache}, unpacking it there when it is not there yet.
     *
     * @throws IOException where it cannot be unpacked
     */
    static AllureGenerator in(Path cache) throws IOException {
        try (InputStream resource = AllureGenerator.class.getResourceAsStream(ARCHIVE)) {
            if (resource == null) {
                throw new IOException("this build carries no Allure generator (" + ARCHIVE + ")");
            }
            ZipInputStream archive = new ZipInputStream(resource);
            ZipEntry first = archive.getNextEntry();
            if (first == null) {
                throw new IOException(ARCHIVE + " is empty");
            }
            Path home = cache.resolve(Path.of(first.getName()).getName(0).toString());
            if (Files.notExists(home.resolve(COMPLETE))) {
                Files.createDirectories(cache);
                Path draft = Files.createTempDirectory(cache, "allure");
                try {
                    unpack(archive, draft);
                    Files.writeString(draft.resolve("config").resolve("allure.yml"), CONFIGURATION);
                    Files.createFile(draft.resolve(COMPLETE));
                    Trees.delete(home);
                    Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
                } finally {
                    Trees.delete(draft);
                }
            }
            return new AllureGenerator(home);
        }
    }

    /** Unpacks without the archive's top folder, whose own entry has been read already. */
    private static void unpack(ZipInputStream archive, Path target) throws IOException {
        for (ZipEntry entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
            Path name = Path.of(entry.getName()).normalize();
            Path file = target.resolve(name.subpath(1, name.getNameCount())).normalize();
            if (!file.startsWith(target)) {
                throw new IOException(ARCHIVE + " has an entry outside of its folder: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
            } else {
                Files.createDirectories(file.getParent());
                Files.copy(archive, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /**
     * Starts the generator.
     *
     * @param results the folder with the results
     * @param target the folder that becomes the report; its former content is lost
     * @param options further options, such as {@code --single-file}
     */
    Running start(Path results, Path target, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-classpath",
                home.resolve("lib").resolve("*") + File.pathSeparator + home.resolve("config"),
                "io.qameta.allure.CommandLine",
                "--quiet",
                "generate",
                "--clean",
                "--output",
                target.toString()));
        command.addAll(options);
        command.add(results.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("APP_HOME", home.toString());
        builder.environment().put("ALLURE_NO_ANALYTICS", "true");
        Path log = Files.createTempFile("allure-generator", ".log");
        return new Running(builder.redirectOutput(log.toFile()).start(), log);
    }

    /** A generator at work. */
    record Running(Process process, Path log) {

        /** Waits until the report is there. */
        void await() throws IOException, InterruptedException {
            try {
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException("Allure's generator was still busy after " + LIMIT.toMinutes() + " minutes");
                }
                if (process.exitValue() != 0) {
                    throw new IOException("Allure's generator ended with exit " + process.exitValue() + ": "
                            + Files.readString(log).strip());
                }
            } finally {
                process.destroyForcibly();
                Files.deleteIfExists(log);
            }
        }
    }
}
