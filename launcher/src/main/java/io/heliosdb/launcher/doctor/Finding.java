package io.heliosdb.launcher.doctor;

/**
 * What a check found.
 *
 * @param subject what was looked at, in one or two words
 * @param status whether it is as it should be
 * @param detail what was found
 * @param remedy what to do about it; empty where it is as it should be
 */
public record Finding(String subject, Status status, String detail, String remedy) {
    /** How bad it is. */
    public enum Status {
        OK,
        /** The server works; something else, named in the remedy, does not. */
        WARN,
        /** The server cannot start. */
        FAIL
    }

    static Finding ok(String subject, String detail) {
        return new Finding(subject, Status.OK, detail, "");
    }

    static Finding warn(String subject, String detail, String remedy) {
        return new Finding(subject, Status.WARN, detail, remedy);
    }

    static Finding fail(String subject, String detail, String remedy) {
        return new Finding(subject, Status.FAIL, detail, remedy);
    }
}
