package io.heliosdb.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.heliosdb.console.internal.metrics.Statistics;
import io.heliosdb.spi.protocol.Preamble;
import io.heliosdb.spi.protocol.Recognition;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class AdminProtocolTest {
    @TempDir
    private Path home;

    /** A container with these properties and nothing else. */
    private static BundleContext context(Map<String, String> properties) {
        return (BundleContext) Proxy.newProxyInstance(
                AdminProtocolTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getProperty") ? properties.get((String) arguments[0]) : null);
    }

    private static Preamble preamble(String bytes, boolean encrypted) {
        return new Preamble(
                Unpooled.wrappedBuffer(bytes.getBytes(StandardCharsets.US_ASCII)), encrypted, Optional.empty());
    }

    @Test
    void servesWhoeverRunsTheServer() throws Exception {
        AdminProtocol protocol = new AdminProtocol(
                context(Map.of("heliosdb.home", home.toString(), "heliosdb.version", "1")),
                Map.of("max-upload", "1 MB"),
                new Statistics());
        assertThat(protocol.name()).isEqualTo("admin");
        assertThat(protocol.defaultPort()).isEqualTo(5439);
        assertThat(protocol.administrative()).isTrue();
        assertThat(protocol.alpn()).containsExactly("http/1.1");
        assertThat(home.resolve("admin-token")).exists();
        protocol.modified(Map.of("max-upload", "nothing"));
        protocol.deactivate();
    }

    @Test
    void isRecognisedInTlsAlone() throws Exception {
        AdminProtocol protocol = new AdminProtocol(
                context(Map.of("heliosdb.home", home.toString(), "heliosdb.version", "1")), Map.of(), new Statistics());
        assertThat(protocol.recognise(preamble("GET / HTTP/1.1", false))).isEqualTo(Recognition.NO);
        assertThat(protocol.recognise(preamble("GET / HTTP/1.1", true))).isEqualTo(Recognition.MATCH);
        assertThat(protocol.recognise(preamble("", true))).isEqualTo(Recognition.MORE);
        assertThat(protocol.recognise(preamble("\u0000\u0000", true))).isEqualTo(Recognition.NO);
        protocol.deactivate();
    }
}
