package io.github.pgchime.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pgchime.ConfigException;
import io.github.pgchime.ConnectionLostException;
import io.github.pgchime.ServerError;
import io.github.pgchime.ServerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Exit codes and the words that go with them; no command gets as far as to run. */
final class MainTest {

    private final StringWriter err = new StringWriter();
    private final CommandLine command = Main.commandLine().setErr(new PrintWriter(err, true));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nudge --debounce 5 | Invalid value for option '--debounce': '5' is not a duration; expected a whole"
                        + " number and a unit, such as 50ms, 10s, 5m or 1h",
                "nudge --plugin decoderbufs | Invalid value for option '--plugin': 'decoderbufs' is not one of auto,"
                        + " test_decoding, wal2json, pgoutput",
                "nudge --format xml | Invalid value for option '--format': 'xml' is not one of text, json",
                "nudge --visibility-check maybe | Invalid value for option '--visibility-check': 'maybe' is not one of"
                        + " on, off",
                "nudge --tabel=x | Unknown option: '--tabel=x'; did you mean --table?",
                "nudge --url | Missing required parameter for option '--url' (URL)",
                "listen | Missing required parameter: 'CHANNEL'",
                "listen --buffer x orders | Invalid value for option '--buffer': 'x' is not an int",
                "listen \ufffd\ufffdber | Invalid value for positional parameter at index 0..* (CHANNEL): "
                        + "'\ufffd\ufffdber' holds what cannot be read in this locale; set a locale of UTF-8, such as"
                        + " LC_ALL=C.UTF-8",
                "changes --format json | Invalid value for option '--format': 'json' is not one of debezium, keyed, text",
                "changes --max-changes 0 | Invalid value for option '--max-changes': '0' is not a whole number from 1 on",
                "changes --until-lsn 5 | Invalid value for option '--until-lsn': '5' is not a position in the log;"
                        + " expected one such as 16/B374D848, as pg_current_wal_lsn() returns it",
                "changes --spool-memory 5MB | Invalid value for option '--spool-memory': '5MB' is not a size; expected a"
                        + " whole number and a unit, such as 64KiB, 64MiB or 1GiB",
                "changes -o tombstones | Value for option option '--option' (NAME=VALUE) should be in KEY=VALUE format but"
                        + " was tombstones",
                "demo --seconds 0 | Invalid value for option '--seconds': 0 is less than 1"
            })
    void usage_wrong_isSaidInOneLineWithAHint(String args, String cause) {
        assertThat(command.execute(args.strip().split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "pgchime: " + cause, "Try 'pgchime " + args.split(" ", -1)[0] + " --help' for what it takes.");
    }

    @Test
    void usage_noCommand_isAnError() {
        assertThat(command.execute()).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly("pgchime: Missing required subcommand", "Try 'pgchime --help' for what it takes.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ada:canary@db/shop",
                "--urls=postgres://ada:can'canary@db/shop",
                "jdbc:postgresql://db/shop?password=canary",
                "host=db password=canary",
                "--password=canary"
            })
    void usage_misplacedSecret_isNotRepeated(String argument) {
        assertThat(command.execute("nudge", argument)).isEqualTo(2);
        assertThat(err.toString()).doesNotContain("canary").startsWith("pgchime: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--url jdbc:postgresql://db/shop | connection URL: it is a JDBC URL; drop the leading jdbc:, and give"
                        + " user and password as libpq takes them",
                "--table orders | table name <orders> has no schema; expected schema.table, each part quoted as in SQL"
                        + " where it needs it",
                "--url postgresql://a@db/x --status-interval 0 | --status-interval 0 s is out of range; expected 1 ms to"
                        + " 3600 s",
                "--url postgresql://a@db/x --liveness 5s | liveness 5 s must exceed --status-interval 10 s, which is how"
                        + " often a quiet server is made to answer",
                "--url postgresql://a@db/x --plugin pgoutput | plugin pgoutput needs a publication: name an existing one,"
                        + " or use plugin auto"
            })
    void settings_wrong_areSaidInOneLine(String args, String cause) {
        assertThat(command.execute(("nudge " + args.strip()).split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("pgchime: " + cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen --ping-interval 60s orders | liveness 45 s must exceed --ping-interval 60 s, which is how often a"
                        + " quiet session is made to speak",
                "listen --backoff-multiplier 0.5 orders | --backoff-multiplier 0.5 is out of range; expected 1 to 100",
                "listen --max-attempts -1 orders | --max-attempts -1 is out of range; expected 0 (for ever) or more",
                "notify --answer-timeout 2h orders 42 | --answer-timeout 7200 s is out of range; expected 1 ms to 3600 s",
                "notify --url mysql://db/x orders 42 | connection URL: it does not begin with postgresql:// or postgres://"
            })
    void notifierSettings_wrong_areSaidInOneLine(String args, String cause) {
        assertThat(command.execute(args.strip().split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("pgchime: " + cause);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--publication p | slot is not given; name the replication slot to read",
                "--slot S --publication p | slot \"S\" is no replication slot's name; expected 1 to 63 of a-z, 0-9 and _",
                "--slot s | publication is not given; name an existing publication, or one to create",
                "--slot s --publication p --publication q --create-publication all | --create-publication needs one"
                        + " publication to create, not 2",
                "--slot s --publication p --max-value-size 1KiB | --max-value-size 1024 bytes is out of range; expected at"
                        + " least 65536 and at most 1073741824",
                "--slot s --publication p --start 0/2 --until-lsn 0/1 | until 0/1 is before start 0/2; expected a later"
                        + " position, or none",
                "--slot s --publication p --idle-exit 0 | --idle-exit 0 leaves no time for anything to come; expected 1ms"
                        + " or more",
                "--slot s --publication p --option decimal.handling.mode=exact | decimal.handling.mode \"exact\" is not"
                        + " known; expected one of precise, double, string",
                "--slot s --publication p --format text -o topic.prefix=x | --option is for the formats debezium and keyed;"
                        + " leave it out for text"
            })
    void streamSettings_wrong_areSaidInOneLine(String args, String cause) {
        assertThat(command.execute(("changes " + args.strip()).split(" ", -1))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("pgchime: " + cause);
    }

    @Test
    void payload_thatBeginsWithAt_isNoFileOfArguments(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("arguments"), "orders 42 --no-such-option");
        assertThat(command.parseArgs("notify", "orders", "@" + file).hasSubcommand())
                .isTrue();
    }

    @Test
    void failure_config_exitsWith2() throws Exception {
        assertThat(outcome(new ConfigException("wal_level is replica,\n and that won't do")))
                .isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("pgchime: wal_level is replica, and that won't do");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "28P01 | ; give the role's right password in PGPASSWORD or in --url",
                "28000 | ; give a role that exists, may log in, and has a line in the server's pg_hba.conf, in PGUSER or"
                        + " in --url",
                "3D000 | ; give an existing database in PGDATABASE or in --url",
                "42501 | ''"
            })
    void failure_serverRefuses_exitsWith2AndNamesTheFix(String sqlState, String fix) throws Exception {
        ServerError error = new ServerError(Map.of('V', "FATAL", 'C', sqlState, 'M', "no"));
        assertThat(outcome(new ServerException(error))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("pgchime: FATAL: no [" + sqlState + "]" + fix);
    }

    @Test
    void failure_serverHints_isNotHintedTwice() throws Exception {
        ServerError error = new ServerError(Map.of('C', "28000", 'M', "no", 'H', "say yes"));
        assertThat(outcome(new ServerException(error))).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("pgchime: ERROR: no; hint: say yes [28000]");
    }

    @Test
    void failure_thatARetryCouldMend_exitsWith1() throws Exception {
        assertThat(outcome(new ConnectionLostException("gone"))).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("pgchime: gone");
    }

    @Test
    void failure_settingWithAValue_isNamedAsTheOption() throws Exception {
        assertThat(outcome("changes", new ConfigException("have it created by createSlot(IF_MISSING)")))
                .isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("pgchime: have it created by --create-slot");
    }

    @Test
    void failure_diskFull_exitsWith1() throws Exception {
        assertThat(outcome(new IOException("standard output cannot be written: No space left on device")))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("pgchime: standard output cannot be written: No space left on device");
    }

    @Test
    void failure_bug_exitsWith1AndAStackTrace() throws Exception {
        assertThat(outcome(new IllegalStateException("oops"))).isEqualTo(1);
        assertThat(err.toString().lines())
                .startsWith("pgchime: this is a bug: java.lang.IllegalStateException: oops")
                .hasSizeGreaterThan(3);
    }

    private int outcome(Exception problem) throws Exception {
        return outcome("nudge", problem);
    }

    private int outcome(String name, Exception problem) throws Exception {
        CommandLine failed = requireNonNull(command.getSubcommands().get(name)).setErr(new PrintWriter(err, true));
        return new ExecutionErrors().handleExecutionException(problem, failed, command.parseArgs(name));
    }
}
