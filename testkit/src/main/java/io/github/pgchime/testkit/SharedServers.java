package io.github.pgchime.testkit;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Assumptions;

/** The servers that live as long as the JVM: one embedded per major, or the one that the environment names. */
final class SharedServers {

    /** Environment variable with the URL of the one server that the tests are to use. */
    static final String TEST_URL = "PGCHIME_TEST_URL";

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Map<Integer, PostgresServer> STARTED = new TreeMap<>();
    private static final Optional<ServerAddress> GIVEN =
            Optional.ofNullable(System.getenv(TEST_URL)).map(ServerAddress::parse);

    private SharedServers() {}

    static boolean areEmbedded() {
        return GIVEN.isEmpty();
    }

    /** The environment's server, whatever its major. */
    static Optional<PostgresServer> given() {
        return GIVEN.map(address -> {
            LOCK.lock();
            try {
                return STARTED.computeIfAbsent(0, key -> PostgresServer.at(address));
            } finally {
                LOCK.unlock();
            }
        });
    }

    static PostgresServer of(int major) {
        Optional<PostgresServer> given = given();
        if (given.isPresent()) {
            PostgresServer server = given.get();
            return server.major() == major ? server : Assumptions.abort(TEST_URL + " is " + server + ", not " + major);
        }
        LOCK.lock();
        try {
            PostgresServer running = STARTED.get(major);
            if (running == null) {
                running = PostgresServer.embedded(major, Map.of(), true);
                if (STARTED.isEmpty()) {
                    Runtime.getRuntime().addShutdownHook(new Thread(SharedServers::stopAll, "postgres-shutdown"));
                }
                STARTED.put(major, running);
            }
            return running;
        } finally {
            LOCK.unlock();
        }
    }

    private static void stopAll() {
        STARTED.values().parallelStream().forEach(PostgresServer::shutDown);
    }
}
