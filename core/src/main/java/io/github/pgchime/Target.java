package io.github.pgchime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One of the servers to try.
 *
 * @param host by which its certificate and its password are known
 * @param address which to connect to without a look-up of the host's name, if given
 */
record Target(Host host, Optional<String> address, int port) {

    static final String DEFAULT_HOST = "localhost";
    static final int DEFAULT_PORT = 5432;

    /** Its unix socket; empty if it is reached over TCP. */
    Optional<Path> unixSocket() {
        return address.isPresent() ? Optional.empty() : host.unixSocket(port);
    }

    /**
     * What libpq makes of three lists.
     *
     * @param hosts empty for the addresses, or else {@code localhost}
     * @param addresses as many as there are hosts, or none
     * @param ports as many, or one for all
     */
    static List<Target> of(List<String> hosts, List<String> addresses, List<Integer> ports) {
        int count = Math.max(1, addresses.isEmpty() ? hosts.size() : addresses.size());
        if (!addresses.isEmpty() && !hosts.isEmpty() && hosts.size() != count) {
            throw new ConfigException(
                    "host has " + hosts.size() + " entries and hostaddr " + count + "; expected as many");
        }
        if (ports.size() > 1 && ports.size() != count) {
            throw new ConfigException("port has " + ports.size() + " entries for " + count
                    + (count == 1 ? " host" : " hosts") + "; expected one for all, or one for each");
        }
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String address = addresses.isEmpty() ? "" : addresses.get(i);
            String host = hosts.isEmpty() ? "" : hosts.get(i);
            String named = !host.isEmpty() ? host : !address.isEmpty() ? address : DEFAULT_HOST;
            int port = ports.isEmpty() ? DEFAULT_PORT : ports.get(ports.size() == 1 ? 0 : i);
            if (!address.isEmpty() && !Host.isAddress(address)) {
                throw new ConfigException("hostaddr " + Echo.of(address)
                        + " is no address; expected one such as 192.0.2.1 or 2001:db8::1, and a name in host");
            }
            targets.add(new Target(new Host(named), Optional.of(address).filter(given -> !given.isEmpty()), port));
        }
        return List.copyOf(targets);
    }

    /** {@code host:port}, an IPv6 address in brackets. */
    @Override
    public String toString() {
        return (host.name().indexOf(':') >= 0 ? "[" + host.name() + "]" : host.name()) + ":" + port;
    }
}
