package io.github.pgchime.bench;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a run was asked for: words, and numbers as {@code --name=20}.
 *
 * @param words the chapters to run, in the order of the usage; all if none was given
 */
public record Arguments(Set<String> words, Map<String, Integer> numbers) {

    /**
     * Reads them.
     *
     * @param words those there are
     * @param defaults the numbers there are, and what they are if not given
     * @throws IllegalArgumentException with the usage, if one is neither
     */
    public static Arguments parse(String bench, Set<String> words, Map<String, Integer> defaults, String... arguments) {
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
        Set<String> inOrder = new LinkedHashSet<>(words);
        inOrder.retainAll(given.isEmpty() ? words : given);
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
