package io.heliosdb.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The blocks of {@code docs/clients.md}: each begins with a fence such as {@code ```text title=jdbc/url}. */
final class ClientsPage {
    private static final Path PAGE = Path.of("../docs/clients.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```\\w+ title=(\\S+)\n(.*?)\n```$");

    private ClientsPage() {}

    static String text() throws IOException {
        return Files.readString(PAGE);
    }

    /** The blocks of a client, by their names. */
    static Map<String, String> blocks(String client) throws IOException {
        Map<String, String> blocks = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(text());
        while (block.find()) {
            if (block.group(1).startsWith(client + "/")) {
                blocks.put(block.group(1).substring(client.length() + 1), block.group(2));
            }
        }
        return blocks;
    }
}
