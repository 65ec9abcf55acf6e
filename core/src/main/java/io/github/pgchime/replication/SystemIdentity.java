package io.github.pgchime.replication;

import io.github.pgchime.Lsn;

/**
 * Which cluster a server runs.
 *
 * @param systemId the same for a primary and all its standbys, and for no other cluster
 * @param timeline which of the cluster's histories this is; a promotion begins a new one
 * @param position the end of the log so far
 * @see <a href="https://www.postgresql.org/docs/current/protocol-replication.html">PostgreSQL: IDENTIFY_SYSTEM</a>
 */
public record SystemIdentity(String systemId, long timeline, Lsn position) {}
