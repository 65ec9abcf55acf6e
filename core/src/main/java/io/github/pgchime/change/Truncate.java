package io.github.pgchime.change;

import io.github.pgchime.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables were emptied by one TRUNCATE. Immutable. */
public final class Truncate implements Change {

    private final Place place;
    private final List<Layout> layouts;
    private final boolean cascade;
    private final boolean restartIdentity;

    Truncate(Place place, List<Layout> layouts, boolean cascade, boolean restartIdentity) {
        this.place = place;
        this.layouts = List.copyOf(layouts);
        this.cascade = cascade;
        this.restartIdentity = restartIdentity;
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public Operation operation() {
        return Operation.TRUNCATE;
    }

    /** The tables, as they were described then. */
    List<Layout> layouts() {
        return layouts;
    }

    @Override
    public List<TableName> tables() {
        return layouts.stream().map(Layout::table).toList();
    }

    /** Whether it was to empty what refers to them, too; those tables are among {@link #tables}. */
    public boolean cascade() {
        return cascade;
    }

    /** Whether their sequences began anew. */
    public boolean restartIdentity() {
        return restartIdentity;
    }

    @Override
    public Map<String, @Nullable Object> toMap() {
        Map<String, @Nullable Object> map = Dictionary.of(this, Optional.empty(), Optional.empty());
        map.put("tables", tables().stream().map(TableName::toString).toList());
        map.put("cascade", cascade);
        map.put("restart_identity", restartIdentity);
        return map;
    }

    @Override
    public String toString() {
        return "Truncate[" + place + ", " + tables() + (cascade ? ", cascade" : "")
                + (restartIdentity ? ", restart identity" : "") + "]";
    }
}
