package io.github.pgchime.app.changes;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.pgchime.TableName;
import io.github.pgchime.change.Change;
import io.github.pgchime.change.Column;
import io.github.pgchime.change.Delete;
import io.github.pgchime.change.Insert;
import io.github.pgchime.change.Message;
import io.github.pgchime.change.Row;
import io.github.pgchime.change.RowChange;
import io.github.pgchime.change.Truncate;
import io.github.pgchime.change.Update;
import io.github.pgchime.change.Value;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** A change for a person: {@code update  public.orders  id=42 state='paid' note=NULL  was state='new'}. */
final class ChangeText {

    private static final String GAP = "  ";

    private ChangeText() {}

    /** In one line if the names in it are. */
    static String of(Change change) {
        return switch (change) {
            case Insert insert -> row("insert", insert, insert.after());
            case Update update -> row("update", update, update.after()) + was(update);
            case Delete delete -> row("delete", delete, delete.key());
            case Truncate truncate -> "truncate" + GAP + tables(truncate) + manner(truncate);
            case Message message -> "message" + GAP + message.prefix() + GAP + content(message);
        };
    }

    private static String row(String operation, RowChange change, Row row) {
        return operation
                + GAP
                + change.table()
                + GAP
                + values(row, column -> !(row.value(column) instanceof Value.Absent));
    }

    private static String values(Row row, Predicate<String> shown) {
        return row.columns().stream()
                .map(Column::name)
                .filter(shown)
                .map(column -> column + "=" + ValueText.of(row.value(column)))
                .collect(Collectors.joining(" "));
    }

    /** What is known of the old row, and different. */
    private static String was(Update update) {
        return update.before()
                .map(before -> values(
                        before,
                        column -> isOther(before.value(column), update.after().value(column))))
                .filter(values -> !values.isEmpty())
                .map(values -> GAP + "was " + values)
                .orElse("");
    }

    private static boolean isOther(Value before, Value after) {
        return !(before instanceof Value.Absent) && !(after instanceof Value.Unchanged) && !isSame(before, after);
    }

    private static boolean isSame(Value one, Value other) {
        if (one instanceof Value.Present(Object first) && other instanceof Value.Present(Object second)) {
            return Objects.deepEquals(first, second);
        }
        return one.equals(other);
    }

    private static String tables(Truncate truncate) {
        return truncate.tables().stream().map(TableName::toString).collect(Collectors.joining(", "));
    }

    private static String manner(Truncate truncate) {
        return (truncate.cascade() ? GAP + "cascade" : "")
                + (truncate.restartIdentity() ? GAP + "restart identity" : "");
    }

    /** As text if it is any. */
    private static String content(Message message) {
        byte[] content = message.content();
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
            return ValueText.of(new Value.Present(text));
        } catch (CharacterCodingException e) {
            return ValueText.of(new Value.Present(content));
        }
    }
}
