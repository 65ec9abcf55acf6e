package io.github.pgchime.journal;

import io.github.pgchime.ConfigException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The members of a JSON object, each as text again. */
final class Members {

    private static final String NULL = "null";
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, String> texts;

    private Members(Map<String, String> texts) {
        this.texts = texts;
    }

    /** @throws ConfigException if it is no object */
    static Members of(Json json) {
        Map<String, String> texts = new HashMap<>();
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json.text())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw none("it is no object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                texts.put(name, copy(parser));
            }
        } catch (JacksonException e) {
            throw new ConfigException("the payload is no JSON: " + e.getOriginalMessage(), e);
        }
        return new Members(texts);
    }

    private static String copy(JsonParser parser) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            out.copyCurrentStructureExact(parser);
        }
        return text.toString();
    }

    /** A member that has to be there. */
    Json json(String name) {
        return new Json(Optional.ofNullable(texts.get(name)).orElseThrow(() -> none("it has no member " + name)));
    }

    /** A member, unless it is null or not there. */
    Optional<Json> unlessNull(String name) {
        return Optional.ofNullable(texts.get(name))
                .filter(text -> !text.equals(NULL))
                .map(Json::new);
    }

    /** A string. */
    String text(String name) {
        try (JsonParser parser =
                FACTORY.createParser(ObjectReadContext.empty(), json(name).text())) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw none(name + " is no string");
            }
            return parser.getString();
        }
    }

    private static ConfigException none(String why) {
        return new ConfigException("the payload is none of a watched table's: " + why);
    }
}
