package io.heliosdb.compat.process;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the driver's process reports, one JSON object a line, by the pytest plugin {@code compat_stream}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PytestEvent.Session.class, name = "session"),
    @JsonSubTypes.Type(value = PytestEvent.Case.class, name = "case"),
    @JsonSubTypes.Type(value = PytestEvent.CollectError.class, name = "collecterror"),
    @JsonSubTypes.Type(value = PytestEvent.Start.class, name = "start"),
    @JsonSubTypes.Type(value = PytestEvent.Phase.class, name = "phase"),
    @JsonSubTypes.Type(value = PytestEvent.Attach.class, name = "attach"),
    @JsonSubTypes.Type(value = PytestEvent.Finish.class, name = "finish"),
    @JsonSubTypes.Type(value = PytestEvent.End.class, name = "end"),
})
public sealed interface PytestEvent extends ProcessEvent {

    /**
     * The process is up.
     *
     * @param python version of the interpreter
     * @param platform the operating system, as Python names it
     * @param driver the driver's module; null where the folder does not tell
     * @param driverVersion its version; null where it is not installed
     * @param libraries every distribution of the environment, with its version
     */
    record Session(
            String python,
            String platform,
            String driver,
            @JsonProperty("driver_version") String driverVersion,
            Map<String, String> libraries)
            implements PytestEvent {
        public Session {
            python = Objects.requireNonNullElse(python, "");
            platform = Objects.requireNonNullElse(platform, "");
            libraries = Map.copyOf(Objects.requireNonNullElse(libraries, Map.of()));
        }
    }

    /**
     * A case was collected.
     *
     * @param id its id, unique within the suite
     * @param file the file that it stands in, relative to the suites' folder
     * @param name its name within the file
     * @param title what it shows, in words
     * @param description its whole documentation
     * @param capability the capability that it belongs to
     * @param mustPass whether a release needs it to pass
     * @param tags further tags
     * @param line the line in the file, from 1; 0 where it is not known
     */
    record Case(
            @JsonProperty(required = true) String id,
            String file,
            String name,
            String title,
            String description,
            String capability,
            @JsonProperty("must_pass") boolean mustPass,
            List<String> tags,
            int line)
            implements PytestEvent {
        public Case {
            Objects.requireNonNull(id, "id");
            file = Objects.requireNonNullElse(file, "");
            name = Objects.requireNonNullElse(name, id);
            title = Objects.requireNonNullElse(title, name);
            description = Objects.requireNonNullElse(description, "");
            capability = Objects.requireNonNullElse(capability, "");
            tags = List.copyOf(Objects.requireNonNullElse(tags, List.of()));
        }
    }

    /** A file, or a case that was asked for, could not be collected. */
    record CollectError(String file, String message) implements PytestEvent {
        public CollectError {
            file = Objects.requireNonNullElse(file, "");
            message = Objects.requireNonNullElse(message, "");
        }
    }

    /** A case begins. */
    record Start(@JsonProperty(required = true) String id) implements PytestEvent {}

    /**
     * A phase of a case is over.
     *
     * @param phase {@code setup}, {@code call} or {@code teardown}
     * @param outcome {@code passed}, {@code failed} or {@code skipped}
     * @param duration seconds
     * @param message why it did not pass; null when it did
     * @param trace the whole explanation; null when there is none
     */
    record Phase(
            @JsonProperty(required = true) String id,
            String phase,
            String outcome,
            double duration,
            String message,
            String trace)
            implements PytestEvent {}

    /**
     * Something to keep with a case: a text, or a file.
     *
     * @param name what it is
     * @param type its media type
     * @param text the content; null where {@code path} is given
     * @param path a file with the content; null where {@code text} is given
     */
    record Attach(@JsonProperty(required = true) String id, String name, String type, String text, String path)
            implements PytestEvent {
        public Attach {
            name = Objects.requireNonNullElse(name, "attachment");
            type = Objects.requireNonNullElse(type, "text/plain");
        }
    }

    /**
     * A case is over.
     *
     * @param outcome {@code passed}, {@code failed}, {@code skipped}, or {@code error} when its set-up or tear-down
     *     failed
     * @param duration seconds, of all phases together
     * @param message why it did not pass; null when it did
     * @param trace the whole explanation; null when there is none
     */
    record Finish(
            @JsonProperty(required = true) String id, String outcome, double duration, String message, String trace)
            implements PytestEvent {}

    /**
     * All cases are over and the process is about to end.
     *
     * @param status the status that the process is going to exit with
     */
    record End(int status) implements PytestEvent {}
}
