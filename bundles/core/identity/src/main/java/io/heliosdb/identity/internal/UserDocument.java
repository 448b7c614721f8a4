package io.heliosdb.identity.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.heliosdb.identity.User;
import io.heliosdb.identity.UserSettings;
import io.heliosdb.spi.engine.Role;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The content of {@code users.json}. Fields that this version does not know stay as they are, of the document and of
 * every user that is put again. Not for several threads.
 */
public final class UserDocument {
    private static final int VERSION = 1;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final ObjectNode root;
    private final ObjectNode userNodes;
    private final Map<String, User> users = new TreeMap<>();
    private boolean changed;

    private UserDocument(ObjectNode root, ObjectNode userNodes) {
        this.root = root;
        this.userNodes = userNodes;
    }

    static UserDocument empty() {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("version", VERSION);
        return new UserDocument(root, root.putObject("users"));
    }

    /**
     * @param file named in the error
     * @throws HeliosException XX001 where the content is anything else than users; the message shows none of its secrets.
     *     0A000 where a newer version wrote it
     */
    static UserDocument parse(byte[] json, Path file) {
        JsonNode tree = tree(json, file);
        try {
            ObjectNode root = Fields.object("the document", tree);
            int version = Fields.integer("version", root.get("version"));
            if (version > VERSION) {
                throw new HeliosException(
                        SqlState.FEATURE_NOT_SUPPORTED,
                        "user store " + file + " is of a newer HeliosDB: version " + version + " (expected: " + VERSION
                                + ")");
            }
            if (version < VERSION) {
                throw new FieldException("version: " + version + " (expected: " + VERSION + ")");
            }
            ObjectNode nodes = Fields.object("users", root.get("users"));
            UserDocument document = new UserDocument(root, nodes);
            for (Map.Entry<String, JsonNode> entry : nodes.properties()) {
                document.users.put(entry.getKey(), user(entry.getKey(), entry.getValue()));
            }
            return document;
        } catch (FieldException e) {
            throw damaged(file, e.getMessage());
        }
    }

    private static JsonNode tree(byte[] json, Path file) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            // The parser's own message quotes the text, which can be part of a verifier.
            throw damaged(
                    file,
                    "no JSON at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HeliosException damaged(Path file, String why) {
        return new HeliosException(SqlState.DATA_CORRUPTED, "user store " + file + " is damaged: " + why)
                .with(HeliosException.Field.HINT, "Repair it, or restore it from a backup. It is left as it is.");
    }

    private static User user(String name, JsonNode value) throws FieldException {
        String where = "users." + name;
        ObjectNode node = Fields.object(where, value);
        try {
            return new User(
                    name,
                    new UserSettings(
                            attributes(where + ".attributes", node.get("attributes")),
                            Fields.optionalText(where + ".database", node.get("database")),
                            Fields.truth(where + ".enabled", node.get("enabled"), true),
                            instant(where + ".validUntil", node.get("validUntil"))),
                    verifiers(where + ".verifiers", node.get("verifiers")),
                    Fields.truth(where + ".demo", node.get("demo"), false),
                    instant(where + ".created", node.get("created")).orElse(Instant.EPOCH),
                    instant(where + ".changed", node.get("changed")).orElse(Instant.EPOCH));
        } catch (HeliosException e) {
            throw new FieldException(where + ": " + e.getMessage());
        }
    }

    private static Map<String, String> verifiers(String where, JsonNode value) throws FieldException {
        Map<String, String> verifiers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : Fields.object(where, value).properties()) {
            verifiers.put(entry.getKey(), Fields.text(where + "." + entry.getKey(), entry.getValue()));
        }
        return verifiers;
    }

    private static Set<Role.Attribute> attributes(String where, JsonNode value) throws FieldException {
        Set<Role.Attribute> attributes = EnumSet.noneOf(Role.Attribute.class);
        if (value == null) {
            return attributes;
        }
        if (!(value instanceof ArrayNode names)) {
            throw new FieldException(where + " is no array");
        }
        for (JsonNode element : names) {
            String name = Fields.text(where, element);
            try {
                attributes.add(Role.Attribute.valueOf(name));
            } catch (IllegalArgumentException e) {
                throw new FieldException(
                        where + ": " + name + " (expected: " + EnumSet.allOf(Role.Attribute.class) + ")");
            }
        }
        return attributes;
    }

    private static Optional<Instant> instant(String where, JsonNode value) throws FieldException {
        Optional<String> text = Fields.optionalText(where, value);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeException e) {
            throw new FieldException(where + " is no time like 2027-01-31T00:00:00Z");
        }
    }

    /** By name; changes with this document. */
    public Map<String, User> users() {
        return Collections.unmodifiableMap(users);
    }

    /** Adds a user, or writes what is known of it over what was. */
    public void put(User user) {
        changed = true;
        users.put(user.name(), user);
        ObjectNode node = userNodes.withObjectProperty(user.name());
        ObjectNode verifiers = node.putObject("verifiers");
        new TreeMap<>(user.verifiers()).forEach(verifiers::put);
        ArrayNode attributes = node.putArray("attributes");
        user.settings().attributes().stream().sorted().map(Enum::name).forEach(attributes::add);
        putOrRemove(node, "database", user.settings().database());
        node.put("enabled", user.settings().enabled());
        putOrRemove(node, "validUntil", user.settings().validUntil().map(Instant::toString));
        putOrRemove(node, "demo", user.demo());
        node.put("created", user.created().toString());
        node.put("changed", user.changed().toString());
    }

    private static void putOrRemove(ObjectNode node, String field, Optional<String> value) {
        value.ifPresentOrElse(text -> node.put(field, text), () -> node.remove(field));
    }

    private static void putOrRemove(ObjectNode node, String field, boolean value) {
        if (value) {
            node.put(field, true);
        } else {
            node.remove(field);
        }
    }

    public void remove(String name) {
        changed = true;
        users.remove(name);
        userNodes.remove(name);
    }

    /** Whether a user was put or removed. */
    boolean isChanged() {
        return changed;
    }

    byte[] json() {
        try {
            return (MAPPER.writeValueAsString(root) + '\n').getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
