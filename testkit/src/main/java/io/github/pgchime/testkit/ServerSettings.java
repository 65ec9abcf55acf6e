package io.github.pgchime.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What every embedded server runs with, unless a test asks for something else. */
final class ServerSettings {

    /** Set by zonky on the command line, which beats the configuration file and ALTER SYSTEM. */
    static final Set<String> ON_COMMAND_LINE = Set.of("fsync", "synchronous_commit", "max_connections", "timezone");

    private ServerSettings() {}

    static Map<String, String> with(Map<String, String> own) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fsync", "off");
        settings.put("synchronous_commit", "on");
        settings.put("max_connections", "120");
        settings.put("timezone", "UTC");
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("unix_socket_directories", "");
        settings.put("wal_level", "logical");
        settings.put("max_replication_slots", "40");
        settings.put("max_wal_senders", "40");
        settings.put("max_prepared_transactions", "20");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("full_page_writes", "off");
        settings.put("ssl", "on");
        settings.put("ssl_cert_file", "server.crt");
        settings.put("ssl_ca_file", "root.crt");
        settings.put("ssl_key_file", "server.key");
        settings.putAll(own);
        return settings;
    }
}
