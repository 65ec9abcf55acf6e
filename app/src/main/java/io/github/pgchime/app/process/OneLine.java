package io.github.pgchime.app.process;

/** Text that may come from anywhere, fit for one line of a terminal: no breaks, nothing that commands the terminal. */
public record OneLine(String text) {

    public OneLine {
        text = text.strip().replaceAll("\\s*\\R\\s*", " ").replaceAll("\\p{Cc}", "?");
    }

    @Override
    public String toString() {
        return text;
    }
}
