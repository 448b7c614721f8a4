package io.heliosdb.compat.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads events from a stream. A line that is no event is logged and passed over: the stream belongs to a process that
 * loads foreign code, which may write there too.
 */
final class EventReader {

    /** The longest line that is read; a longer one is passed over. */
    static final int MAXIMUM_LINE = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);

    private static final ObjectReader JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(PytestEvent.class);

    private final InputStream stream;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    EventReader(InputStream stream) {
        this.stream = stream;
    }

    /**
     * The next event.
     *
     * @return empty at the end of the stream; a last line without its end is dropped
     * @throws IOException where the stream cannot be read
     */
    Optional<PytestEvent> next() throws IOException {
        while (readLine()) {
            try {
                return Optional.of(JSON.readValue(line.toByteArray()));
            } catch (JsonProcessingException e) {
                String start = line.toString(StandardCharsets.UTF_8);
                LOG.warn(
                        "passed over a line of {} bytes that is no event: {} ({})",
                        line.size(),
                        start.substring(0, Math.min(start.length(), 200)),
                        e.getOriginalMessage());
            }
        }
        return Optional.empty();
    }

    private boolean readLine() throws IOException {
        line.reset();
        long length = 0;
        for (int octet = stream.read(); octet >= 0; octet = stream.read()) {
            if (octet == '\n') {
                if (length <= MAXIMUM_LINE) {
                    return true;
                }
                LOG.warn("passed over a line of {} bytes (expected: <= {})", length, MAXIMUM_LINE);
                line.reset();
                length = 0;
            } else if (++length <= MAXIMUM_LINE) {
                line.write(octet);
            }
        }
        return false;
    }
}
