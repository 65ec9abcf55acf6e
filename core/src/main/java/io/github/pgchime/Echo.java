package io.github.pgchime;

import java.util.regex.Pattern;

/** What an error's message may repeat of a value it rejects. */
final class Echo {

    private static final Pattern WORD_OR_SHORT_NUMBER = Pattern.compile("[A-Za-z_-]{1,32}|-?[0-9]{1,6}");

    private Echo() {}

    /**
     * The value in quotes if it is one plain word or a short number. Anything else may be a password that a slip in
     * the URL put in this place, and is not shown.
     */
    static String of(String value) {
        return WORD_OR_SHORT_NUMBER.matcher(value).matches() ? '"' + value + '"' : "(not shown, it may be a secret)";
    }
}
