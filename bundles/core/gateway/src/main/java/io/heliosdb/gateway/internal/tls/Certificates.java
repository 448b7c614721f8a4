package io.heliosdb.gateway.internal.tls;

import io.heliosdb.gateway.GatewaySettings;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.error.SqlState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate as it is now. Its files are looked at every few seconds, on a thread of their own; once they
 * have changed and stay as they are, new connections get what is in them. Files that cannot be used are refused by name,
 * and the certificate before stays.
 */
public final class Certificates implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger("io.heliosdb.gateway.tls");

    private final Duration lookEvery;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "heliosdb-certificates");
        made.setDaemon(true);
        return made;
    });
    private volatile Optional<ServerTls> current = Optional.empty();

    // On the thread only.
    private CertificateFiles files;
    private CertificateFiles.State loaded;
    private CertificateFiles.State seen;

    /** @param lookEvery how often the files are looked at */
    public Certificates(Duration lookEvery) {
        this.lookEvery = lookEvery;
    }

    /** What new connections get; nothing while the server speaks no TLS. */
    public Optional<ServerTls> current() {
        return current;
    }

    /**
     * Loads the certificate, makes it first where there is none, and looks after it from then on.
     *
     * @return fails with a HeliosException (58030) that names the file that cannot be used
     */
    public CompletableFuture<Void> start(GatewaySettings settings) {
        return CompletableFuture.runAsync(() -> use(settings), thread)
                .thenRun(() -> thread.scheduleWithFixedDelay(
                        this::look, lookEvery.toMillis(), lookEvery.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Follows the configuration; what cannot be used is refused by name, and what was used stays. */
    public void configure(GatewaySettings settings) {
        if (!thread.isShutdown()) {
            thread.execute(() -> reporting(() -> use(settings)));
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void use(GatewaySettings settings) {
        if (!settings.tls().enabled()) {
            files = null;
            current = Optional.empty();
            return;
        }
        CertificateFiles configured = CertificateFiles.of(settings);
        if (configured.equals(files)) {
            return;
        }
        if (configured.made() && configured.absent()) {
            try {
                SelfSigned.write(
                        configured.certificate(),
                        configured.key(),
                        settings.ports().bind());
            } catch (IOException e) {
                throw new HeliosException(
                        SqlState.IO_ERROR, "TLS: cannot write " + configured.certificate() + ": " + e.getMessage());
            }
            LOGGER.info("made a self-signed certificate: {}", configured.certificate());
        }
        CertificateFiles.State state = configured.state();
        load(configured);
        files = configured;
        loaded = state;
        seen = state;
    }

    private void look() {
        if (files == null) {
            return;
        }
        CertificateFiles.State now = files.state();
        // Two files are not written at once: only when nothing has moved since the last look are they taken.
        if (!now.equals(loaded) && now.equals(seen)) {
            loaded = now;
            reporting(() -> load(files));
        }
        seen = now;
    }

    private void load(CertificateFiles from) {
        Credentials credentials = PemFiles.read(from.certificate(), from.key());
        current = Optional.of(ServerTls.of(credentials));
        Instant end = credentials.chain().get(0).getNotAfter().toInstant();
        LOGGER.info("TLS with the certificate of {}, valid until {}", credentials, end);
        if (end.isBefore(Instant.now())) {
            LOGGER.warn("the certificate in {} has expired", from.certificate());
        }
    }

    private static void reporting(Runnable action) {
        try {
            action.run();
        } catch (HeliosException refused) {
            LOGGER.error("{}; the certificate before stays", refused.getMessage());
        } catch (RuntimeException defect) {
            LOGGER.error("the certificate before stays", defect);
        }
    }
}
