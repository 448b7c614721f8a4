package io.heliosdb.mysql.auth.sha2.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FastDigestsTest {
    private static final byte[] CHALLENGE = HexFormat.of().parseHex("0102030405060708090a0b0c0d0e0f1011121314");

    /** PyMySQL's scramble_caching_sha2("s3cret", challenge). */
    private static final byte[] SCRAMBLE =
            HexFormat.of().parseHex("3f3a9a7786fd9be9a006eed686b4e6b76484fdc06dc15685df5f8793574b84fc");

    private static final byte[] PASSWORD = "s3cret".getBytes(UTF_8);

    private final FastDigests digests = new FastDigests(2);

    @Test
    void knowsThePasswordOfAVerifier() {
        assertThat(digests.fits("alice", "v1", CHALLENGE, SCRAMBLE)).isFalse();
        digests.remember("alice", "v1", PASSWORD);
        assertThat(digests.fits("alice", "v1", CHALLENGE, SCRAMBLE)).isTrue();
        assertThat(digests.fits("bob", "v1", CHALLENGE, SCRAMBLE)).isFalse();
        assertThat(digests.fits("alice", "v2", CHALLENGE, SCRAMBLE)).isFalse();
        assertThat(digests.fits("alice", "v1", CHALLENGE, new byte[32])).isFalse();
        assertThat(digests.fits("alice", "v1", new byte[20], SCRAMBLE)).isFalse();
    }

    @Test
    void forgetsWhoseLoginIsLongestAgo() {
        digests.remember("alice", "v", PASSWORD);
        digests.remember("bob", "v", PASSWORD);
        assertThat(digests.fits("alice", "v", CHALLENGE, SCRAMBLE)).isTrue();
        digests.remember("carol", "v", PASSWORD);
        assertThat(digests.fits("bob", "v", CHALLENGE, SCRAMBLE)).isFalse();
        assertThat(digests.fits("alice", "v", CHALLENGE, SCRAMBLE)).isTrue();
        assertThat(digests.fits("carol", "v", CHALLENGE, SCRAMBLE)).isTrue();
    }
}
