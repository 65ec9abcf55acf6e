package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** Finds what of a text {@code jsonb} would refuse, before it is sent: afterwards the transaction is aborted. */
final class JsonCheck {

    /** The server has limits of its own, and says so. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonCheck() {}

    /**
     * Checks one.
     *
     * @throws ConfigException that says where it is wrong, and nothing of what is written there: it may be a secret
     */
    static void check(String text) {
        boolean escaped = text.contains("\\u0000");
        boolean ended = false;
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            for (@Nullable JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (ended) {
                    throw broken("more than one value", parser.currentTokenLocation());
                }
                if (escaped && isText(token) && parser.getString().indexOf('\0') >= 0) {
                    throw nul();
                }
                ended = !token.isStructStart() && parser.streamReadContext().inRoot();
            }
        } catch (JacksonException e) {
            throw broken("no JSON", e.getLocation());
        }
        if (!ended) {
            throw new ConfigException("the JSON text is empty; expected a value, such as null");
        }
    }

    private static boolean isText(JsonToken token) {
        return token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME;
    }

    private static ConfigException nul() {
        return new ConfigException("the JSON text has \\u0000 in a string, which PostgreSQL's jsonb cannot hold;"
                + " leave it out, put another character in its place, or encode the string as base64");
    }

    private static ConfigException broken(String how, TokenStreamLocation at) {
        return new ConfigException("the JSON text is " + how + ": line " + at.getLineNr() + ", column "
                + at.getColumnNr() + "; expected one value, such as {\"id\":42}");
    }
}
