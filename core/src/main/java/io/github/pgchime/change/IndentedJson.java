package io.github.pgchime.change;

import java.nio.charset.StandardCharsets;

/** JSON with a line for each member, indented by two spaces, from JSON without white space. */
final class IndentedJson {

    private final StringBuilder text = new StringBuilder();
    private int depth;

    private IndentedJson() {}

    static String of(byte[] compact) {
        return new IndentedJson().indented(new String(compact, StandardCharsets.UTF_8));
    }

    private String indented(String compact) {
        boolean quoted = false;
        for (int at = 0; at < compact.length(); at++) {
            char c = compact.charAt(at);
            if (quoted) {
                text.append(c);
                if (c == '\\') {
                    text.append(compact.charAt(++at));
                }
                quoted = c != '"';
            } else {
                quoted = c == '"';
                structural(c, at + 1 < compact.length() ? compact.charAt(at + 1) : ' ');
            }
        }
        return text.toString();
    }

    private void structural(char c, char next) {
        switch (c) {
            case '{', '[' -> {
                text.append(c);
                depth++;
                if (next != '}' && next != ']') {
                    newLine();
                }
            }
            case '}', ']' -> {
                depth--;
                char last = text.charAt(text.length() - 1);
                if (last != '{' && last != '[') {
                    newLine();
                }
                text.append(c);
            }
            case ',' -> {
                text.append(c);
                newLine();
            }
            case ':' -> text.append(": ");
            default -> text.append(c);
        }
    }

    private void newLine() {
        text.append('\n').append("  ".repeat(depth));
    }
}
