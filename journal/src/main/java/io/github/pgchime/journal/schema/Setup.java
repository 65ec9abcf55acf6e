package io.github.pgchime.journal.schema;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * What can be chosen of an installation; what is empty stays as it is.
 *
 * @param partitionSize in ids
 * @param wakeByNotify whether each insert wakes consumers by NOTIFY
 */
public record Setup(Roles roles, Optional<Long> partitionSize, Optional<Boolean> wakeByNotify) {

    /** Whether it leaves everything as it is. */
    boolean isEmpty() {
        return Stream.of(roles.publish(), roles.consume(), roles.administer(), partitionSize, wakeByNotify)
                .allMatch(Optional::isEmpty);
    }
}
