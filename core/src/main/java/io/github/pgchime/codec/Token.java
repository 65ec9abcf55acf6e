package io.github.pgchime.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One element of an array, a composite, a range or an hstore in its text: as it stands, or between quotes, where a
 * backslash or, outside of arrays, a doubled quote keep what follows from ending it.
 */
public final class Token {

    private static final byte[] NULL = "NULL".getBytes(StandardCharsets.US_ASCII);

    private final boolean quoted;
    private final byte[] bytes;
    private final int from;
    private final int to;

    private Token(boolean quoted, byte[] bytes, int from, int to) {
        this.quoted = quoted;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** Reads what comes next, up to one of these characters or the end; a quote or backslash amid it is malformed. */
    public static Token next(TextCursor text, char end, char otherEnd, char thirdEnd) {
        if (text.skip('"')) {
            return quoted(text);
        }
        int start = text.at();
        text.moveToAny(end, otherEnd, thirdEnd);
        for (int i = start; i < text.at(); i++) {
            if (text.bytes()[i] == '"' || text.bytes()[i] == '\\') {
                throw text.malformed();
            }
        }
        return new Token(false, text.bytes(), start, text.at());
    }

    /** Whether it stands between quotes. */
    public boolean isQuoted() {
        return quoted;
    }

    /** Whether nothing stands here, which is NULL in a composite, and no bound in a range. */
    public boolean isMissing() {
        return !quoted && from == to;
    }

    /** Whether the word NULL stands here. */
    public boolean isNull() {
        return !quoted && Arrays.equals(bytes, from, to, NULL, 0, NULL.length);
    }

    /** The array in which the element lies, without its quotes and escapes. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    public int to() {
        return to;
    }

    Object decode(Codec codec) {
        return codec.text(bytes, from, to);
    }

    String string() {
        return Texts.text(bytes, from, to);
    }

    /** What is between the quotes, copied only if anything in it is escaped. */
    private static Token quoted(TextCursor text) {
        byte[] bytes = text.bytes();
        int start = text.at();
        int end = start;
        int escapes = 0;
        while (end < text.end() && (bytes[end] != '"' || isDoubled(bytes, end, text.end()))) {
            boolean escapesNext = bytes[end] == '\\' || bytes[end] == '"';
            escapes += escapesNext ? 1 : 0;
            end += escapesNext ? 2 : 1;
        }
        if (end >= text.end()) {
            throw text.malformed();
        }
        text.moveTo(end + 1);
        return escapes == 0
                ? new Token(true, bytes, start, end)
                : unescaped(bytes, start, end, new byte[end - start - escapes]);
    }

    private static boolean isDoubled(byte[] bytes, int quote, int to) {
        return quote + 1 < to && bytes[quote + 1] == '"';
    }

    private static Token unescaped(byte[] bytes, int start, int end, byte[] target) {
        int put = 0;
        for (int at = start; at < end; at++) {
            if (bytes[at] == '\\' || bytes[at] == '"') {
                at++;
            }
            target[put++] = bytes[at];
        }
        return new Token(true, target, 0, put);
    }
}
