package io.github.pgchime;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Parameters as a URL, a string of keywords or a service file gives them, by name; each at most once. */
final class GivenParameters {

    private final String source;
    private final Map<Parameter, String> values = new EnumMap<>(Parameter.class);
    private final Set<Parameter> named = EnumSet.noneOf(Parameter.class);

    /** @param source what begins every error's message, such as {@code connection URL: } */
    GivenParameters(String source) {
        this.source = source;
    }

    /**
     * Takes one in.
     *
     * @param place where it stands, for the message
     * @param mayBeSecret whether the name may be a part of a password with a character too many
     * @param quoting what to write in place of that character
     * @throws ConfigException if there is no such parameter, or it was given before
     */
    void named(String place, String name, String value, boolean mayBeSecret, String quoting) {
        // libpq takes this one pair as well, for the sake of URLs written for JDBC.
        boolean ssl = name.equals("ssl") && value.equals("true");
        Parameter parameter = Parameter.named(ssl ? "sslmode" : name).orElseThrow(() -> {
            boolean hidden = (mayBeSecret || named.contains(Parameter.PASSWORD)) && !RejectedParameters.isKnown(name);
            return bad(hidden ? place + " is not known; " + quoting : RejectedParameters.reason(name));
        });
        if (!named.add(parameter)) {
            throw bad("parameter \"" + parameter + "\" is given twice; give it once");
        }
        put(parameter, ssl ? SslMode.REQUIRE.spelling() : value);
    }

    /** The same without a name of its own, such as a URL's host; what is empty counts as not given. */
    void put(Parameter parameter, String value) {
        if (!value.isEmpty()) {
            values.put(parameter, value);
        }
    }

    ConfigException bad(String what) {
        return new ConfigException(source + what);
    }

    Map<Parameter, String> values() {
        return values;
    }
}
