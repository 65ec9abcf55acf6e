package io.github.pgchime.app.demo;

import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.Terminal;
import io.github.pgchime.nudge.Batch;
import io.github.pgchime.nudge.FeedItem;
import io.github.pgchime.nudge.Resync;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows the demo: on the left what the shop does, on the right what the application hears of it, and how soon. */
final class Stage {

    private static final int LEFT = 43;
    private static final int RIGHT = 42;

    private final LineOutput out;
    private final Terminal terminal;

    Stage(LineOutput out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    void line(String text) throws IOException {
        out.line(text);
    }

    void heading() throws IOException {
        out.line("");
        out.line(in(Colour.FAINT, columns("the shop", "its application hears") + "   after"));
    }

    /** The shop is about to do this; nothing is heard of it yet. */
    void begins(String what) throws IOException {
        out.text(pad(what, LEFT));
    }

    /** The rest of the line: what was heard, and how long after. */
    void heard(FeedItem item, Duration after) throws IOException {
        Colour colour = switch (item) {
            case Resync resync -> Colour.NOTABLE;
            case Batch batch -> Colour.GOOD;
        };
        out.line(in(colour, pad(words(item), RIGHT)) + in(Colour.FAINT, milliseconds(after)));
    }

    /** The rest of the line, where the feed says nothing. */
    void remark(String text) throws IOException {
        out.line(in(Colour.FAINT, text));
    }

    static String milliseconds(Duration duration) {
        return String.format(Locale.ROOT, "%5.1f ms", duration.toNanos() / 1e6);
    }

    private static String words(FeedItem item) {
        return switch (item) {
            case Resync resync -> "resync (" + resync.reason().name().toLowerCase(Locale.ROOT) + "): reload everything";
            case Batch batch ->
                batch.nudges().stream()
                        .map(nudge -> nudge.table() + " ×" + nudge.count())
                        .collect(Collectors.joining(", "));
        };
    }

    private static String columns(String left, String right) {
        return pad(left, LEFT) + pad(right, RIGHT);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private String in(Colour colour, String text) {
        return terminal.colours() ? colour.code + text + "\u001b[0m" : text;
    }

    /** By what it is for. */
    private enum Colour {
        GOOD("\u001b[32m"),
        NOTABLE("\u001b[33m"),
        FAINT("\u001b[2m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }
}
