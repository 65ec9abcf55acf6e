package io.github.pgchime.codec;

import io.github.pgchime.ProtocolException;

/** Goes through one value's text, front to back. Whatever would run over its end is a {@link ProtocolException}. */
public final class TextCursor {

    private static final int MOST_DIGITS_OF_BOUND = 10;

    private final String type;
    private final String expected;
    private final byte[] bytes;
    private final int from;
    private final int to;
    private int at;

    /** @param expected what the type's text looks like, for the error */
    public TextCursor(String type, String expected, byte[] bytes, int from, int to) {
        this.type = type;
        this.expected = expected;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.at = from;
    }

    byte[] bytes() {
        return bytes;
    }

    int at() {
        return at;
    }

    int end() {
        return to;
    }

    boolean atEnd() {
        return at == to;
    }

    /** The next byte, or 0 at the end: PostgreSQL's texts have none. */
    public byte peek() {
        return at < to ? bytes[at] : 0;
    }

    /** Moves behind the character if it is what comes next, and says whether it was. */
    public boolean skip(char c) {
        if (peek() != c || at == to) {
            return false;
        }
        at++;
        return true;
    }

    /**
     * Moves behind the character.
     *
     * @throws ProtocolException if another comes next
     */
    public void expect(char c) {
        if (!skip(c)) {
            throw malformed();
        }
    }

    void expect(String text) {
        for (int i = 0; i < text.length(); i++) {
            expect(text.charAt(i));
        }
    }

    /**
     * Nothing is left.
     *
     * @throws ProtocolException if something is
     */
    public void expectEnd() {
        if (at != to) {
            throw malformed();
        }
    }

    /** An array's {@code [0:2][-1:1]=}, which is there if a lower bound is not 1. */
    public void skipBounds() {
        if (peek() != '[') {
            return;
        }
        while (skip('[')) {
            skip('-');
            number(MOST_DIGITS_OF_BOUND);
            expect(':');
            skip('-');
            number(MOST_DIGITS_OF_BOUND);
            expect(']');
        }
        expect('=');
    }

    void rewind() {
        at = from;
    }

    void moveTo(int position) {
        at = position;
    }

    /** Moves to the next of these characters, or to the end. */
    void moveToAny(char one, char other, char third) {
        while (at < to && bytes[at] != one && bytes[at] != other && bytes[at] != third) {
            at++;
        }
    }

    /** Moves behind what is left of digits, and says how many there were. */
    int skipDigits() {
        int start = at;
        while (at < to && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - start;
    }

    /** A number of up to so many digits, without a sign. */
    long number(int maxDigits) {
        int start = at;
        int digits = skipDigits();
        if (digits == 0 || digits > maxDigits) {
            throw malformed();
        }
        long number = 0;
        for (int i = start; i < at; i++) {
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    /** The error for a text that is no value of its type. */
    public ProtocolException malformed() {
        return Malformed.value(type, expected, bytes, from, to);
    }
}
