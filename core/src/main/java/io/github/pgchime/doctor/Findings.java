package io.github.pgchime.doctor;

import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.PgChimeException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The checks as they come in; of two with the same name the first counts, so what caused another stands. */
final class Findings {

    private final Map<CheckName, Check> checks = new EnumMap<>(CheckName.class);

    void add(Check check) {
        for (CheckName name : CheckName.values()) {
            if (name.names(check)) {
                checks.putIfAbsent(name, check);
            }
        }
    }

    /** Adds one that takes the place of an earlier one. */
    void replace(Check check) {
        checks.values().removeIf(earlier -> earlier.name().equals(check.name()));
        add(check);
    }

    void addAll(List<Check> all) {
        all.forEach(this::add);
    }

    /**
     * Adds what an examination finds. One that the server does not allow, or cuts short, is skipped with its reason.
     *
     * @throws ConnectionLostException if there is no session any more to go on with
     */
    void examine(CheckName name, Supplier<List<Check>> examination) {
        try {
            addAll(examination.get());
        } catch (ConnectionLostException e) {
            throw e;
        } catch (PgChimeException e) {
            add(name.skipped("could not be examined: " + e.getMessage()));
        }
    }

    boolean anyFailed(Set<CheckName> names) {
        return checks.entrySet().stream()
                .anyMatch(entry ->
                        names.contains(entry.getKey()) && entry.getValue().status() == Check.Status.FAIL);
    }

    /** All checks, in order; those that never came in are skipped. */
    List<Check> all(String whyMissing) {
        return Arrays.stream(CheckName.values())
                .map(name -> checks.getOrDefault(name, name.skipped(whyMissing)))
                .toList();
    }
}
