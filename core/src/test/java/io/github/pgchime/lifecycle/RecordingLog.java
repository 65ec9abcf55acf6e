package io.github.pgchime.lifecycle;

import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what is logged, a line each: the level, the message, and what was thrown. */
public final class RecordingLog implements System.Logger {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    public List<String> lines() {
        return lines;
    }

    @Override
    public String getName() {
        return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
        return true;
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Throwable thrown) {
        lines.add(level + " " + message + ": " + thrown);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, String message, @Nullable Object... arguments) {
        lines.add(level + " " + message);
    }
}
