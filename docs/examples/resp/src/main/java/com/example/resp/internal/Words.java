package com.example.resp.internal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * The words of one command.
 *
 * @param octets at least one word: the command's name
 */
record Words(List<byte[]> octets) {
    int count() {
        return octets.size();
    }

    byte[] octets(int index) {
        return octets.get(index);
    }

    String text(int index) {
        return new String(octets.get(index), StandardCharsets.UTF_8);
    }

    /** For names and options, which are the same in both cases. */
    String upper(int index) {
        return text(index).toUpperCase(Locale.ROOT);
    }

    /** @throws RespError where it is none */
    long number(int index) {
        try {
            return Long.parseLong(text(index));
        } catch (NumberFormatException e) {
            throw new RespError("ERR value is not an integer or out of range");
        }
    }

    /** @throws RespError unless there are so many words, the name among them */
    void expect(int least, int most) {
        if (count() < least || count() > most) {
            throw new RespError("ERR wrong number of arguments for '" + text(0).toLowerCase(Locale.ROOT) + "' command");
        }
    }

    /** As Redis tells of a command that it does not have. */
    RespError unknown() {
        StringBuilder message = new StringBuilder("ERR unknown command '" + text(0) + "', with args beginning with: ");
        for (int i = 1; i < count() && message.length() < 128; i++) {
            message.append('\'').append(text(i)).append("' ");
        }
        return new RespError(message.toString());
    }
}
