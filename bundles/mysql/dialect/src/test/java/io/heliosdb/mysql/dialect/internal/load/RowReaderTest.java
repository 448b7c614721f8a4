package io.heliosdb.mysql.dialect.internal.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines and fields, as the manual's "Field and Line Handling" has them and a server reads them. */
class RowReaderTest {
    /** What the file's octets and the options of a case are written with. */
    private static byte[] octets(String text) {
        return text.replace("␉", "\t").replace("␊", "\n").replace("␀", "\0").getBytes(ISO_8859_1);
    }

    private static int octet(String text) {
        return text == null ? FileFormat.NONE : octets(text)[0] & 0xff;
    }

    private static byte[] orNone(String text) {
        return text == null ? new byte[0] : octets(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '¬',
            nullValues = "-",
            value = {
                // content ¦ fields end ¦ enclosed ¦ escape ¦ lines begin ¦ lines end ¦ rows
                "a␉b␊c␉d␊        ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ a|b;c|d",
                "a␉b␊c␉d         ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ a|b;c|d",
                "a␊␊b␉           ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ a;;b",
                "a␉b␉c␉d␊e␉f␊    ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ a|b+;e|f",
                "\\N␉\\Na␊        ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ NULL|Na",
                "NULL␉\\\\N␊      ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ 'NULL'|\\N",
                "a\\␉b␉c\\␊d␊    ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ a␉b|c␊d",
                "\\0\\n\\t\\x␉b\\  ¦ ␉ ¦ - ¦ \\ ¦ -   ¦ ␊ ¦ ␀␊␉x|b\\",
                "a\\n␉\\N␊        ¦ ␉ ¦ - ¦ -  ¦ -   ¦ ␊ ¦ a\\n|\\N",
                "\"a,b\",c␊       ¦ , ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ a,b|c",
                "\"a\"\"b\",\"c␊d\"␊ ¦ , ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ a\"b|c␊d",
                "\"a\"b\",\"c\\\"d\"␊ ¦ , ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ a\"b|c\"d",
                "\"a\"\"b\",\"c\\nd\" ¦ , ¦ \" ¦ \" ¦ -  ¦ ␊ ¦ a\"b|c\\nd",
                "NULL,\"NULL\"␊   ¦ , ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ NULL|'NULL'",
                "\\N,\"\\N\"␊     ¦ , ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ NULL|NULL",
                "\"a␊,b␊         ¦ , ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ \"a␊,b␊",
                "\"\",\"\"␊       ¦ , ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ |",
                "xxa,b␊yyxxc,d␊e␊xxf ¦ , ¦ - ¦ \\ ¦ xx ¦ ␊ ¦ a|b;c|d;f",
                "xxxa,b␊         ¦ , ¦ - ¦ \\ ¦ xxy ¦ ␊ ¦ -",
                "a,b;c,d;        ¦ , ¦ - ¦ \\ ¦ -   ¦ ; ¦ a|b;c|d",
                "a||b||;;c;||d;; ¦ ¬||¬ ¦ - ¦ \\ ¦ - ¦ ;; ¦ a|b;'c;'|d",
                "a,b,c,d,        ¦ , ¦ - ¦ \\ ¦ -   ¦ , ¦ a|b;c|d",
                "a,b␊,c          ¦ , ¦ - ¦ \\ ¦ -   ¦ - ¦ a|b␊;c",
                "\"a\"␊\"b\"␊     ¦ - ¦ \" ¦ \\ ¦ -  ¦ ␊ ¦ a;b",
            })
    void readsAsAServerDoes(
            String content,
            String fieldEnd,
            String enclosed,
            String escape,
            String prefix,
            String lineEnd,
            String rows) {
        FileFormat format =
                new FileFormat(orNone(fieldEnd), octet(enclosed), octet(escape), orNone(prefix), orNone(lineEnd));
        byte[] file = octets(content);
        for (int size = 1; size <= file.length; size++) {
            assertThat(shown(read(format, 2, 0, pieces(file, size))))
                    .describedAs("in pieces of %d", size)
                    .isEqualTo(
                            rows == null
                                    ? ""
                                    : rows.replace("␉", "\t").replace("␊", "\n").replace("␀", "\0"));
        }
    }

    /** NULL apart from the word, and what could be taken for an end in quotes. */
    private static String shown(List<FileRow> rows) {
        List<String> lines = new ArrayList<>();
        for (FileRow row : rows) {
            List<String> fields = new ArrayList<>();
            for (byte[] field : row.fields()) {
                String text = field == null ? "NULL" : new String(field, ISO_8859_1);
                fields.add(field != null && (text.equals("NULL") || text.contains(";")) ? "'" + text + "'" : text);
            }
            lines.add(String.join("|", fields) + (row.cut() ? "+" : ""));
        }
        return String.join(";", lines);
    }

    @ParameterizedTest
    @CsvSource({"0, 4", "1, 3", "2, 2", "4, 0", "9, 0"})
    void skipsLines(long skipped, int left) {
        byte[] file = octets("a\"␊b\\␊␊c␊d␊");
        FileFormat format = new FileFormat(octets(","), '"', '\\', new byte[0], octets("␊"));
        for (int size = 1; size <= file.length; size++) {
            assertThat(read(format, 1, skipped, pieces(file, size))).hasSize(left);
        }
    }

    private static List<byte[]> pieces(byte[] file, int size) {
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0; at < file.length; at += size) {
            pieces.add(java.util.Arrays.copyOfRange(file, at, Math.min(file.length, at + size)));
        }
        return pieces;
    }

    private static List<FileRow> read(FileFormat format, int columns, long skipped, List<byte[]> pieces) {
        RowReader reader = new RowReader(format, columns, skipped);
        List<FileRow> rows = new ArrayList<>();
        for (byte[] piece : pieces) {
            reader.add(Unpooled.wrappedBuffer(piece));
            drain(reader, rows);
        }
        reader.end();
        drain(reader, rows);
        assertThat(reader.waiting()).isZero();
        return rows;
    }

    private static void drain(RowReader reader, List<FileRow> rows) {
        for (Optional<FileRow> row = reader.next(); row.isPresent(); row = reader.next()) {
            rows.add(row.get());
        }
    }

    // ------------------------------------------------------------------ what is written comes back

    @Property(tries = 500)
    void whatSelectIntoOutfileWritesIsRead(
            @ForAll("formats") FileFormat format,
            @ForAll("tables") List<List<String>> table,
            @ForAll("sizes") List<Integer> sizes) {
        byte[] file = written(format, table);
        List<byte[]> pieces = new ArrayList<>();
        for (int at = 0, i = 0; at < file.length; i++) {
            int size = Math.min(sizes.get(i % sizes.size()), file.length - at);
            pieces.add(java.util.Arrays.copyOfRange(file, at, at + size));
            at += size;
        }
        List<List<String>> read = read(format, 3, 0, pieces).stream()
                .map(row -> {
                    List<String> fields = new ArrayList<>();
                    row.fields().forEach(field -> fields.add(field == null ? null : new String(field, ISO_8859_1)));
                    return fields;
                })
                .toList();
        assertThat(read).isEqualTo(table);
    }

    /**
     * As SELECT … INTO OUTFILE writes (manual, 15.2.13.1 and "Field and Line Handling"): NULL is {@code \N}; the escape goes
     * before itself, before what encloses, before NUL, which becomes {@code 0}, and before the first octets of terminators.
     */
    private static byte[] written(FileFormat format, List<List<String>> table) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (List<String> row : table) {
            file.writeBytes(format.linePrefix());
            for (int i = 0; i < row.size(); i++) {
                if (i > 0) {
                    file.writeBytes(format.fieldTerminator());
                }
                field(format, row.get(i), file);
            }
            file.writeBytes(format.lineTerminator());
        }
        return file.toByteArray();
    }

    private static void field(FileFormat format, String field, ByteArrayOutputStream file) {
        if (field == null) {
            file.writeBytes(octets("\\N"));
            return;
        }
        boolean enclosed = format.enclosed() != FileFormat.NONE;
        if (enclosed) {
            file.write(format.enclosed());
        }
        for (byte octet : field.getBytes(ISO_8859_1)) {
            boolean special = octet == '\\'
                    || octet == 0
                    || octet == (enclosed ? (byte) format.enclosed() : format.fieldTerminator()[0])
                    || octet == format.lineTerminator()[0];
            if (special) {
                file.write('\\');
            }
            file.write(octet == 0 ? '0' : octet);
        }
        if (enclosed) {
            file.write(format.enclosed());
        }
    }

    /** Terminators that no escape sequence ends in: the manual warns of the others. */
    @Provide
    Arbitrary<FileFormat> formats() {
        return Combinators.combine(
                        Arbitraries.of("\t", ",", "||", ";x"),
                        Arbitraries.of(FileFormat.NONE, (int) '"', (int) '\''),
                        Arbitraries.of("", ">>", "x"),
                        Arbitraries.of("\n", "\r\n", "$"))
                .as((fieldEnd, enclosed, prefix, lineEnd) -> new FileFormat(
                        fieldEnd.getBytes(ISO_8859_1),
                        enclosed,
                        '\\',
                        prefix.getBytes(ISO_8859_1),
                        lineEnd.getBytes(ISO_8859_1)));
    }

    @Provide
    Arbitrary<List<List<String>>> tables() {
        Arbitrary<String> field = Arbitraries.strings()
                .withChars('a', 'N', '\\', '\t', '\n', '\r', ',', '|', ';', 'x', '"', '\'', '>', '$', '\0', 'é')
                .ofMaxLength(8)
                .injectNull(0.2);
        return field.list().ofSize(3).list().ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Integer>> sizes() {
        return Arbitraries.integers().between(1, 9).list().ofMinSize(1).ofMaxSize(5);
    }
}
