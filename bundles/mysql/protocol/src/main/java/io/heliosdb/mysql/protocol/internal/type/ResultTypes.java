package io.heliosdb.mysql.protocol.internal.type;

import io.heliosdb.mysql.protocol.internal.message.ColumnDefinition;
import io.heliosdb.spi.dialect.Table;
import io.heliosdb.spi.dialect.TableColumn;
import io.heliosdb.spi.type.Column;
import io.heliosdb.sql.session.ResultColumn;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;

/**
 * Tells the columns of a result in MySQL's terms.
 *
 * @param characters what the client reads
 * @param zone of the session
 * @param database the engine's database: MySQL's name of the engine's default schema
 */
public record ResultTypes(CharacterSet characters, ZoneRules zone, String database) {
    private static final String DEFAULT_SCHEMA = "public";

    public List<MysqlColumn> columns(List<ResultColumn> columns) {
        return columns.stream().map(this::column).toList();
    }

    private MysqlColumn column(ResultColumn result) {
        Column column = result.column();
        Optional<TableColumn> origin = result.origin();
        MysqlType type = new TypeMapping(characters, zone)
                .of(
                        column.typeOid(),
                        column.typeModifier(),
                        origin.map(DeclaredType::of).orElse(DeclaredType.NONE));
        String table = result.table().map(Table::name).orElse("");
        ColumnDefinition definition = new ColumnDefinition(
                result.table().map(this::database).orElse(""),
                result.correlation()
                        .filter(name -> !table.isEmpty() && !name.isEmpty())
                        .orElse(table),
                table,
                result.correlation().isPresent() ? column.name() : label(column, origin),
                origin.map(named -> named.label().orElse(named.name())).orElse(""),
                type.collation(),
                type.length(),
                type.type().code(),
                type.flags() | flags(result),
                type.decimals(),
                Optional.empty());
        return new MysqlColumn(definition, type.codec());
    }

    /** The definition of a parameter of which the engine knows the type. */
    public ColumnDefinition parameter(int engineType) {
        MysqlType type = new TypeMapping(characters, zone).of(engineType, -1, DeclaredType.NONE);
        return new ColumnDefinition(
                "",
                "",
                "",
                "?",
                "",
                type.collation(),
                type.length(),
                type.type().code(),
                type.flags(),
                type.decimals(),
                Optional.empty());
    }

    private String database(Table table) {
        return table.schema().equals(DEFAULT_SCHEMA) ? database : table.schema();
    }

    /** A column that the statement did not rename is shown as its table's creator spelled it. */
    private static String label(Column column, Optional<TableColumn> origin) {
        return origin.filter(named -> named.name().equals(column.name()))
                .flatMap(TableColumn::label)
                .orElse(column.name());
    }

    private static int flags(ResultColumn result) {
        if (result.origin().isEmpty()) {
            return 0;
        }
        TableColumn origin = result.origin().get();
        int flags = origin.notNull() ? FieldFlag.NOT_NULL : 0;
        if (origin.generated()) {
            flags |= FieldFlag.AUTO_INCREMENT;
        } else if (origin.notNull() && origin.defaultValue().isEmpty()) {
            flags |= FieldFlag.NO_DEFAULT_VALUE;
        }
        return flags
                | result.table().map(table -> keyFlags(table, origin.name())).orElse(0);
    }

    private static int keyFlags(Table table, String column) {
        int flags = 0;
        for (int key = 0; key < table.uniqueKeys().size(); key++) {
            List<String> columns = table.uniqueKeys().get(key);
            if (!columns.contains(column)) {
                continue;
            }
            if (key == 0 && table.primaryKey()) {
                flags |= FieldFlag.PRI_KEY;
            } else if (columns.size() == 1) {
                flags |= FieldFlag.UNIQUE_KEY;
            } else {
                flags |= FieldFlag.MULTIPLE_KEY;
            }
        }
        return flags;
    }
}
