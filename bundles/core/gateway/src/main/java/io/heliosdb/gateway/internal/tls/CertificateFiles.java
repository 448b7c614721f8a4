package io.heliosdb.gateway.internal.tls;

import io.heliosdb.gateway.GatewaySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The two files that a server's certificate comes from.
 *
 * @param made whether the server makes them where they are absent
 */
record CertificateFiles(Path certificate, Path key, boolean made) {
    /** What tells that files have changed. */
    record State(String certificate, String key) {}

    /** Those of the configuration, else those in the home. */
    static CertificateFiles of(GatewaySettings settings) {
        GatewaySettings.Tls tls = settings.tls();
        if (tls.certificate().isPresent()) {
            return new CertificateFiles(tls.certificate().get(), tls.key().orElseThrow(), false);
        }
        Path folder = settings.home().resolve("tls");
        return new CertificateFiles(folder.resolve("server.crt"), folder.resolve("server.key"), true);
    }

    boolean absent() {
        return !Files.exists(certificate);
    }

    State state() {
        return new State(state(certificate), state(key));
    }

    private static String state(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
        } catch (IOException absent) {
            return "absent";
        }
    }
}
