package io.github.pgchime.app.option;

/** On or off. */
public enum Switch {
    ON,
    OFF;

    /** Reads {@code on} or {@code off}. */
    public static final class Text extends Names<Switch> {
        Text() {
            super(Switch.class);
        }
    }
}
