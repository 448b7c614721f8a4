package com.example.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heliosdb.spi.protocol.Protocol;
import io.heliosdb.testkit.BaseProtocolTest;
import io.heliosdb.testkit.FakeDialect;
import io.heliosdb.testkit.FakeEngine;
import io.heliosdb.testkit.FakeIdentity;
import io.heliosdb.testkit.Lent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What every protocol must pass, with Redis's commands. */
class RespProtocolTest extends BaseProtocolTest {
    private static final Pattern READY = Pattern.compile("(^|\\r\\n)([+-][^\\r]*|\\$1\\r\\nx)\\r\\n\\z");
    private static final Pattern ERROR = Pattern.compile("(?:^|\\n)-([A-Z]+) ");

    @Override
    protected Protocol protocol() {
        return new RespProtocol();
    }

    @Override
    protected Lent lent() {
        return new Lent(FakeIdentity.demo(), List.of(), List.of(new FakeDialect("postgresql")), new FakeEngine());
    }

    @Override
    protected List<byte[]> login() {
        return List.of(command("AUTH", "demo", "demo"));
    }

    @Override
    protected byte[] statement() {
        return command("GET", "key");
    }

    @Override
    protected boolean isReady(byte[] received) {
        return READY.matcher(new String(received, ISO_8859_1)).find();
    }

    @Override
    protected Optional<String> error(byte[] received) {
        return ERROR.matcher(new String(received, ISO_8859_1))
                .results()
                .map((MatchResult found) -> found.group(1))
                .reduce((before, last) -> last);
    }

    /** Redis has few codes. */
    @Override
    protected String vendorCode(String sqlState) {
        return "ERR";
    }

    @Override
    protected Map<String, byte[]> malformedBeforeLogin() {
        return malformed();
    }

    @Override
    protected Map<String, byte[]> malformedAfterLogin() {
        return malformed();
    }

    private static Map<String, byte[]> malformed() {
        Map<String, byte[]> malformed = new LinkedHashMap<>();
        malformed.put("no array", octets("PING\r\n"));
        malformed.put("an array of no length", octets("*\r\n"));
        malformed.put("an array of negative length", octets("*-2\r\n"));
        malformed.put("an array of a huge length", octets("*999999999\r\n"));
        malformed.put("a length without an end", octets("*1" + "0".repeat(40)));
        malformed.put("a length that ends without CR", octets("*1\n$4\nPING\n"));
        malformed.put("a word that is no bulk string", octets("*1\r\n+PING\r\n"));
        malformed.put("a bulk string of negative length", octets("*1\r\n$-1\r\n"));
        malformed.put("a bulk string without its end", octets("*1\r\n$4\r\nPINGPONG"));
        return malformed;
    }

    @Override
    protected byte[] headerBeforeLogin(int messageBytes) {
        return octets("*1\r\n$" + messageBytes + "\r\n");
    }

    @Override
    protected byte[] headerAfterLogin(int messageBytes) {
        return headerBeforeLogin(messageBytes);
    }

    static byte[] command(String... words) {
        StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return octets(text.toString());
    }

    private static byte[] octets(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
