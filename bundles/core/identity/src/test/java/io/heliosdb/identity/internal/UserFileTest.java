package io.heliosdb.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.spi.error.HeliosException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {
    @TempDir
    private Path home;

    private Path folder;
    private UserFile file;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(home.resolve("identity"));
        file = new UserFile(home, Duration.ofMillis(50));
    }

    @Test
    void whatACrashLeftIsInNobodysWay() throws IOException {
        Files.writeString(folder.resolve("users.json.new"), "{\"half");
        assertThat(file.read().users()).isEmpty();
        change();
        assertThat(folder.resolve("users.json.new")).doesNotExist();
        assertThat(folder.resolve("users.json")).content().contains("\"version\" : 1");
    }

    @Test
    void aChangeThatFailsWritesNothing() {
        assertThatThrownBy(() -> file.edit(document -> {
                    document.remove("nobody");
                    throw new IllegalStateException("thought better of it");
                }))
                .hasMessage("thought better of it");
        assertThat(folder.resolve("users.json")).doesNotExist();
    }

    @Test
    void nothingIsWrittenWhereNothingChanged() {
        assertThat(file.<Integer>edit(document -> document.users().size())).isZero();
        assertThat(folder.resolve("users.json")).doesNotExist();
    }

    @Test
    void theStampTellsOneContentFromAnother() {
        assertThat(file.stamp()).isEmpty();
        change();
        var stamp = file.stamp();
        assertThat(stamp).isPresent().isEqualTo(file.stamp());
        change();
        assertThat(file.stamp()).isNotEqualTo(stamp);
    }

    @Test
    void aChangeWaitsForAnotherThread() throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread holder = new Thread(() -> new UserFile(home).edit(document -> {
            inside.countDown();
            awaitQuietly(done);
            return null;
        }));
        holder.start();
        inside.await();
        assertLocked();
        done.countDown();
        holder.join();
        assertThat(file.<Boolean>edit(document -> true)).isTrue();
    }

    @Test
    void aChangeWaitsForWhoeverHasTheLock() throws IOException {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertLocked();
        }
        assertThat(file.<Boolean>edit(document -> true)).isTrue();
    }

    @Test
    void anInterruptEndsTheWait() throws IOException {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isValid()).isTrue();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> file.edit(document -> true))
                    .isInstanceOfSatisfying(
                            HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("57014"));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void theSecretIsMadeOnce() throws IOException {
        byte[] secret = file.secret();
        assertThat(secret).hasSize(32).isEqualTo(new UserFile(home).secret());
        assertThat(secret).isNotEqualTo(new UserFile(Files.createDirectory(home.resolve("other"))).secret());
    }

    @Test
    void aSecretOfAnotherLengthIsRefused() throws IOException {
        Files.writeString(folder.resolve("secret"), "short");
        assertThatThrownBy(() -> file.secret())
                .isInstanceOfSatisfying(HeliosException.class, e -> {
                    assertThat(e.sqlState()).isEqualTo("XX001");
                    assertThat(e.field(HeliosException.Field.HINT)).isPresent();
                })
                .hasMessage(folder.resolve("secret") + " has 5 octets (expected: 32)");
    }

    private void change() {
        file.edit(document -> {
            document.remove("nobody");
            return null;
        });
    }

    private void assertLocked() {
        assertThatThrownBy(() -> file.edit(document -> true))
                .isInstanceOfSatisfying(
                        HeliosException.class, e -> assertThat(e.sqlState()).isEqualTo("55P03"))
                .hasMessage("user store " + folder.resolve("users.json")
                        + " is being changed by another process; try again");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
