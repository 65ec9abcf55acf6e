package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One committed change. Immutable, for any thread: it stays what it is for as long as it is held. */
public sealed interface Change permits RowChange, Truncate, Message {

    /** Where it stands. */
    Place place();

    /** What kind it is. */
    Operation operation();

    /** The tables that it concerns: one for a row, several for a TRUNCATE, none for a message. */
    List<TableName> tables();

    /** The transaction that it belongs to. */
    default Commit commit() {
        return place().commit();
    }

    /** What tells it from all others, and orders them. */
    default Position position() {
        return new Position(commit().end(), place().index());
    }

    /**
     * All of it as a dictionary: {@code op}, {@code before}, {@code after}, {@code source}, {@code ts_ms} and what else its kind
     * has; null where there is nothing.
     */
    Map<String, @Nullable Object> toMap();
}
