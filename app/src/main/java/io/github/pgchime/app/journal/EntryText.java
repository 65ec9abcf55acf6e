package io.github.pgchime.app.journal;

import io.github.pgchime.app.process.OneLine;
import io.github.pgchime.journal.DeadLetter;
import io.github.pgchime.journal.Entry;

/** An entry on one line, for people: {@code 1  orders  customer-7  {"id": 42}}. */
final class EntryText {

    private EntryText() {}

    static String of(Entry entry) {
        return line(entry.id() + "  " + entry.channel() + "  " + entry.key().orElse("-") + "  "
                + entry.payload().text());
    }

    private static String line(String text) {
        return new OneLine(text).toString();
    }

    /** What it died of, instead of the payload. */
    static String of(DeadLetter letter) {
        Entry entry = letter.entry();
        return line(entry.id() + "  " + entry.channel() + "  " + entry.key().orElse("-") + "  died " + letter.diedAt()
                + " after " + entry.attempt() + " attempts  " + letter.error());
    }
}
