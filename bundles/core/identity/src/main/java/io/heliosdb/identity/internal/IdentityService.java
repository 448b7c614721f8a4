package io.heliosdb.identity.internal;

import io.heliosdb.identity.User;
import io.heliosdb.spi.auth.AuthMechanism;
import io.heliosdb.spi.auth.Identity;
import io.heliosdb.spi.auth.Login;
import io.heliosdb.spi.error.HeliosException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of the server's home, as they are now: a change of the file, whoever made it, counts at the next login, each of
 * which looks whether there is one. A file that cannot be read leaves the users as they were, none at the start.
 */
@Component(service = Identity.class, immediate = true)
public final class IdentityService implements Identity {
    static final String HOME = "heliosdb.home";
    static final String DEMO = "heliosdb.demo";

    private static final Logger LOG = LoggerFactory.getLogger(IdentityService.class);

    /**
     * The users of one content of the file.
     *
     * @param current whether that was the file's content at the last look
     */
    private record Snapshot(Map<String, User> users, Optional<PrivateFolder.Stamp> stamp, boolean current) {
        boolean isOf(Optional<PrivateFolder.Stamp> now) {
            return current && stamp.equals(now);
        }
    }

    private final UserFile file;
    private final boolean demo;
    private final Clock clock;
    private final DemoUser demoUser;
    private final DecoySeeds decoySeeds;
    private final ShownPasswords shownPasswords = new ShownPasswords();
    private String failure = "";
    private volatile Snapshot snapshot = new Snapshot(Map.of(), Optional.empty(), false);

    /** @throws HeliosException 58030 where the home cannot be written */
    @Activate
    public IdentityService(BundleContext context) {
        this(home(context), Boolean.parseBoolean(context.getProperty(DEMO)), Clock.systemUTC());
    }

    IdentityService(Path home, boolean demo, Clock clock) {
        this.file = new UserFile(home);
        this.demo = demo;
        this.clock = clock;
        this.demoUser = new DemoUser(clock);
        this.decoySeeds = new DecoySeeds(file.secret());
        look();
    }

    static Path home(BundleContext context) {
        String home = context.getProperty(HOME);
        if (home == null) {
            throw new IllegalStateException("property " + HOME + " is not set");
        }
        return Path.of(home);
    }

    @Override
    public Login login(String user) {
        look();
        byte[] decoySeed = decoySeeds.seed(user);
        Optional<User> known =
                Optional.ofNullable(snapshot.users().get(user)).filter(found -> found.mayLogIn(clock.instant(), demo));
        return new StoredLogin(user, known, decoySeed, this);
    }

    /** @param asking the mechanism by which the client logs in, if it does by one */
    boolean proves(StoredLogin login, char[] password, Optional<AuthMechanism> asking) {
        ShownPasswords.Finding finding = shownPasswords.check(login, password, asking);
        if (finding.right() && !finding.lacking().isEmpty()) {
            remember(login, finding.lacking());
        }
        return finding.right();
    }

    /** Stores verifiers beside the others of the password that a login showed, unless the user has another one since. */
    private void remember(StoredLogin login, Map<String, String> lacking) {
        try {
            file.edit(document -> {
                User user = document.users().get(login.user());
                if (user != null && login.hasPasswordOf(user)) {
                    addVerifiers(document, user, lacking);
                }
                return null;
            });
        } catch (HeliosException e) {
            // The login is right nevertheless; the next one tries again.
            LOG.warn(
                    "user \"{}\" cannot be given the verifiers {}: {}", login.user(), lacking.keySet(), e.getMessage());
        }
    }

    private void addVerifiers(UserDocument document, User user, Map<String, String> lacking) {
        Map<String, String> verifiers = new TreeMap<>(lacking);
        verifiers.putAll(user.verifiers());
        if (verifiers.size() > user.verifiers().size()) {
            document.put(user.with(verifiers, user.demo(), clock.instant()));
        }
    }

    /** A mechanism that comes lets the demo user in by it. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addMechanism(AuthMechanism mechanism) {
        shownPasswords.add(mechanism);
        if (!demo) {
            return;
        }
        try {
            demoUser.ensure(file, mechanism);
        } catch (HeliosException e) {
            LOG.error("the demo user cannot log in by {}: {}", mechanism.name(), e.getMessage());
        }
    }

    /** What it derived stays. */
    void removeMechanism(AuthMechanism mechanism) {
        shownPasswords.remove(mechanism);
    }

    /** One call of the system where nothing changed: the file is small, and read where its stamp is another one. */
    private void look() {
        try {
            if (!snapshot.isOf(file.stamp())) {
                load();
            }
        } catch (HeliosException e) {
            failed(e);
        }
    }

    /** Takes the stamp before the content: a change in between is found at the next look. */
    private synchronized void load() {
        Optional<PrivateFolder.Stamp> stamp = file.stamp();
        if (snapshot.isOf(stamp)) {
            return; // another thread was quicker
        }
        Map<String, User> users = Map.copyOf(file.read().users());
        snapshot = new Snapshot(users, stamp, true);
        failure = "";
        LOG.info("users in the store: {}", users.size());
    }

    /** Says so once; the next look tries again. */
    private synchronized void failed(HeliosException e) {
        snapshot = new Snapshot(snapshot.users(), Optional.empty(), false);
        String now = String.valueOf(e.getMessage());
        if (!now.equals(failure)) {
            failure = now;
            LOG.error(
                    "{}; users known before, who stay: {}",
                    now,
                    snapshot.users().size());
        }
    }
}
