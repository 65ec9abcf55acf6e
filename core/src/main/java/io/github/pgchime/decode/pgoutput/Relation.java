package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.TableName;
import io.github.pgchime.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as the rows that follow are written.
 *
 * @param id its oid, unsigned
 * @param columns those that are published, in the order of the rows' values
 */
public record Relation(int id, TableName name, ReplicaIdentity replicaIdentity, List<Column> columns) {

    /**
     * A column.
     *
     * @param key whether it is part of the replica identity
     * @param type its type's oid, unsigned
     * @param modifier the type's modifier, such as a length; -1 for none
     */
    public record Column(String name, boolean key, int type, int modifier) {
        static Column decode(WireReader body) {
            boolean key = (body.int8() & 1) != 0;
            return new Column(body.cString(), key, body.int32(), body.int32());
        }
    }

    public Relation {
        columns = List.copyOf(columns);
    }

    /** Reads the body of a {@link Content} of type R. */
    public static Relation decode(WireReader body) {
        int id = body.int32();
        TableName name = name(body);
        ReplicaIdentity identity = ReplicaIdentity.of(body.int8());
        int count = body.int16();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(Column.decode(body));
        }
        body.expectEnd();
        return new Relation(id, name, identity, columns);
    }

    /** Reads schema and table; the server leaves out {@code pg_catalog}. */
    public static TableName name(WireReader body) {
        String schema = body.cString();
        String table = body.cString();
        try {
            return new TableName(schema.isEmpty() ? "pg_catalog" : schema, table);
        } catch (ConfigException e) {
            throw new ProtocolException("pgoutput: expected a relation's name: " + e.getMessage(), e);
        }
    }
}
