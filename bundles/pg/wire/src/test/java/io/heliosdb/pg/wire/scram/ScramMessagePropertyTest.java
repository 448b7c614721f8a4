package io.heliosdb.pg.wire.scram;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.heliosdb.spi.error.HeliosException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ScramMessagePropertyTest {
    @Property
    void clientFirstIsReadAsItWasWritten(
            @ForAll("headers") Gs2Header header,
            @ForAll("values") String user,
            @ForAll("nonces") String nonce,
            @ForAll("extensions") String extensions) {
        ClientFirst message = new ClientFirst(header, user, nonce, extensions);
        assertThat(ClientFirst.parse(message.octets())).isEqualTo(message);
    }

    @Property
    void serverFirstIsReadAsItWasWritten(
            @ForAll("nonces") String nonce,
            @ForAll @Size(min = 1, max = 64) byte[] salt,
            @ForAll @IntRange(min = 1, max = ScramKeys.MAX_ITERATIONS) int iterations,
            @ForAll("extensions") String extensions) {
        ServerFirst message = new ServerFirst(nonce, salt, iterations, extensions);
        assertThat(ServerFirst.parse(message.octets()))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Property
    void clientFinalIsReadAsItWasWritten(
            @ForAll("headers") Gs2Header header,
            @ForAll @Size(max = 64) byte[] binding,
            @ForAll("nonces") String nonce,
            @ForAll("extensions") String extensions,
            @ForAll @Size(32) byte[] proof) {
        byte[] input = ScramClient.bindingInput(header, binding);
        ClientFinal message = new ClientFinal(input, nonce, extensions, proof);
        assertThat(ClientFinal.parse(message.octets()))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Property
    void serverFinalIsReadAsItWasWritten(@ForAll @Size(32) byte[] signature) {
        ServerFinal message = new ServerFinal.Signature(signature);
        assertThat(ServerFinal.parse(message.octets()))
                .usingRecursiveComparison()
                .isEqualTo(message);
    }

    @Property
    void verifierIsReadAsItWasStored(
            @ForAll @IntRange(min = 1, max = ScramKeys.MAX_ITERATIONS) int iterations,
            @ForAll @Size(min = 1, max = 64) byte[] salt,
            @ForAll @Size(32) byte[] storedKey,
            @ForAll @Size(32) byte[] serverKey) {
        ScramVerifier verifier = new ScramVerifier(iterations, salt, storedKey, serverKey);
        assertThat(ScramVerifier.parse(verifier.stored()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(verifier);
    }

    /** Whatever is accepted is written again octet by octet, because it is what both sides sign. */
    @Property(tries = 5000)
    void garbageIsRefusedOrKeptExactly(@ForAll("nearlyMessages") byte[] message) {
        Throwable refusal = catchThrowable(
                () -> assertThat(ClientFirst.parse(message).octets()).isEqualTo(message));
        assertThat(refusal == null || refusal instanceof HeliosException)
                .as("%s", refusal)
                .isTrue();
        refusal = catchThrowable(
                () -> assertThat(ServerFirst.parse(message).octets()).isEqualTo(message));
        assertThat(refusal == null || refusal instanceof HeliosException)
                .as("%s", refusal)
                .isTrue();
        refusal = catchThrowable(
                () -> assertThat(ClientFinal.parse(message).octets()).isEqualTo(message));
        assertThat(refusal == null || refusal instanceof HeliosException)
                .as("%s", refusal)
                .isTrue();
        refusal = catchThrowable(() -> ServerFinal.parse(message));
        assertThat(refusal == null || refusal instanceof HeliosException)
                .as("%s", refusal)
                .isTrue();
    }

    @Provide
    Arbitrary<Gs2Header> headers() {
        return Arbitraries.of(
                Gs2Header.NOT_SUPPORTED,
                Gs2Header.NOT_OFFERED,
                new Gs2Header(Gs2Header.Flag.REQUIRED, "tls-server-end-point"),
                new Gs2Header(Gs2Header.Flag.REQUIRED, "tls-exporter"));
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings()
                .withCharRange('\u0001', '\u00ff')
                .excludeChars(',')
                .ofMaxLength(20);
    }

    @Provide
    Arbitrary<String> nonces() {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .excludeChars(',')
                .ofMinLength(1)
                .ofMaxLength(60);
    }

    @Provide
    Arbitrary<String> extensions() {
        Arbitrary<String> attribute =
                Combinators.combine(Arbitraries.of('x', 'Y', 'z'), values()).as((name, value) -> name + "=" + value);
        return attribute.list().ofMaxSize(3).map(all -> String.join(",", all));
    }

    @Provide
    Arbitrary<byte[]> nearlyMessages() {
        Arbitrary<String> pieces = Arbitraries.of(
                "n",
                "y",
                "p=",
                "p=tls-server-end-point",
                ",",
                "=",
                "n=",
                "r=",
                "abc",
                "s=",
                "c2FsdA==",
                "i=",
                "4096",
                "c=",
                "biws",
                "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "v=",
                "e=",
                "m=",
                "a=",
                "\0",
                "\u00ff");
        return pieces.list().ofMaxSize(14).map(all -> String.join("", all).getBytes(ISO_8859_1));
    }
}
