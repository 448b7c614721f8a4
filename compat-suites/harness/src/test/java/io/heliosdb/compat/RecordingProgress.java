package io.heliosdb.compat;

import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
public final class RecordingProgress implements Progress {

    private final List<String> lines = new ArrayList<>();
    private final List<String> statuses = new ArrayList<>();

    @Override
    public void line(String text) {
        lines.add(text);
    }

    @Override
    public void status(String text) {
        statuses.add(text);
    }

    public List<String> lines() {
        return lines;
    }

    public List<String> statuses() {
        return statuses;
    }
}
