package io.github.pgchime.app.process;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The log on standard error: level and message on one line, and a stack trace only where something threw. */
public final class StderrLog extends Formatter {

    private static final String CONFIGURED = "java.util.logging.config.file";

    StderrLog() {}

    /** Sets up this process's log, unless the user has done so by the JDK's own means. */
    public static void install(Level least) {
        if (System.getProperties().containsKey(CONFIGURED)) {
            return;
        }
        LogManager.getLogManager().reset();
        ConsoleHandler handler = new ConsoleHandler();
        handler.setFormatter(new StderrLog());
        handler.setLevel(Level.ALL);
        Logger root = Logger.getLogger("");
        root.addHandler(handler);
        root.setLevel(least);
    }

    @Override
    public String format(LogRecord entry) {
        String line = level(entry.getLevel()) + ": " + new OneLine(formatMessage(entry)) + System.lineSeparator();
        if (entry.getThrown() == null) {
            return line;
        }
        StringWriter trace = new StringWriter();
        entry.getThrown().printStackTrace(new PrintWriter(trace));
        return line + trace;
    }

    private static String level(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return "error";
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return "warning";
        }
        return level.intValue() >= Level.INFO.intValue() ? "info" : "debug";
    }
}
