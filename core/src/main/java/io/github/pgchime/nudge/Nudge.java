package io.github.pgchime.nudge;

import io.github.pgchime.TableName;
import java.time.Instant;

/**
 * A table moved. A hint to refetch, not a fact to apply.
 *
 * @param table which
 * @param count how many changes were seen: rows inserted, updated or deleted, and truncations
 * @param firstSeen when the first of them came in, by this machine's clock
 */
public record Nudge(TableName table, long count, Instant firstSeen) {}
