package io.github.pgchime.journal;

import java.util.List;

/**
 * What an installation did.
 *
 * @param version the schema's version now
 * @param applied the steps that it took, such as {@code V1__journal}; empty if it was up to date
 * @param missingRoles the journal's roles that do not exist, because the installing role may not make any. Have each made by
 *     one who may ({@code CREATE ROLE pgchime_publish}), then let the owner of the schema run
 *     {@code SELECT pgchime.grant_roles()}; until then the owner alone can use the journal
 */
public record Installation(int version, List<String> applied, List<String> missingRoles) {

    public Installation {
        applied = List.copyOf(applied);
        missingRoles = List.copyOf(missingRoles);
    }
}
