package io.heliosdb.identity.internal;

import io.heliosdb.identity.User;
import io.heliosdb.identity.UserAdministration;
import io.heliosdb.identity.UserSettings;
import io.heliosdb.identity.UserStore;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.engine.Role;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The user store of the server's home, with the mechanisms that are deployed. */
@Component(service = UserAdministration.class)
public final class UserAdministrationService implements UserAdministration {
    private final UserStore store;
    private final List<AuthMechanism> mechanisms = new CopyOnWriteArrayList<>();

    @Activate
    public UserAdministrationService(BundleContext context) {
        this(new UserStore(IdentityService.home(context)));
    }

    UserAdministrationService(UserStore store) {
        this.store = store;
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addMechanism(AuthMechanism mechanism) {
        mechanisms.add(mechanism);
    }

    void removeMechanism(AuthMechanism mechanism) {
        mechanisms.remove(mechanism);
    }

    @Override
    public void add(String name, char[] password, Map<String, String> settings) {
        store.add(name, settings(settings), password, mechanisms);
    }

    @Override
    public void setPassword(String name, char[] password) {
        store.setPassword(name, password, mechanisms);
    }

    @Override
    public void drop(String name) {
        store.drop(name);
    }

    @Override
    public List<Map<String, String>> list() {
        Instant now = Instant.now();
        return store.users().stream().map(user -> shown(user, now)).toList();
    }

    private static UserSettings settings(Map<String, String> texts) {
        UserSettings settings = UserSettings.DEFAULT;
        for (Map.Entry<String, String> text : texts.entrySet()) {
            switch (text.getKey()) {
                case DATABASE -> settings = settings.owning(text.getValue());
                case ATTRIBUTES -> {
                    for (String attribute : text.getValue().split(",")) {
                        settings = settings.with(Role.Attribute.valueOf(attribute));
                    }
                }
                default -> throw new IllegalArgumentException("no such setting: " + text.getKey());
            }
        }
        return settings;
    }

    private static Map<String, String> shown(User user, Instant now) {
        Map<String, String> shown = new LinkedHashMap<>();
        shown.put("name", user.name());
        shown.put(DATABASE, user.settings().database().orElse(""));
        shown.put(
                ATTRIBUTES,
                Arrays.stream(Role.Attribute.values())
                        .filter(user.settings().attributes()::contains)
                        .map(Enum::name)
                        .collect(Collectors.joining(",")));
        shown.put("state", state(user, now));
        shown.put("logins", String.join(",", new TreeSet<>(user.verifiers().keySet())));
        return shown;
    }

    private static String state(User user, Instant now) {
        if (!user.settings().enabled()) {
            return "disabled";
        }
        if (!user.mayLogIn(now, true)) {
            return "expired";
        }
        return user.demo() ? "demo" : "enabled";
    }
}
