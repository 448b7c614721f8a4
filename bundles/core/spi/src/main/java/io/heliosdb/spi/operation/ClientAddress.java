package io.heliosdb.spi.operation;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client may be: a network or one address of it, and optionally its port.
 *
 * @param network any address of the network
 * @param prefix leading bits that an address has in common with it, 0 to 32 (IPv4) or 128 (IPv6)
 * @param port the client's own, 1 to 65535
 */
public record ClientAddress(InetAddress network, int prefix, OptionalInt port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([^]]+)]|([^\\[\\]:]+)):(\\d{1,5})|(.+)");
    private static final int GREATEST_PORT = 0xffff;

    /** @throws IllegalArgumentException saying what was found and what was expected */
    public ClientAddress {
        Objects.requireNonNull(network, "network");
        int bits = network.getAddress().length * Byte.SIZE;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("prefix: " + prefix + " (expected: 0.." + bits + ")");
        }
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > GREATEST_PORT)) {
            throw new IllegalArgumentException("port: " + port.getAsInt() + " (expected: 1.." + GREATEST_PORT + ")");
        }
    }

    /**
     * Reads {@code 192.0.2.7}, {@code 192.0.2.0/24}, {@code 2001:db8::/32}, and with a port {@code 192.0.2.7:50123},
     * {@code [2001:db8::7]:50123}. Host names are not looked up.
     *
     * @throws IllegalArgumentException saying what was found and what was expected
     */
    public static ClientAddress parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw wrong(text);
        }
        if (form.group(4) != null) {
            return parse(text, form.group(4), OptionalInt.empty());
        }
        String address = form.group(1) == null ? form.group(2) : form.group(1);
        return parse(text, address, OptionalInt.of(Integer.parseInt(form.group(3))));
    }

    private static ClientAddress parse(String text, String address, OptionalInt port) {
        int slash = address.indexOf('/');
        byte[] octets = NetUtil.createByteArrayFromIpAddressString(slash < 0 ? address : address.substring(0, slash));
        if (octets == null) {
            throw wrong(text);
        }
        try {
            InetAddress network = InetAddress.getByAddress(octets);
            int bits = network.getAddress().length * Byte.SIZE;
            return new ClientAddress(network, slash < 0 ? bits : Integer.parseInt(address.substring(slash + 1)), port);
        } catch (NumberFormatException | UnknownHostException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "client: \"" + text + "\" (expected: ADDRESS, ADDRESS/PREFIX, ADDRESS:PORT or [ADDRESS]:PORT)");
    }

    /** Whether a client that has this address and port is there. */
    public boolean matches(InetSocketAddress client) {
        if (port.isPresent() && port.getAsInt() != client.getPort()) {
            return false;
        }
        byte[] expected = network.getAddress();
        byte[] found = client.getAddress().getAddress();
        if (found.length != expected.length) {
            return false;
        }
        int whole = prefix / Byte.SIZE;
        for (int octet = 0; octet < whole; octet++) {
            if (expected[octet] != found[octet]) {
                return false;
            }
        }
        int rest = Byte.SIZE - prefix % Byte.SIZE;
        return rest == Byte.SIZE || (expected[whole] & 0xff) >> rest == (found[whole] & 0xff) >> rest;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String address = network.getHostAddress();
        String whole = prefix == network.getAddress().length * Byte.SIZE ? address : address + "/" + prefix;
        if (port.isEmpty()) {
            return whole;
        }
        return (whole.contains(":") ? "[" + whole + "]" : whole) + ":" + port.getAsInt();
    }
}
