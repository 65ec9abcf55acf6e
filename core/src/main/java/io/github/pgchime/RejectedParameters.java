package io.github.pgchime;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Why a name that is not a {@link Parameter} is rejected: known to libpq, known from elsewhere, or a slip. */
final class RejectedParameters {

    private static final Set<String> NOT_SUPPORTED_YET = Set.of(
            "gssdelegation",
            "gssencmode",
            "gsslib",
            "krbsrvname",
            "oauth_client_id",
            "oauth_client_secret",
            "oauth_issuer",
            "oauth_scope",
            "requirepeer",
            "requiressl",
            "scram_client_key",
            "scram_server_key",
            "sslcertmode",
            "sslcompression",
            "sslcrldir",
            "sslkeylogfile",
            "tcp_user_timeout");

    private RejectedParameters() {}

    /** Whether the name is one that libpq takes, and so surely no part of a password. */
    static boolean isKnown(String name) {
        return name.equals("replication") || NOT_SUPPORTED_YET.contains(name);
    }

    static String reason(String name) {
        if (NOT_SUPPORTED_YET.contains(name)) {
            return "parameter \"" + name + "\" is not supported yet; leave it out";
        }
        return switch (name) {
            case "replication" -> "parameter \"replication\" is set by pgchime itself; leave it out";
            case "ssl" -> "parameter \"ssl\" can only be true; use sslmode";
            case "database" -> "parameter \"database\" is not known; the database is given as dbname";
            case "username" -> "parameter \"username\" is not known; the user is given as user";
            default -> "parameter " + Echo.of(name) + " is not known; " + suggestion(name);
        };
    }

    private static String suggestion(String name) {
        Parameter nearest = Arrays.stream(Parameter.values())
                .min(Comparator.comparingInt(parameter -> distance(parameter, name)))
                .orElseThrow();
        return distance(nearest, name) <= Math.max(1, name.length() / 3)
                ? "did you mean " + nearest + "?"
                : "known are "
                        + Arrays.stream(Parameter.values())
                                .map(Parameter::toString)
                                .collect(Collectors.joining(", "));
    }

    /** Levenshtein's distance, blind to case, underscores and hyphens. */
    private static int distance(Parameter parameter, String name) {
        String a = bare(parameter.toString());
        String b = bare(name);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String bare(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }
}
