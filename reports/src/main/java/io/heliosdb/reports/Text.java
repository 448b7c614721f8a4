package io.heliosdb.reports;

import java.util.Locale;
import java.util.Map;

/** Words for readers. */
public final class Text {

    private static final Map<String, String> PROTOCOLS = Map.of(
            "postgresql", "PostgreSQL",
            "mysql", "MySQL",
            "tds", "SQL Server",
            "drda", "DB2",
            "oracle", "Oracle",
            "snowflake", "Snowflake",
            "databricks", "Databricks SQL",
            "pinecone", "Pinecone",
            "resp", "RESP (Redis)");

    private Text() {}

    /** A protocol's name for readers; its id where it has no other. */
    public static String protocol(String id) {
        return PROTOCOLS.getOrDefault(id, id);
    }

    /** {@code text} as the content of an element or an attribute of HTML or XML. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default ->
                    // XML has no way to write most control characters.
                    escaped.append(character < ' ' && character != '\n' && character != '\t' ? '\uFFFD' : character);
            }
        }
        return escaped.toString();
    }

    /** A number with its thousands apart, such as {@code 10,080}. */
    public static String number(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A number with its noun, such as {@code 1 case} or {@code 2 cases}. */
    public static String count(int number, String noun) {
        return number(number) + " " + noun + (number == 1 ? "" : "s");
    }
}
