package io.heliosdb.compat.process;

import java.time.Duration;

/** What the reader of a driver's process can be told: what the process reports, and what becomes of it. */
public sealed interface ProcessEvent permits PytestEvent, ProcessEvent.Exited, ProcessEvent.Silent {

    /**
     * The process has ended, and no event follows.
     *
     * @param status its exit status: 128 + n when signal n killed it
     */
    record Exited(int status) implements ProcessEvent {

        /** The status in words, such as {@code exit 134 (signal 6)}. */
        public String words() {
            return "exit " + status + (status > 128 && status < 160 ? " (signal " + (status - 128) + ")" : "");
        }
    }

    /** The process runs but has reported nothing for {@code limit}. */
    record Silent(Duration limit) implements ProcessEvent {}
}
