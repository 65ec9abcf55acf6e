package io.github.pgchime.change;

import io.github.pgchime.ProtocolException;
import io.github.pgchime.debezium.RecordSink;
import io.github.pgchime.debezium.json.EventWriter;
import io.github.pgchime.debezium.json.TableWriter;
import io.github.pgchime.decode.pgoutput.Emission;
import io.github.pgchime.decode.pgoutput.Relation;
import io.github.pgchime.decode.pgoutput.RowImages;
import io.github.pgchime.decode.pgoutput.Truncation;
import io.github.pgchime.spool.Spool;
import io.github.pgchime.wire.WireReader;
import java.util.Arrays;
import java.util.Optional;

/** A way through the changes of one transaction, each read by the description of its relation that holds there. */
final class TransactionReader {

    private final Transaction.Whole transaction;
    private final Tables tables;
    private final Spool.Cursor cursor;
    private final WireReader copy = new WireReader("a row", new byte[0]);
    private final RowImages rows = new RowImages();
    private Optional<Tables> own = Optional.empty();
    private long index = -1;

    TransactionReader(Transaction.Whole transaction, Spool spool, Tables tables) {
        this.transaction = transaction;
        this.tables = tables;
        this.cursor = spool.cursor();
    }

    /** Moves to the next change, if there is one. */
    boolean next() {
        while (cursor.next()) {
            if (cursor.type() != 'R') {
                index++;
                return true;
            }
            if (own.isEmpty()) {
                own = Optional.of(tables.copy());
            }
            own.get().describe(Relation.decode(cursor.body()));
        }
        return false;
    }

    /** The change, on its own. */
    Change change() {
        Place place = new Place(transaction, index, cursor.lsn());
        WireReader body = cursor.body();
        return switch (cursor.type()) {
            case 'I', 'U', 'D' -> row(place, layout(body.int32()), copy(body));
            case 'T' -> {
                Truncation truncation = Truncation.decode(body);
                yield new Truncate(
                        place,
                        truncation.relations().stream().map(this::layout).toList(),
                        truncation.cascade(),
                        truncation.restartIdentity());
            }
            case 'M' -> {
                Emission emission = Emission.decode(body);
                WireReader content = emission.content();
                yield new Message(
                        place, emission.transactional(), emission.prefix(), content.bytes(content.remaining()));
            }
            default -> throw unexpected();
        };
    }

    /** Writes the change as it lies in the buffer. */
    void writeTo(EventWriter writer, DebeziumJson json, RecordSink sink) {
        WireReader body = cursor.body();
        long lsn = cursor.lsn();
        switch (cursor.type()) {
            case 'I', 'U', 'D' -> {
                Layout layout = layout(body.int32());
                rows.read(cursor.type(), body, layout.columns().size());
                TableWriter table = layout.writer(json);
                switch (cursor.type()) {
                    case 'I' -> writer.insert(table, rows.after(), lsn, sink);
                    case 'U' -> writer.update(table, rows.old(), rows.before(), rows.after(), lsn, sink);
                    default -> writer.delete(table, rows.old(), rows.before(), lsn, sink);
                }
            }
            case 'T' ->
                Truncation.decode(body)
                        .relations()
                        .forEach(id -> writer.truncate(layout(id).writer(json), lsn, sink));
            case 'M' -> {
                Emission emission = Emission.decode(body);
                WireReader content = emission.content();
                int from = content.offset();
                writer.message(emission.prefix(), content.array(), from, from + content.remaining(), lsn, sink);
            }
            default -> throw unexpected();
        }
    }

    private ProtocolException unexpected() {
        return new ProtocolException("pgoutput: a change of type " + cursor.type());
    }

    private Change row(Place place, Layout layout, WireReader body) {
        rows.read(cursor.type(), body, layout.columns().size());
        return switch (cursor.type()) {
            case 'I' -> new Insert(place, new Row(layout, rows.after(), false));
            case 'D' -> new Delete(place, old(layout));
            default ->
                new Update(
                        place,
                        rows.old() == RowImages.Old.NONE ? Optional.empty() : Optional.of(old(layout)),
                        new Row(layout, rows.after(), false));
        };
    }

    private Row old(Layout layout) {
        return new Row(layout, rows.before(), rows.old() == RowImages.Old.KEY);
    }

    private Layout layout(int relation) {
        return own.orElse(tables).get(relation);
    }

    /** What is left of the body, on bytes of its own, which the rows that are read from it keep. */
    private WireReader copy(WireReader body) {
        byte[] own = Arrays.copyOfRange(body.array(), body.offset(), body.offset() + body.remaining());
        copy.aim("a row", own, 0, own.length);
        return copy;
    }
}
