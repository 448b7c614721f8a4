package io.heliosdb.reports.overview;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Links into an Allure report of one file. Its generator gives every result a new id, so the links have to be read from the
 * page that they lead to: it holds its data as {@code d('name','content in Base64')}.
 */
final class AllureLinks {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DATA =
            Pattern.compile("d\\('(data/(?:suites|test-cases/[^'.]++)\\.json)',\\s*'([^']*+)'\\)");
    private static final String SUITES = "data/suites.json";

    private final String page;
    private final Map<String, String> suites = new HashMap<>();
    private final Map<String, String> cases = new HashMap<>();
    private final Map<String, String> parents = new HashMap<>();

    private AllureLinks(String page) {
        this.page = page;
    }

    /**
     * The links into {@code page}; none where it does not exist.
     *
     * @throws IOException where it cannot be read
     */
    static AllureLinks of(Path page) throws IOException {
        AllureLinks links = new AllureLinks(String.valueOf(page.getFileName()));
        if (Files.exists(page)) {
            Matcher data = DATA.matcher(Files.readString(page));
            while (data.find()) {
                JsonNode content = JSON.readTree(Base64.getDecoder().decode(data.group(2)));
                if (data.group(1).equals(SUITES)) {
                    links.suites(content);
                } else if (!content.path("hidden").asBoolean()) {
                    links.cases.put(
                            content.path("fullName").asText(),
                            content.path("uid").asText());
                }
            }
        }
        return links;
    }

    private void suites(JsonNode node) {
        String uid = node.path("uid").asText();
        if (node.has("children")) {
            suites.putIfAbsent(node.path("name").asText(), uid);
            node.get("children").forEach(this::suites);
        } else {
            parents.put(uid, node.path("parentUid").asText());
        }
    }

    /** The link to the live cases of a version of a driver, by the driver's title. */
    Optional<String> suite(String title, String version) {
        return Optional.ofNullable(suites.get(title + " " + version)).map(uid -> page + "#suites/" + uid);
    }

    /** A case's id, as a link where the report has the case. */
    Html caseLink(String driver, String version, String lane, String id) {
        String uid = cases.get(driver + "@" + version + " " + lane + " " + id);
        if (uid == null) {
            return Html.of("<code>{}</code>", id);
        }
        String parent = parents.get(uid);
        return Html.of(
                "<a href=\"{}#{}{}\"><code>{}</code></a>",
                page,
                parent == null ? "testresult/" : "suites/" + parent + "/",
                uid,
                id);
    }
}
