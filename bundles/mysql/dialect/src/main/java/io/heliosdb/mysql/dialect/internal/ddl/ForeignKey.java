package io.heliosdb.mysql.dialect.internal.ddl;

import io.heliosdb.mysql.dialect.internal.text.Name;
import io.heliosdb.mysql.dialect.internal.text.QualifiedName;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A foreign key. */
record ForeignKey(Optional<Name> name, List<Name> columns, Reference reference) {
    /**
     * Where it points.
     *
     * @param actions the engine's text of ON DELETE and ON UPDATE, with a blank before each
     */
    record Reference(QualifiedName table, List<Name> columns, String actions) {
        Reference {
            Objects.requireNonNull(table, "table");
            columns = List.copyOf(columns);
            Objects.requireNonNull(actions, "actions");
        }
    }

    ForeignKey {
        Objects.requireNonNull(name, "name");
        columns = List.copyOf(columns);
        Objects.requireNonNull(reference, "reference");
    }
}
