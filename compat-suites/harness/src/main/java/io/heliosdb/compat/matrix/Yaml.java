package io.heliosdb.compat.matrix;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.heliosdb.compat.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the lab's YAML files, and says where one is wrong. */
public final class Yaml {

    private static final ObjectMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER, YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES, YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private Yaml() {}

    /**
     * Reads {@code file}.
     *
     * @throws LabException where it cannot be read or does not fit {@code type}; the message names the file, the line
     *     and what is wrong
     */
    public static <T> T read(Path file, Class<T> type) {
        try {
            T content = YAML.readValue(Files.readString(file), type);
            if (content == null) {
                throw new LabException(file + " is empty");
            }
            return content;
        } catch (JsonProcessingException e) {
            throw new LabException(file + place(e.getLocation()) + ": " + problem(e), e);
        } catch (IOException e) {
            throw new LabException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** {@code content} as YAML. */
    public static String write(Object content) {
        try {
            return YAML.writeValueAsString(content);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as YAML: " + e.getOriginalMessage(), e);
        }
    }

    private static String place(JsonLocation location) {
        return location == null ? "" : ", line " + location.getLineNr();
    }

    private static String problem(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            return "unknown key '" + unknown.getPropertyName() + "' (expected one of: " + unknown.getKnownPropertyIds()
                    + ")";
        }
        if (e instanceof MismatchedInputException mismatch && e.getCause() == null) {
            return path(mismatch) + " is not what is expected there";
        }
        if (e instanceof JsonMappingException && e.getCause() instanceof RuntimeException cause) {
            return String.valueOf(cause.getMessage());
        }
        return e.getOriginalMessage().lines().findFirst().orElse("not valid");
    }

    /** The way to what is wrong, such as {@code drivers[1].versions}. */
    private static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? "the file" : path.toString();
    }
}
