package io.heliosdb.spi.dialect;

import java.util.Objects;
import java.util.Optional;

/**
 * A column of a table.
 *
 * @param name the engine's name
 * @param attributeNumber {@code pg_attribute.attnum}
 * @param type the declared type without modifier: a domain's own name ({@code tinyint_unsigned}), otherwise as
 *     {@code format_type} says ({@code character varying})
 * @param typeModifier {@code atttypmod}, -1 if none
 * @param notNull whether it refuses NULL
 * @param generated whether the engine generates its key: an identity, or a default that takes from a sequence
 * @param defaultValue the expression of its default
 * @param comment what COMMENT ON COLUMN says
 * @param label the name as the table's creator spelled it
 * @param declaration the type as a creator of this dialect declared it, in the vendor's words, where the engine's type
 *     does not say as much ({@code enum('a','b')})
 */
public record TableColumn(
        String name,
        int attributeNumber,
        String type,
        int typeModifier,
        boolean notNull,
        boolean generated,
        Optional<String> defaultValue,
        Optional<String> comment,
        Optional<String> label,
        Optional<String> declaration) {
    public TableColumn {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(defaultValue, "defaultValue");
        Objects.requireNonNull(comment, "comment");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(declaration, "declaration");
    }
}
