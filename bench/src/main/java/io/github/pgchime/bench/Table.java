package io.github.pgchime.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Prints a Markdown table to standard output, row by row, so that a long run shows how far it is. */
public final class Table {

    /** Prints the head. */
    public Table(String title, String... columns) {
        System.out.println("\n### " + title + "\n");
        row((Object[]) columns);
        row(Arrays.stream(columns).map(column -> "---").toArray());
    }

    /** Prints a row; what is not a number is left out. */
    public void row(Object... cells) {
        List<String> texts = Arrays.stream(cells).map(Table::text).toList();
        System.out.println("| " + String.join(" | ", texts) + " |");
    }

    private static String text(Object cell) {
        return switch (cell) {
            case Double number when number.isNaN() -> "";
            case Double number -> String.format(Locale.ROOT, "%.2f", number);
            case Long number -> String.format(Locale.ROOT, "%,d", number);
            default -> cell.toString();
        };
    }
}
