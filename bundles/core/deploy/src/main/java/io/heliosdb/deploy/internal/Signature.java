package io.heliosdb.deploy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Looks whether a jar is signed by somebody who is trusted (JAR File Specification, "Signed JAR File"). */
final class Signature {
    private static final String META_INF = "META-INF/";
    private static final int BUFFER = 1 << 16;

    private final Set<Certificate> trusted;

    private Signature(Set<Certificate> trusted) {
        this.trusted = trusted;
    }

    /** @throws RefusedException where the certificates cannot be read, or there are none */
    static Signature of(Path certificates) throws RefusedException {
        try (InputStream in = Files.newInputStream(certificates)) {
            Collection<? extends Certificate> read =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (read.isEmpty()) {
                throw new RefusedException(certificates + " has no certificate");
            }
            return new Signature(Set.copyOf(read));
        } catch (IOException | CertificateException e) {
            throw new RefusedException("certificates: " + certificates + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** @throws RefusedException where anything in the jar is unsigned, signed by somebody else, or changed since */
    void check(Path jar) throws RefusedException {
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            Enumeration<JarEntry> entries = file.entries();
            boolean any = false;
            while (entries.hasMoreElements()) {
                JarEntry entry = entries.nextElement();
                if (entry.isDirectory() || belongsToSignature(entry.getName())) {
                    continue;
                }
                any = true;
                readThrough(file, entry);
                if (!isTrusted(entry.getCodeSigners())) {
                    throw new RefusedException(
                            entry.getCodeSigners() == null
                                    ? "not signed: " + entry.getName()
                                    : "signed by nobody who is trusted: " + entry.getName());
                }
            }
            if (!any) {
                throw new RefusedException("not signed: the jar is empty");
            }
        } catch (SecurityException | IOException e) {
            throw new RefusedException("its signature is broken: " + e.getMessage(), e);
        }
    }

    /** The signers of an entry are known when it was read to its end. */
    private static void readThrough(JarFile file, JarEntry entry) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = file.getInputStream(entry)) {
            while (in.read(buffer) >= 0) {
                // the digest is what counts
            }
        }
    }

    private boolean isTrusted(CodeSigner[] signers) {
        if (signers == null) {
            return false;
        }
        for (CodeSigner signer : signers) {
            if (isTrusted(signer)) {
                return true;
            }
        }
        return false;
    }

    /** The jar's own certificates prove nothing by being there: each must have been issued by the next (RFC 5280, section 6). */
    private boolean isTrusted(CodeSigner signer) {
        List<? extends Certificate> path = signer.getSignerCertPath().getCertificates();
        try {
            if (trusted.contains(path.get(0))) {
                ((X509Certificate) path.get(0)).checkValidity();
                return true;
            }
            Set<TrustAnchor> anchors = new HashSet<>();
            trusted.forEach(each -> anchors.add(new TrustAnchor((X509Certificate) each, null)));
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            List<? extends Certificate> issued =
                    path.stream().takeWhile(each -> !trusted.contains(each)).toList();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(issued), parameters);
            return true;
        } catch (GeneralSecurityException untrusted) {
            return false;
        }
    }

    private static boolean belongsToSignature(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!upper.startsWith(META_INF) || upper.indexOf('/', META_INF.length()) >= 0) {
            return false;
        }
        return upper.equals(JarFile.MANIFEST_NAME)
                || upper.endsWith(".SF")
                || upper.endsWith(".RSA")
                || upper.endsWith(".DSA")
                || upper.endsWith(".EC")
                || upper.startsWith(META_INF + "SIG-");
    }
}
