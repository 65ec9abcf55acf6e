package io.github.pgchime.app.nudge;

/** On or off. */
enum Switch {
    ON,
    OFF;

    static final class Names extends io.github.pgchime.app.option.Names<Switch> {
        Names() {
            super(Switch.class);
        }
    }
}
