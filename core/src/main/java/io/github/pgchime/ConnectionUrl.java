package io.github.pgchime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Takes a connection URL apart, as libpq does. It is stricter where a slip could put a part of the password into another
 * place, and no message repeats text of which that could be true.
 *
 * @see <a href="https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS">PostgreSQL: connection
 *     URIs</a>
 */
final class ConnectionUrl {

    /** What its errors begin with. */
    static final String SOURCE = "connection URL: ";

    private static final Pattern SCHEME = Pattern.compile("postgres(ql)?://");

    private final String url;
    private final PercentDecoder decoder;
    private final GivenParameters given = new GivenParameters(SOURCE);

    private ConnectionUrl(String url) {
        this.url = url;
        this.decoder = new PercentDecoder(url);
    }

    /** Whether it begins like one. */
    static boolean isUrl(String text) {
        return SCHEME.matcher(text).lookingAt();
    }

    /** What the URL gives, decoded; empty parts are left out. */
    static Map<Parameter, String> values(String url) {
        ConnectionUrl parts = new ConnectionUrl(url);
        parts.read();
        return parts.given.values();
    }

    private void read() {
        int at = scheme();
        requireEncoded();
        int userInfoEnd = url.indexOf('@', at);
        if (userInfoEnd >= 0 && userInfoEnd < indexOrEnd('/', at)) {
            userInfo(at, userInfoEnd);
            at = userInfoEnd + 1;
        }
        int hostEnd = Math.min(indexOrEnd('/', at), indexOrEnd('?', at));
        int pathEnd = indexOrEnd('?', at);
        int strayAt = url.indexOf('@', at);
        if (strayAt >= 0 && strayAt < pathEnd) {
            throw bad("the @ at character " + (strayAt + 1)
                    + " is one too many; in a user's name, a password or a database's name write %40, and / as %2F");
        }
        hostsAndPorts(at, hostEnd);
        if (hostEnd < pathEnd) {
            given.put(Parameter.DBNAME, decoder.decode(hostEnd + 1, pathEnd));
        }
        query(pathEnd + 1);
    }

    private int scheme() {
        var scheme = SCHEME.matcher(url);
        if (scheme.lookingAt()) {
            return scheme.end();
        }
        if (url.startsWith("jdbc:postgresql:")) {
            throw bad("it is a JDBC URL; drop the leading jdbc:, and give user and password as libpq takes them");
        }
        throw bad("it does not begin with postgresql:// or postgres://, nor is it a string such as host=db user=ada");
    }

    private void requireEncoded() {
        for (int at = 0; at < url.length(); at++) {
            char c = url.charAt(at);
            if (c == ' ' || Character.isISOControl(c)) {
                throw bad("character " + (at + 1) + " is a space or a control character; a space is written %20");
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(url)) {
            throw bad("it holds half a surrogate pair, which is no character");
        }
    }

    private void userInfo(int from, int to) {
        int question = indexOrEnd('?', from);
        if (question < to) {
            throw bad("a ? at character " + (question + 1) + " stands before an @; in a user's name or a password write"
                    + " %3F, and in a parameter write the @ as %40");
        }
        int userEnd = Math.min(indexOrEnd(':', from), to);
        given.put(Parameter.USER, decoder.decode(from, userEnd));
        if (userEnd < to) {
            given.put(Parameter.PASSWORD, decoder.decode(userEnd + 1, to));
        }
    }

    /** Several are separated by commas, each with a port of its own or none. */
    private void hostsAndPorts(int from, int to) {
        List<String> hosts = new ArrayList<>();
        List<String> ports = new ArrayList<>();
        for (int at = from, end; at <= to; at = end + 1) {
            end = Math.min(indexOrEnd(',', at), to);
            hostAndPort(at, end, hosts, ports);
        }
        given.put(Parameter.HOST, hosts.stream().allMatch(String::isEmpty) ? "" : String.join(",", hosts));
        given.put(Parameter.PORT, ports.stream().allMatch(String::isEmpty) ? "" : String.join(",", ports));
    }

    private void hostAndPort(int from, int to, List<String> hosts, List<String> ports) {
        boolean bracketed = url.startsWith("[", from);
        int hostEnd = Math.min(indexOrEnd(bracketed ? ']' : ':', from), to);
        if (bracketed && (hostEnd == to || hostEnd == from + 1)) {
            throw bad("the [ at character " + (from + 1) + " begins an IPv6 address, but none ends with ]");
        }
        hosts.add(decoder.decode(bracketed ? from + 1 : from, hostEnd));
        int colon = bracketed ? hostEnd + 1 : hostEnd;
        if (colon < to && url.charAt(colon) != ':') {
            throw bad("character " + (colon + 1) + " stands behind an IPv6 address; expected :, / or a comma");
        }
        ports.add(colon < to ? port(decoder.decode(colon + 1, to)) : "");
    }

    /** Never repeated in the message: without an {@code @}, it may be where a password stands. */
    private String port(String port) {
        if (!port.isEmpty() && !Parameter.isPort(port)) {
            throw bad("the port is not a number from 1 to 65535; if it was not meant as a port: an IPv6 address"
                    + " stands in brackets, and a password between : and @, with / written %2F");
        }
        return port;
    }

    private void query(int from) {
        int number = 1;
        for (int at = from, end; at < url.length(); at = end + 1, number++) {
            end = indexOrEnd('&', at);
            int equals = indexOrEnd('=', at);
            if (equals >= end) {
                throw bad("parameter " + number + " has no =; within a value write & as %26");
            }
            if (indexOrEnd('=', equals + 1) < end) {
                throw bad("parameter " + number + " has a second =; within a value write %3D");
            }
            parameter(number, decoder.decode(at, equals), decoder.decode(equals + 1, end));
        }
    }

    private void parameter(int number, String name, String value) {
        boolean mayBeSecret = url.indexOf('@', indexOrEnd('?', 0)) >= 0;
        given.named("parameter " + number, name, value, mayBeSecret, "within a value write & as %26 and @ as %40");
    }

    private int indexOrEnd(char c, int from) {
        int index = url.indexOf(c, from);
        return index < 0 ? url.length() : index;
    }

    private ConfigException bad(String what) {
        return given.bad(what);
    }
}
