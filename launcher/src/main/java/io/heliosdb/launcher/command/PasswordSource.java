package io.heliosdb.launcher.command;

import io.heliosdb.launcher.LaunchException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine.Option;

/** Where a password comes from: never from the command line, which every user of the machine can see. */
final class PasswordSource {
    @Option(
            names = "--password-stdin",
            description = "Read the password from the first line of standard input, and not from the terminal.")
    private boolean fromInput;

    /** @return the password, which the caller wipes */
    char[] read(String user) throws LaunchException {
        return fromInput ? fromInput() : fromTerminal(user);
    }

    private static char[] fromInput() throws LaunchException {
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw new LaunchException("No password on standard input");
            }
            return line.toCharArray();
        } catch (IOException e) {
            throw new LaunchException("Standard input cannot be read: " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("SystemConsoleNull") // from Java 22 on, input that is no terminal is read as if it were one
    private static char[] fromTerminal(String user) throws LaunchException {
        Console console = System.console();
        if (console == null) {
            throw new LaunchException("There is no terminal to ask for the password; use --password-stdin");
        }
        char[] first = console.readPassword("Password for %s: ", user);
        char[] second = first == null ? null : console.readPassword("Again: ");
        if (second == null) {
            throw new LaunchException("No password was given");
        }
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, ' ');
        if (!same) {
            Arrays.fill(first, ' ');
            throw new LaunchException("The two passwords are not the same");
        }
        return first;
    }
}
