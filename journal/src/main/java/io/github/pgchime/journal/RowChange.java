package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.TableName;
import java.util.Optional;

/**
 * What an entry of a watched table says: see {@link Watch}.
 *
 * @param table that was written to
 * @param id the primary key's value, an object if it has several columns, {@code null} if there is none
 * @param key the columns of the primary key as an object, {@code null} if there is none
 * @param oldData the row before, if there was one
 * @param newData the row after, if there is one
 * @param metadata who did it, in which transaction
 * @param error why a statement's changes are not recorded, of {@link Action#UNRECORDED}
 */
public record RowChange(
        TableName table,
        Action action,
        Json id,
        Json key,
        Optional<Json> oldData,
        Optional<Json> newData,
        Json metadata,
        Optional<Json> error) {

    /** What was done. */
    public enum Action {
        INSERT,
        UPDATE,
        DELETE,
        /** The whole table was emptied; there are no rows. */
        TRUNCATE,
        /** A statement has changed rows, and which ones is not known: read the table anew. */
        UNRECORDED
    }

    /**
     * Reads a payload.
     *
     * @throws ConfigException if it is none of a watched table's
     */
    static RowChange of(Json payload) {
        Members members = Members.of(payload);
        return new RowChange(
                new TableName(members.text("schema"), members.text("table")),
                action(members.text("action")),
                members.json("id"),
                members.json("key"),
                members.unlessNull("old_data"),
                members.unlessNull("new_data"),
                members.json("metadata"),
                members.unlessNull("error"));
    }

    private static Action action(String name) {
        for (Action action : Action.values()) {
            if (action.name().equals(name)) {
                return action;
            }
        }
        throw new ConfigException("the payload is none of a watched table's: its action is \"" + name + "\"");
    }
}
