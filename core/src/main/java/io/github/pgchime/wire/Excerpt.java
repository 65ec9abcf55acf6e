package io.github.pgchime.wire;

/** The beginning of what was read for an error's text: short, since rows may hold secrets, and printable. */
public final class Excerpt {

    private static final int LENGTH = 40;

    private Excerpt() {}

    public static String of(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder("<");
        for (int i = from; i < Math.min(to, from + LENGTH); i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '?');
        }
        return text.append(to - from > LENGTH ? "...>" : ">").toString();
    }
}
