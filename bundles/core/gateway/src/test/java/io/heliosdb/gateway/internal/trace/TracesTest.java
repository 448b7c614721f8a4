package io.heliosdb.gateway.internal.trace;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heliosdb.gateway.LeakWatch;
import io.heliosdb.gateway.Waiting;
import io.heliosdb.spi.error.HeliosException;
import io.heliosdb.spi.operation.PacketTraces;
import io.heliosdb.spi.operation.Trace;
import io.heliosdb.spi.operation.Trace.State;
import io.heliosdb.spi.operation.TraceRequest;
import io.heliosdb.spi.protocol.TraceView;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LeakWatch.class)
class TracesTest {
    private static final TraceRequest REQUEST = TraceRequest.everything("a.pcapng");

    @TempDir
    private Path home;

    private final AtomicInteger changes = new AtomicInteger();
    private Traces traces;

    private Traces traces() {
        if (traces == null) {
            traces = new Traces(home.resolve("traces"), "HeliosDB", changes::incrementAndGet);
        }
        return traces;
    }

    @AfterEach
    void close() {
        traces().close().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static TracedConnection connection(long id, int clientPort) {
        return new TracedConnection(
                id,
                new InetSocketAddress("192.0.2.7", clientPort),
                new InetSocketAddress("192.0.2.1", 5432),
                true,
                "client " + id);
    }

    private static boolean capture(RunningTrace trace, TracedConnection connection, int length) {
        ByteBuf octets = PooledByteBufAllocator.DEFAULT.buffer(length).writeZero(length);
        boolean taken =
                trace.capture(new Captured.Piece(connection, trace.now(), true, octets, Captured.Lost.NOTHING, null));
        if (!taken) {
            octets.release();
        }
        return taken;
    }

    private Trace stop(long id) {
        return traces().stop(id)
                .toCompletableFuture()
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private Trace awaitEnd() {
        Waiting.until("it ended", () -> traces().running().isEmpty());
        return traces().list().get(0);
    }

    @Test
    void writesAFileThatNobodyElseReads() throws IOException {
        Trace started = traces().start(REQUEST);
        assertThat(started.id()).isEqualTo(1);
        assertThat(started.state()).isEqualTo(State.RUNNING);
        assertThat(started.file()).isEqualTo(home.resolve("traces").resolve("a.pcapng"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(started.file())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(started.file().getParent())))
                .isEqualTo("rwx------");
        capture(traces().running().get(0), connection(5, 1), 10);

        Trace stopped = stop(1);
        assertThat(stopped.state()).isEqualTo(State.STOPPED);
        assertThat(stopped.packets()).isEqualTo(4);
        assertThat(stopped.connections()).isEqualTo(1);
        assertThat(stopped.dropped()).isZero();
        assertThat(stopped.bytes()).isEqualTo(Files.size(started.file()));
        assertThat(traces().running()).isEmpty();
        assertThat(traces().list()).containsExactly(stopped);
        assertThat(stop(1)).isEqualTo(stopped);
        assertThat(changes).hasValue(2);
        PcapngReader file = new PcapngReader(started.file());
        assertThat(file.end()).isEqualTo("the trace was stopped");
        assertThat(file.sectionOption(1)).isEqualTo("secrets are masked");
        assertThat(file.stream(1, true)).hasSize(10);
    }

    @Test
    void writesOverNoFileAndFollowsNoLink() throws IOException {
        Files.createDirectory(home.resolve("traces"));
        Path elsewhere = home.resolve("elsewhere");
        Files.createSymbolicLink(home.resolve("traces").resolve("a.pcapng"), elsewhere);
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> traces().start(REQUEST))
                .withMessageContaining("exists: choose another name")
                .extracting(HeliosException::sqlState)
                .isEqualTo("42710");
        assertThat(elsewhere).doesNotExist();
        assertThat(traces().list()).isEmpty();
    }

    @Test
    void saysWhyAFileCannotBeCreated() throws IOException {
        Files.createFile(home.resolve("traces"));
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> traces().start(REQUEST))
                .extracting(HeliosException::sqlState)
                .isEqualTo("58030");
    }

    @Test
    void boundsHowManyRun() {
        for (int id = 0; id < PacketTraces.MOST_RUNNING; id++) {
            traces().start(TraceRequest.everything("t" + id));
        }
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> traces().start(REQUEST))
                .withMessageContaining("8 traces run already");
        stop(1);
        traces().start(REQUEST);
    }

    @Test
    void listsTheLastThatEnded() {
        for (int id = 1; id <= PacketTraces.MOST_ENDED + 1; id++) {
            traces().start(TraceRequest.everything("t" + id));
            stop(id);
        }
        assertThat(traces().list())
                .hasSize(PacketTraces.MOST_ENDED)
                .first()
                .extracting(Trace::id)
                .isEqualTo(2L);
        assertThatThrownBy(() -> stop(1))
                .hasRootCauseInstanceOf(HeliosException.class)
                .hasMessageContaining("no trace 1");
    }

    @Test
    void endsAtItsSize() throws IOException {
        traces().start(REQUEST.atMost(TraceRequest.LEAST_BYTES, TraceRequest.DEFAULT_TIME));
        RunningTrace trace = traces().running().get(0);
        for (int piece = 0; piece < 100 && capture(trace, connection(1, 1), 1_000); piece++) {
            // until it is full
        }
        Trace full = awaitEnd();
        assertThat(full.state()).isEqualTo(State.FULL);
        assertThat(full.bytes()).isEqualTo(Files.size(full.file())).isBetween(60_000L, TraceRequest.LEAST_BYTES);
        assertThat(capture(trace, connection(1, 1), 1)).isFalse();
        assertThat(new PcapngReader(full.file()).end())
                .isEqualTo("the trace ended because the file has reached its limit of 65536 octets");
    }

    @Test
    void endsAtItsTime() {
        traces().start(REQUEST.atMost(TraceRequest.DEFAULT_BYTES, TraceRequest.SHORTEST));
        Trace expired = awaitEnd();
        assertThat(expired.state()).isEqualTo(State.EXPIRED);
        assertThat(new PcapngReader(expired.file()).end())
                .isEqualTo("the trace ended because its time of 1 s was over");
    }

    @Test
    void beginsNoneOnceItIsClosed() {
        traces().start(REQUEST);
        traces().close().join();
        assertThat(traces().list()).extracting(Trace::state).containsExactly(State.STOPPED);
        assertThatExceptionOfType(HeliosException.class)
                .isThrownBy(() -> traces().start(TraceRequest.everything("b")))
                .withMessageContaining("the server stops");
    }

    @Test
    void connectionsThatLookAlikeGetPortsOfTheirOwn() {
        traces().start(REQUEST);
        RunningTrace trace = traces().running().get(0);
        capture(trace, connection(1, 1), 1);
        capture(trace, connection(2, 1), 2);
        capture(trace, connection(3, 1), 3);
        trace.capture(new Captured.Closed(connection(1, 1), trace.now(), true));
        capture(trace, connection(4, 1), 4);
        PcapngReader file = new PcapngReader(stop(1).file());
        assertThat(file.stream(0xffff, true)).hasSize(2);
        assertThat(file.stream(0xfffe, true)).hasSize(3);
        assertThat(file.packets())
                .extracting(PcapngReader.Packet::comment)
                .filteredOn(comment -> comment != null)
                .containsExactly(
                        "client 1",
                        "client 2; shown with another client's port, because one like it is in the trace",
                        "client 3; shown with another client's port, because one like it is in the trace",
                        "client 4");
    }

    /** A file that takes nothing until it is told to, then everything or nothing. */
    private static final class SlowFile implements WritableByteChannel {
        private final CountDownLatch released = new CountDownLatch(1);
        private final WritableByteChannel file;
        private boolean started;
        private volatile boolean blocked;
        private volatile boolean broken;
        private volatile boolean closed;

        SlowFile(WritableByteChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer octets) throws IOException {
            if (started) {
                blocked = true;
                try {
                    released.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            started = true;
            if (broken) {
                throw new IOException("No space left on device");
            }
            return file.write(octets);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() throws IOException {
            closed = true;
            file.close();
        }
    }

    @Test
    void countsAndShowsWhatItDrops() throws Exception {
        Path path = home.resolve("slow");
        SlowFile file = new SlowFile(Channels.newChannel(Files.newOutputStream(path)));
        CompletableFuture<RunningTrace> ended = new CompletableFuture<>();
        RunningTrace trace = new RunningTrace(1, REQUEST, path, file, 10_000);
        trace.start("HeliosDB", ended::complete);
        EmbeddedChannel channel = new EmbeddedChannel(new TraceHandler(trace, connection(1, 9), new LoginMask(true)));
        channel.writeOneOutbound(Unpooled.copiedBuffer("x".repeat(1_000), US_ASCII));
        Waiting.until("the file is written to", () -> file.blocked);
        int sent = 1;
        while (trace.snapshot().dropped() < 2) {
            channel.writeOneOutbound(Unpooled.copiedBuffer("x".repeat(1_000), US_ASCII));
            sent++;
        }
        file.released.countDown();
        int written = 3 + sent - 2;
        Waiting.until("there is room again", () -> trace.snapshot().packets() == written);
        channel.writeOneOutbound(Unpooled.copiedBuffer("end", US_ASCII));
        channel.finishAndReleaseAll();
        Trace last = trace.stop().orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(last.state()).isEqualTo(State.STOPPED);
        assertThat(last.dropped()).isEqualTo(2);
        assertThat(file.closed).isTrue();
        PcapngReader read = new PcapngReader(path);
        assertThat(read.dropped()).isEqualTo(2);
        PcapngReader.Packet end = read.packets().stream()
                .filter(packet -> packet.text().equals("end"))
                .findFirst()
                .orElseThrow();
        assertThat(end.dropped()).isEqualTo(2);
        assertThat(end.comment())
                .isEqualTo("not in the trace: 0 octets of the client and 2000 octets of the server before this packet");
        assertThat(end.sequence()).isEqualTo(1 + sent * 1_000L);
    }

    @Test
    void failsWithItsFileAndNotWithTheConnection() throws Exception {
        Path path = home.resolve("broken");
        SlowFile file = new SlowFile(Channels.newChannel(Files.newOutputStream(path)));
        file.released.countDown();
        RunningTrace trace = new RunningTrace(1, REQUEST, path, file, 10_000);
        trace.start("HeliosDB", ended -> {});
        file.broken = true;
        EmbeddedChannel channel = new EmbeddedChannel(new TraceHandler(trace, connection(1, 9), new LoginMask(true)));
        channel.writeInbound(Unpooled.copiedBuffer("abc", US_ASCII));
        Waiting.until("it ended", () -> !trace.isRunning());
        Trace failed = trace.stop().orTimeout(30, TimeUnit.SECONDS).join();
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.failure()).hasValueSatisfying(why -> assertThat(why).contains("No space left on device"));
        assertThat(file.closed).isTrue();
        channel.writeInbound(Unpooled.copiedBuffer("def", US_ASCII));
        assertThat(channel.inboundMessages()).hasSize(2);
        channel.finishAndReleaseAll();
    }

    @Test
    void aViewThatFailsShowsNothingMore() throws Exception {
        Path path = traces().start(REQUEST).file();
        RunningTrace trace = traces().running().get(0);
        TraceHandler handler = new TraceHandler(trace, connection(1, 9), new FailingView());
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        for (String octets : new String[] {"good", "bad", "secret"}) {
            channel.writeInbound(Unpooled.copiedBuffer(octets, US_ASCII));
        }
        assertThat(channel.inboundMessages()).hasSize(3);
        channel.finishAndReleaseAll();
        stop(1);
        assertThat(new PcapngReader(path).stream(9, true)).isEqualTo("good");
    }

    private static final class FailingView implements TraceView {
        @Override
        public void received(ByteBuf octets, Shown shown) {
            if (octets.toString(US_ASCII).equals("bad")) {
                throw new IllegalStateException("as the test wants");
            }
            shown.received(octets);
        }

        @Override
        public void sent(ByteBuf octets, Shown shown) {
            shown.sent(octets);
        }
    }
}
