package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import io.github.pgchime.journal.schema.Roles;
import io.github.pgchime.journal.schema.Setup;
import java.util.Optional;

/**
 * What can be chosen when the journal is installed, or later by installing it again; what is empty stays as it is.
 *
 * @param wakeByNotify whether every insert of entries wakes consumers by NOTIFY, at first not. It serialises the commits of all
 *     who publish across the whole server, so it is for journals with few writers whose consumers must be woken at once and
 *     may not use a nudge feed
 * @param publishRole the role that is granted what publishing takes, at first {@code pgchime_publish}
 * @param consumeRole the role that is granted what consuming takes, at first {@code pgchime_consume}
 * @param administerRole the role that is granted all that is to be administered, at first {@code pgchime_administer}
 * @param partitionSize how many ids each new partition has, 1,000 to 1,000,000,000; at first those of about a day
 */
public record InstallOptions(
        Optional<Boolean> wakeByNotify,
        Optional<String> publishRole,
        Optional<String> consumeRole,
        Optional<String> administerRole,
        Optional<Long> partitionSize) {

    private static final long SMALLEST = 1_000;
    private static final long LARGEST = 1_000_000_000;

    public InstallOptions {
        checkRole("publishRole", publishRole);
        checkRole("consumeRole", consumeRole);
        checkRole("administerRole", administerRole);
        partitionSize.filter(size -> size < SMALLEST || size > LARGEST).ifPresent(size -> {
            throw new ConfigException(
                    "partitionSize " + size + " is out of range; expected " + SMALLEST + " to " + LARGEST + " ids");
        });
    }

    /** All as it is, at first as it usually is. */
    public static InstallOptions defaults() {
        return new InstallOptions(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** With or without waking by NOTIFY. */
    public InstallOptions withWakeByNotify(boolean wanted) {
        return new InstallOptions(Optional.of(wanted), publishRole, consumeRole, administerRole, partitionSize);
    }

    /** With other roles, each made if it does not exist. */
    public InstallOptions withRoles(String publish, String consume, String administer) {
        return new InstallOptions(
                wakeByNotify, Optional.of(publish), Optional.of(consume), Optional.of(administer), partitionSize);
    }

    /** With partitions of so many ids. */
    public InstallOptions withPartitionSize(long ids) {
        return new InstallOptions(wakeByNotify, publishRole, consumeRole, administerRole, Optional.of(ids));
    }

    Setup setup() {
        return new Setup(new Roles(publishRole, consumeRole, administerRole), partitionSize, wakeByNotify);
    }

    private static void checkRole(String option, Optional<String> role) {
        role.filter(name -> name.isEmpty() || name.indexOf('\0') >= 0).ifPresent(name -> {
            throw new ConfigException(option + " is empty or has a NUL; expected a role's name, unquoted");
        });
    }
}
