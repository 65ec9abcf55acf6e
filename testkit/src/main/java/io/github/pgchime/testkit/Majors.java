package io.github.pgchime.testkit;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * The shared servers that a live test runs on, by the system property {@code pgchime.pg}: {@code default} takes the oldest
 * and the newest major, {@code all} every one, {@code 15,17} just these. Unset, as in an IDE, it is the newest alone, which
 * needs nothing fetched. Where PGCHIME_TEST_URL names a server, it is that one.
 */
public final class Majors implements ArgumentsProvider {

    /** The oldest major that every build tests. */
    public static final int OLDEST = 14;

    /** The newest. */
    public static final int NEWEST = 18;

    private static final String PROPERTY = "pgchime.pg";

    /** Whether these majors are a sample, by {@code default}: a test that multiplies them by something else may thin it out. */
    public static boolean isSample() {
        return "default".equals(System.getProperty(PROPERTY));
    }

    /** The majors that are selected here. */
    public static List<Integer> selected() {
        return SharedServers.given()
                .map(server -> List.of(server.major()))
                .orElseGet(() ->
                        parse(Optional.ofNullable(System.getProperty(PROPERTY)).orElse(Integer.toString(NEWEST))));
    }

    /** Of the majors that are selected here the oldest and the newest, which may be the same. */
    public static List<Integer> oldestAndNewest() {
        return oldestAndNewest(selected());
    }

    static List<Integer> oldestAndNewest(List<Integer> majors) {
        return Stream.of(Collections.min(majors), Collections.max(majors))
                .distinct()
                .toList();
    }

    /** A server of each, started when it is its turn; whoever runs the test closes it. */
    static Stream<Arguments> servers(List<Integer> majors, boolean own) {
        return majors.stream()
                .map(major -> own ? PostgresServer.start(major, Map.of()) : PostgresServer.shared(major))
                .map(Arguments::of);
    }

    static List<Integer> parse(String selection) {
        return switch (selection.strip()) {
            case "default" -> List.of(OLDEST, NEWEST);
            case "all" -> IntStream.rangeClosed(OLDEST, NEWEST).boxed().toList();
            default ->
                Arrays.stream(selection.split(",", -1))
                        .map(major -> parseMajor(major.strip(), selection))
                        .distinct()
                        .toList();
        };
    }

    private static int parseMajor(String major, String selection) {
        if (!major.matches("[0-9]{1,3}") || Integer.parseInt(major) < OLDEST || Integer.parseInt(major) > NEWEST) {
            throw new IllegalArgumentException("-Dpg=" + selection + " (" + PROPERTY
                    + "): expected default, all, or majors" + " from " + OLDEST + " to " + NEWEST + " such as 15,17");
        }
        return Integer.parseInt(major);
    }

    @Override
    public Stream<? extends Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return servers(selected(), false);
    }
}
