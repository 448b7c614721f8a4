package io.heliosdb.spi.configuration;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A key of a configuration.
 *
 * @param name as it stands in the configuration
 * @param defaultText what holds where it is absent
 * @param form how its value is written
 * @param perMember whether it exists for every member too, as {@code <name>.<member>}: {@code port.postgresql}
 */
public record Setting<T>(String name, String defaultText, Form<T> form, boolean perMember) {
    private static final Pattern MEMBER = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    public Setting(String name, String defaultText, Form<T> form) {
        this(name, defaultText, form, false);
    }

    /** The same setting, for every member too. */
    public Setting<T> forEveryMember() {
        return new Setting<>(name, defaultText, form, true);
    }

    boolean hasName(String key) {
        return key.equals(name)
                || (perMember
                        && key.startsWith(prefix())
                        && MEMBER.matcher(key.substring(prefix().length())).matches());
    }

    /** @throws IllegalArgumentException that says what was found and what was expected */
    void check(String text) {
        try {
            Objects.requireNonNull(form.read(text));
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: " + wrong.getMessage() + ")", wrong);
        }
    }

    T in(Map<String, String> texts) {
        return form.read(texts.getOrDefault(name, defaultText));
    }

    Map<String, T> membersIn(Map<String, String> texts) {
        Map<String, T> members = new TreeMap<>();
        texts.forEach((key, text) -> {
            if (perMember && key.startsWith(prefix())) {
                members.put(key.substring(prefix().length()), form.read(text));
            }
        });
        return members;
    }

    private String prefix() {
        return name + ".";
    }
}
