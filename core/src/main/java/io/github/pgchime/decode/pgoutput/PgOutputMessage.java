package io.github.pgchime.decode.pgoutput;

import io.github.pgchime.wire.WireReader;

/**
 * What pgoutput says: the envelopes of transactions, and {@link Content}. Positions are raw LSNs, to be compared unsigned;
 * times are PostgreSQL's, microseconds since 2000; transaction ids are unsigned.
 */
public sealed interface PgOutputMessage
        permits Content,
                PgOutputMessage.Begin,
                PgOutputMessage.Commit,
                PgOutputMessage.BeginPrepare,
                PgOutputMessage.Prepare,
                PgOutputMessage.CommitPrepared,
                PgOutputMessage.RollbackPrepared,
                PgOutputMessage.StreamStart,
                PgOutputMessage.StreamStop,
                PgOutputMessage.StreamCommit,
                PgOutputMessage.StreamAbort,
                PgOutputMessage.StreamPrepare {

    /** What follows up to {@link Commit} is one transaction, which is committed already; {@code lsn} is its commit's. */
    record Begin(long lsn, long time, int xid) implements PgOutputMessage {
        static Begin decode(WireReader payload) {
            return new Begin(payload.int64(), payload.int64(), payload.int32());
        }
    }

    /** The end of a transaction; {@code end} is behind its commit record, and what a client confirms. */
    record Commit(long lsn, long end, long time) implements PgOutputMessage {
        static Commit decode(WireReader payload) {
            payload.skip(1); // flags, none of which exists
            return new Commit(payload.int64(), payload.int64(), payload.int64());
        }
    }

    /** What follows up to {@link Prepare} is one transaction, which is prepared. */
    record BeginPrepare(long lsn, long end, long time, int xid, String gid) implements PgOutputMessage {
        static BeginPrepare decode(WireReader payload) {
            return new BeginPrepare(
                    payload.int64(), payload.int64(), payload.int64(), payload.int32(), payload.cString());
        }
    }

    /** The end of a prepared transaction, whose fate is yet to come. */
    record Prepare(long lsn, long end, long time, int xid, String gid) implements PgOutputMessage {
        static Prepare decode(WireReader payload) {
            payload.skip(1);
            return new Prepare(payload.int64(), payload.int64(), payload.int64(), payload.int32(), payload.cString());
        }
    }

    /** A transaction that was prepared is committed. */
    record CommitPrepared(long lsn, long end, long time, int xid, String gid) implements PgOutputMessage {
        static CommitPrepared decode(WireReader payload) {
            payload.skip(1);
            return new CommitPrepared(
                    payload.int64(), payload.int64(), payload.int64(), payload.int32(), payload.cString());
        }
    }

    /** A transaction that was prepared is rolled back; {@code preparedEnd} is behind its PREPARE. */
    record RollbackPrepared(long preparedEnd, long end, long preparedTime, long time, int xid, String gid)
            implements PgOutputMessage {
        static RollbackPrepared decode(WireReader payload) {
            payload.skip(1);
            return new RollbackPrepared(
                    payload.int64(),
                    payload.int64(),
                    payload.int64(),
                    payload.int64(),
                    payload.int32(),
                    payload.cString());
        }
    }

    /** What follows up to {@link StreamStop} is a piece of one transaction that is in progress. */
    record StreamStart(int xid, boolean first) implements PgOutputMessage {
        static StreamStart decode(WireReader payload) {
            return new StreamStart(payload.int32(), payload.int8() == 1);
        }
    }

    /** The piece ends. */
    record StreamStop() implements PgOutputMessage {}

    /** A transaction that came in pieces is committed. */
    record StreamCommit(int xid, long lsn, long end, long time) implements PgOutputMessage {
        static StreamCommit decode(WireReader payload) {
            int xid = payload.int32();
            payload.skip(1);
            return new StreamCommit(xid, payload.int64(), payload.int64(), payload.int64());
        }
    }

    /**
     * A transaction that came in pieces is rolled back, or that of its subtransactions; {@code subxid} is {@code xid} if it
     * is all of it.
     */
    record StreamAbort(int xid, int subxid) implements PgOutputMessage {
        /** What a transaction that is applied in parallel tells besides, since version 4: the position and the time. */
        private static final int OF_PARALLEL = 8 + 8;

        static StreamAbort decode(WireReader payload) {
            StreamAbort abort = new StreamAbort(payload.int32(), payload.int32());
            if (payload.remaining() == OF_PARALLEL) {
                payload.skip(OF_PARALLEL);
            }
            return abort;
        }
    }

    /** A transaction that came in pieces is prepared, and its fate is yet to come. */
    record StreamPrepare(long lsn, long end, long time, int xid, String gid) implements PgOutputMessage {
        static StreamPrepare decode(WireReader payload) {
            payload.skip(1);
            return new StreamPrepare(
                    payload.int64(), payload.int64(), payload.int64(), payload.int32(), payload.cString());
        }
    }
}
