package io.heliosdb.console.internal.api;

import io.heliosdb.console.internal.Services;
import io.heliosdb.console.internal.http.Response;
import io.heliosdb.console.internal.http.Routes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/**
 * The settings of every bundle: as it describes them, with what the files in {@code etc} say and what the command line said.
 */
final class SettingsResource {
    private static final String MASKED = "(masked)";
    private static final Pattern SECRET = Pattern.compile("password|passwd|secret|token|credential|private");
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^:/@]*:)[^@]*@");

    private final Services services;
    private final Supplier<List<Bundle>> bundles;
    private final UnaryOperator<String> commandLine;

    /**
     * @param bundles that may describe settings
     * @param commandLine the value of a key of the gateway that the command line gave, or null
     */
    SettingsResource(Services services, Supplier<List<Bundle>> bundles, UnaryOperator<String> commandLine) {
        this.services = services;
        this.bundles = bundles;
        this.commandLine = commandLine;
    }

    void addTo(Routes routes) {
        routes.get("/api/v1/settings", request -> Response.ok(Map.of("settings", settings())));
    }

    private List<Map<String, Object>> settings() {
        MetaTypeService descriptions = services.need(MetaTypeService.class, "Settings");
        List<Map<String, Object>> settings = new ArrayList<>();
        for (Bundle bundle : bundles.get()) {
            MetaTypeInformation information = descriptions.getMetaTypeInformation(bundle);
            if (information != null && information.getPids() != null) {
                for (String pid : information.getPids()) {
                    settings.addAll(of(pid, information.getObjectClassDefinition(pid, null)));
                }
            }
        }
        settings.sort(Comparator.comparing((Map<String, Object> setting) -> String.valueOf(setting.get("file")))
                .thenComparing(setting -> String.valueOf(setting.get("key"))));
        return settings;
    }

    private List<Map<String, Object>> of(String pid, ObjectClassDefinition definition) {
        Map<String, String> configured = configured(pid);
        List<Map<String, Object>> settings = new ArrayList<>();
        Set<String> described = new HashSet<>();
        for (AttributeDefinition attribute : definition.getAttributeDefinitions(ObjectClassDefinition.ALL)) {
            String key = attribute.getID();
            described.add(key);
            String[] preset = attribute.getDefaultValue();
            settings.add(setting(
                    pid,
                    key,
                    preset == null ? "" : String.join(",", preset),
                    configured.get(key),
                    Objects.requireNonNullElse(attribute.getDescription(), "")));
        }
        // Keys of a protocol: port.mysql.
        configured.forEach((key, value) -> {
            if (!described.contains(key)) {
                settings.add(setting(pid, key, "", value, ""));
            }
        });
        return settings;
    }

    private Map<String, Object> setting(String pid, String key, String preset, String configured, String description) {
        String told = pid.equals("io.heliosdb.gateway") ? commandLine.apply(key) : null;
        String value = told != null ? told : configured != null ? configured : preset;
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("file", "etc/" + pid + ".cfg");
        view.put("key", key);
        view.put("value", masked(key, value));
        view.put("default", preset);
        view.put("from", told != null ? "command line" : configured != null ? "file" : "default");
        view.put("description", description);
        return view;
    }

    private Map<String, String> configured(String pid) {
        Map<String, String> values = new TreeMap<>();
        try {
            Configuration[] found = services.find(ConfigurationAdmin.class)
                    .orElseThrow()
                    .listConfigurations("(service.pid=" + pid + ")");
            if (found != null) {
                Dictionary<String, Object> properties = found[0].getProperties();
                properties.keys().asIterator().forEachRemaining(key -> {
                    if (!key.startsWith("service.") && !key.startsWith("felix.") && !key.startsWith(".")) {
                        values.put(key, String.valueOf(properties.get(key)));
                    }
                });
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        return values;
    }

    /** Without what nobody should read from a screen. */
    static String masked(String key, String value) {
        return SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() && !value.isEmpty()
                ? MASKED
                : withoutPassword(value);
    }

    /** A URL with its password masked. */
    static String withoutPassword(String url) {
        return PASSWORD_IN_URL.matcher(url).replaceAll("$1" + MASKED + "@");
    }
}
