package io.heliosdb.compat;

/** Where the lab says what it is doing. */
public interface Progress {

    /** Says nothing. */
    Progress SILENT = new Progress() {
        @Override
        public void line(String text) {
            // Nobody listens.
        }

        @Override
        public void status(String text) {
            // Nobody listens.
        }
    };

    /** Something that stays to be read. */
    void line(String text);

    /** What is going on right now; the next status or line takes its place. */
    void status(String text);
}
