package io.github.pgchime;

/**
 * A table's schema and name, exactly as the catalog holds them: unquoted, case kept.
 *
 * @param schema the schema, such as {@code public}
 * @param table the table's own name
 */
public record TableName(String schema, String table) implements Comparable<TableName> {

    private static final String EXPECTED = "; expected schema.table, each part quoted as in SQL where it needs it";

    public TableName {
        if (schema.isEmpty() || table.isEmpty() || (schema + table).indexOf('\0') >= 0) {
            throw new ConfigException("table \"" + schema + "." + table + "\" has an empty part or a NUL" + EXPECTED);
        }
    }

    /**
     * Reads a qualified name as SQL writes it: {@code public.orders}, {@code "My Schema"."a ""b"""}. An unquoted part
     * folds to lower case, as PostgreSQL does it.
     *
     * @throws ConfigException if the text is anything else, such as a name without a schema
     */
    public static TableName parse(String text) {
        Parts parts = new Parts(text);
        String schema = parts.next();
        parts.expectDot();
        String table = parts.next();
        parts.expectEnd();
        return new TableName(schema, table);
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    /** The plain form {@code schema.table}, with no quotes. */
    @Override
    public String toString() {
        return schema + "." + table;
    }

    private static final class Parts {
        private final String text;
        private int at;

        Parts(String text) {
            this.text = text.strip();
        }

        String next() {
            return at < text.length() && text.charAt(at) == '"' ? quoted() : plain();
        }

        private String quoted() {
            StringBuilder part = new StringBuilder();
            for (at++; at < text.length(); at++) {
                char c = text.charAt(at);
                if (c != '"') {
                    part.append(c);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    part.append('"');
                    at++;
                } else {
                    at++;
                    return part.toString();
                }
            }
            throw bad("has a quote that is not closed");
        }

        private String plain() {
            int start = at;
            while (at < text.length() && isPlain(text.charAt(at), at == start)) {
                at++;
            }
            if (at == start) {
                throw bad(at == text.length() ? "lacks a part" : "has an unexpected '" + text.charAt(at) + "'");
            }
            return fold(text.substring(start, at));
        }

        private static boolean isPlain(char c, boolean first) {
            return c == '_' || c >= 0x80 || Character.isLetter(c) || (!first && (c == '$' || Character.isDigit(c)));
        }

        /** PostgreSQL folds ASCII only, whatever the locale. */
        private static String fold(String part) {
            StringBuilder folded = new StringBuilder(part);
            for (int i = 0; i < folded.length(); i++) {
                char c = folded.charAt(i);
                if (c >= 'A' && c <= 'Z') {
                    folded.setCharAt(i, (char) (c + 32));
                }
            }
            return folded.toString();
        }

        void expectDot() {
            if (at == text.length()) {
                throw bad("has no schema");
            }
            if (text.charAt(at) != '.') {
                throw bad("has an unexpected '" + text.charAt(at) + "'");
            }
            at++;
        }

        void expectEnd() {
            if (at != text.length()) {
                throw bad("has an unexpected '" + text.charAt(at) + "'");
            }
        }

        private ConfigException bad(String what) {
            return new ConfigException("table name <" + text + "> " + what + EXPECTED);
        }
    }
}
