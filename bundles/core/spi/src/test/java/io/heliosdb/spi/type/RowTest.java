package io.heliosdb.spi.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {
    private final Row row = new Row();

    @Property
    void findsEveryCell(@ForAll @Size(max = 40) List<@WithNull byte[]> cells) {
        ByteBuf body = Unpooled.buffer().writeShort(cells.size());
        for (byte[] cell : cells) {
            body.writeInt(cell == null ? -1 : cell.length);
            body.writeBytes(cell == null ? new byte[0] : cell);
        }

        row.read(body);

        assertThat(row.columns()).isEqualTo(cells.size());
        for (int column = 0; column < cells.size(); column++) {
            byte[] cell = cells.get(column);
            assertThat(row.isNull(column)).isEqualTo(cell == null);
            if (cell != null) {
                assertThat(ByteBufUtil.getBytes(row.body(), row.offset(column), row.length(column)))
                        .isEqualTo(cell);
            }
        }
        assertThat(body.readerIndex()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0001", "0001fffffffe", "0002ffffffff", "00017fffffff41"})
    void refusesLengthsThatPointOutside(String hex) {
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThatThrownBy(() -> row.read(body)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void knowsOnlyItsColumns() {
        row.read(Unpooled.buffer().writeShort(1).writeInt(-1));

        assertThatThrownBy(() -> row.length(1)).hasMessage("column: 1 (expected: 0..0)");
        assertThatThrownBy(() -> row.offset(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void readsARowDescription() {
        // select 1 as one, as PostgreSQL 18 describes it: name, table 0, attribute 0, int4, 4 octets, no modifier, text
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(
                "0001" + "6f6e6500" + "00000000" + "0000" + "00000017" + "0004" + "ffffffff" + "0000"));

        assertThat(Column.readRowDescription(body))
                .containsExactly(new Column("one", 0, (short) 0, 23, (short) 4, -1, (short) 0));
        assertThat(body.isReadable()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0001", "00016f6e65", "00016f6e650000000000"})
    void refusesARowDescriptionWithoutEnd(String hex) {
        ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));

        assertThatThrownBy(() -> Column.readRowDescription(body)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
