package io.github.pgchime.decode;

/** The beginning of a payload for an error's text: short, since rows may hold secrets, and printable. */
final class Excerpt {

    private static final int LENGTH = 40;

    private Excerpt() {}

    static String of(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder("<");
        for (int i = from; i < Math.min(to, from + LENGTH); i++) {
            text.append(bytes[i] >= ' ' && bytes[i] < 0x7F ? (char) bytes[i] : '?');
        }
        return text.append(to - from > LENGTH ? "...>" : ">").toString();
    }
}
