package io.heliosdb.reports;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Reads and writes the files of this module: JSON, one value a line, so that two versions compare well. */
public final class JsonFile {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    /** Leaves out what is empty or 0: a file that is kept in version control is read line by line. */
    private static final ObjectMapper COMPACT = JSON.copy()
            .setDefaultPropertyInclusion(JsonInclude.Include.NON_DEFAULT)
            .setDefaultPrettyPrinter(new DefaultPrettyPrinter(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER))
                    .withObjectIndenter(new DefaultIndenter(" ", "\n"))
                    .withArrayIndenter(new DefaultIndenter(" ", "\n")));

    private JsonFile() {}

    /**
     * Writes {@code content}; a reader never sees half a file.
     *
     * @throws IOException where the file cannot be written
     */
    static void write(Path file, Object content) throws IOException {
        replace(file, JSON.writeValueAsString(content));
    }

    /**
     * Writes {@code content} without the values that are empty or 0, each of the others on a line of its own.
     *
     * @throws IOException where the file cannot be written
     */
    public static void writeCompact(Path file, Object content) throws IOException {
        replace(file, COMPACT.writeValueAsString(content) + "\n");
    }

    /**
     * Writes {@code text} in place of what the file holds; a reader never sees half of it.
     *
     * @throws IOException where the file cannot be written
     */
    public static void replace(Path file, String text) throws IOException {
        Path parent = Files.createDirectories(file.toAbsolutePath().getParent());
        Path draft = parent.resolve("." + file.getFileName() + ".draft");
        try {
            Files.writeString(draft, text);
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /**
     * Reads a file.
     *
     * @param what what the file is expected to be, for the message of the error, such as {@code conformance report}
     * @throws IOException where the file cannot be read or does not fit {@code type}; the message names the file
     */
    public static <T> T read(Path file, Class<T> type, String what) throws IOException {
        try {
            return JSON.readValue(file.toFile(), type);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is no " + what + ": " + e.getOriginalMessage(), e);
        }
    }
}
