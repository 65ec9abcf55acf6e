package io.github.pgchime.debezium.json;

import java.time.Instant;
import java.util.Optional;

/**
 * Where the changes of a transaction come from. Positions are raw LSNs.
 *
 * @param database the database's name
 * @param xid its transaction id; 0 for a message outside of any
 * @param time when it was committed; for a message outside of any, when the one before was
 * @param begin where its first record lies
 * @param end where its commit record ends
 * @param previous where the commit record of the one before ends; 0 if the stream has read none
 * @param origin the replication origin that it came from, if from elsewhere
 * @param originLsn its commit there
 */
public record Provenance(
        String database,
        long xid,
        Instant time,
        long begin,
        long end,
        long previous,
        Optional<String> origin,
        long originLsn) {}
