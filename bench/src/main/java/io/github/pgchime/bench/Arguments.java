package io.github.pgchime.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a run was asked for: words, and numbers as {@code --name=20}.
 *
 * @param words such as the chapters to run, in the order of the usage; all of a kind of which none was given
 */
public record Arguments(Set<String> words, Map<String, Integer> numbers) {

    /** Reads them, where there is one kind of words. */
    public static Arguments parse(String bench, Set<String> words, Map<String, Integer> defaults, String... arguments) {
        return parse(bench, List.of(words), defaults, arguments);
    }

    /**
     * Reads them.
     *
     * @param kinds the words there are, by their kind
     * @param defaults the numbers there are, and what they are if not given
     * @throws IllegalArgumentException with the usage, if one is neither
     */
    public static Arguments parse(
            String bench, List<Set<String>> kinds, Map<String, Integer> defaults, String... arguments) {
        Set<String> words = kinds.stream().flatMap(Set::stream).collect(Collectors.toCollection(LinkedHashSet::new));
        Set<String> given = new LinkedHashSet<>();
        Map<String, Integer> numbers = new LinkedHashMap<>(defaults);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = argument.startsWith("--") && equals > 0 ? argument.substring(2, equals) : "";
            if (words.contains(argument)) {
                given.add(argument);
            } else if (defaults.containsKey(name)
                    && argument.substring(equals + 1).matches("[1-9][0-9]{0,8}")) {
                numbers.put(name, Integer.parseInt(argument.substring(equals + 1)));
            } else {
                throw new IllegalArgumentException(argument + " is none of these\n" + usage(bench, words, defaults));
            }
        }
        for (Set<String> kind : kinds) {
            if (kind.stream().noneMatch(given::contains)) {
                given.addAll(kind);
            }
        }
        Set<String> inOrder = new LinkedHashSet<>(words);
        inOrder.retainAll(given);
        return new Arguments(inOrder, numbers);
    }

    private static String usage(String bench, Set<String> words, Map<String, Integer> defaults) {
        StringBuilder usage = new StringBuilder("usage: bench/run ").append(bench);
        words.forEach(word -> usage.append(" [").append(word).append(']'));
        defaults.forEach((name, number) ->
                usage.append(" [--").append(name).append('=').append(number).append(']'));
        return usage.toString();
    }

    /** The number of this name. */
    public int number(String name) {
        return numbers.getOrDefault(name, 0);
    }
}
