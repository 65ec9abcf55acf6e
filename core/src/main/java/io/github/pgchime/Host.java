package io.github.pgchime;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host's name or address, without brackets, or the directory of a unix socket. No message repeats it: what a URL's slip
 * makes a host may be the end of a password with an {@code @} in it.
 */
record Host(String name) {

    /** What fits into {@code sun_path} with the zero at its end (Linux; unix(7)). */
    private static final int LONGEST_SOCKET = 107;

    private static final Pattern FORBIDDEN = Pattern.compile("[\\s/\\\\@\\[\\]?#,\"']");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern ZONE = Pattern.compile("%[^%:]+$");
    private static final Pattern IPV4_TAIL = Pattern.compile("(?<=:)" + OCTET + "(\\." + OCTET + "){3}$");
    private static final Pattern GROUPS = Pattern.compile("[0-9A-Fa-f]{1,4}(:[0-9A-Fa-f]{1,4})*");
    private static final Pattern LOOPBACK =
            Pattern.compile("localhost|127(\\." + OCTET + "){3}|(0{0,4}:){2,7}0{0,3}1", Pattern.CASE_INSENSITIVE);

    Host {
        Parameter.HOST.requireText(name);
        if (!isDirectory(name)) {
            requireNameOrAddress(name);
        }
    }

    private static void requireNameOrAddress(String name) {
        var forbidden = FORBIDDEN.matcher(name);
        if (forbidden.find()) {
            throw new ConfigException(
                    "host holds a '" + forbidden.group() + "'; expected a name, or an address without brackets");
        }
        if (name.indexOf(':') >= 0 && !isIpv6(name)) {
            throw new ConfigException("host holds a ':' and is not an IPv6 address; the port is an option of its own");
        }
    }

    /** Whether it is an address that needs no look-up, without brackets. */
    static boolean isAddress(String text) {
        return IPV4.matcher(text).matches() || isIpv6(text);
    }

    /** Eight groups, or fewer around one {@code ::}; the last two may be written as an IPv4 address (RFC 4291, 2.2). */
    private static boolean isIpv6(String name) {
        String address = ZONE.matcher(name).replaceFirst("");
        String[] sides = IPV4_TAIL.matcher(address).replaceFirst("0:0").split("::", -1);
        int groups = 0;
        for (String side : sides) {
            if (!side.isEmpty()) {
                if (!GROUPS.matcher(side).matches()) {
                    return false;
                }
                groups += 1 + (int) side.chars().filter(c -> c == ':').count();
            }
        }
        return sides.length == 1 ? groups == 8 : sides.length == 2 && groups <= 7;
    }

    /** Whether this is a unix socket's directory, by libpq's rule: an absolute path. */
    boolean isDirectory() {
        return isDirectory(name);
    }

    /** The socket of the server at this port in this directory; empty if it is none. */
    Optional<Path> unixSocket(int port) {
        return isDirectory() ? Optional.of(socket(".s.PGSQL." + port)) : Optional.empty();
    }

    private Path socket(String file) {
        Path path;
        try {
            path = Path.of(name, file);
        } catch (InvalidPathException e) {
            throw new ConfigException("host is no directory's path: " + e.getReason(), e);
        }
        int length = path.toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > LONGEST_SOCKET) {
            throw new ConfigException("host is a directory in which the unix socket's path has " + length
                    + " bytes; it can have " + LONGEST_SOCKET);
        }
        return path;
    }

    private static boolean isDirectory(String name) {
        return name.startsWith("/");
    }

    /** Whether this names the machine itself beyond doubt: no other name is resolved to find out. */
    boolean isLoopback() {
        return LOOPBACK.matcher(name).matches();
    }
}
