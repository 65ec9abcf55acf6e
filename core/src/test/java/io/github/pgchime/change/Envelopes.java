package io.github.pgchime.change;

import io.github.pgchime.testkit.script.Body;
import java.nio.charset.StandardCharsets;

/**
 * What pgoutput writes, built from the field types of PostgreSQL's manual, section "Logical Replication Message Formats".
 *
 */
final class Envelopes {

    static final int INT4 = 23;
    static final int TEXT = 25;

    private Envelopes() {}

    static byte[] begin(int xid, long lsn) {
        return new Body().int8('B').int64(lsn).int64(0).int32(xid).toBytes();
    }

    static byte[] commit(long lsn, long end) {
        return new Body()
                .int8('C')
                .int8(0)
                .int64(lsn)
                .int64(end)
                .int64(1_500_000)
                .toBytes();
    }

    static byte[] beginPrepare(int xid, long lsn, String gid) {
        return new Body()
                .int8('b')
                .int64(lsn)
                .int64(lsn + 8)
                .int64(0)
                .int32(xid)
                .string(gid)
                .toBytes();
    }

    static byte[] prepare(int xid, long lsn, String gid) {
        return prepare('P', xid, lsn, gid);
    }

    static byte[] streamPrepare(int xid, long lsn, String gid) {
        return prepare('p', xid, lsn, gid);
    }

    private static byte[] prepare(char type, int xid, long lsn, String gid) {
        return new Body()
                .int8(type)
                .int8(0)
                .int64(lsn)
                .int64(lsn + 8)
                .int64(0)
                .int32(xid)
                .string(gid)
                .toBytes();
    }

    static byte[] commitPrepared(int xid, long lsn, long end, String gid) {
        return new Body()
                .int8('K')
                .int8(0)
                .int64(lsn)
                .int64(end)
                .int64(0)
                .int32(xid)
                .string(gid)
                .toBytes();
    }

    static byte[] rollbackPrepared(int xid, String gid) {
        return new Body()
                .int8('r')
                .int8(0)
                .int64(0)
                .int64(0)
                .int64(0)
                .int64(0)
                .int32(xid)
                .string(gid)
                .toBytes();
    }

    static byte[] streamStart(int xid) {
        return new Body().int8('S').int32(xid).int8(1).toBytes();
    }

    static byte[] streamStop() {
        return new Body().int8('E').toBytes();
    }

    static byte[] streamCommit(int xid, long lsn, long end) {
        return new Body()
                .int8('c')
                .int32(xid)
                .int8(0)
                .int64(lsn)
                .int64(end)
                .int64(0)
                .toBytes();
    }

    static byte[] streamAbort(int xid, int subxid) {
        return new Body().int8('A').int32(xid).int32(subxid).toBytes();
    }

    static byte[] origin(long lsn, String name) {
        return new Body().int8('O').int64(lsn).string(name).toBytes();
    }

    static byte[] type(int oid, String name) {
        return new Body().int8('Y').int32(oid).string("public").string(name).toBytes();
    }

    /** Table public.NAME (id int4 as its key, note text). */
    static byte[] relation(int id, String name) {
        return new Body()
                .int8('R')
                .int32(id)
                .string("public")
                .string(name)
                .int8('d')
                .int16(2)
                .int8(1)
                .string("id")
                .int32(INT4)
                .int32(-1)
                .int8(0)
                .string("note")
                .int32(TEXT)
                .int32(-1)
                .toBytes();
    }

    /** A row of such a table. */
    static byte[] insert(int relation, int id, String note) {
        Body body = new Body().int8('I').int32(relation).int8('N').int16(2);
        return text(text(body, String.valueOf(id)), note).toBytes();
    }

    /** An update of the key, without the note, which is out of line. */
    static byte[] updateKey(int relation, int from, int to) {
        Body body = new Body().int8('U').int32(relation).int8('K').int16(2);
        body = text(body, String.valueOf(from)).int8('n').int8('N').int16(2);
        return text(body, String.valueOf(to)).int8('u').toBytes();
    }

    static byte[] update(int relation, int id, String note) {
        Body body = new Body().int8('U').int32(relation).int8('N').int16(2);
        return text(text(body, String.valueOf(id)), note).toBytes();
    }

    static byte[] delete(int relation, int id) {
        Body body = new Body().int8('D').int32(relation).int8('K').int16(2);
        return text(body, String.valueOf(id)).int8('n').toBytes();
    }

    static byte[] truncate(int... relations) {
        Body body = new Body().int8('T').int32(relations.length).int8(1);
        for (int relation : relations) {
            body.int32(relation);
        }
        return body.toBytes();
    }

    static byte[] message(boolean transactional, long lsn, String prefix, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Body()
                .int8('M')
                .int8(transactional ? 1 : 0)
                .int64(lsn)
                .string(prefix)
                .int32(bytes.length)
                .bytes(bytes)
                .toBytes();
    }

    /** The same within a piece of a transaction in progress. */
    static byte[] within(int xid, byte[] message) {
        Body body = new Body().int8(message[0]).int32(xid);
        byte[] rest = new byte[message.length - 1];
        System.arraycopy(message, 1, rest, 0, rest.length);
        return body.bytes(rest).toBytes();
    }

    private static Body text(Body body, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return body.int8('t').int32(bytes.length).bytes(bytes);
    }
}
