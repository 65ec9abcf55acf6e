package io.github.pgchime.app.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pgchime.ConfigException;
import io.github.pgchime.Lsn;
import io.github.pgchime.TableName;
import io.github.pgchime.change.ChangeStream;
import io.github.pgchime.change.ChangeStreamBuilder;
import io.github.pgchime.change.ChangeStreamOptions;
import io.github.pgchime.change.CreateSlot;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class StreamOptionsTest {

    private static final String URL = "postgresql://ada@db.example.com:5433/shop";

    @Test
    void options_none_areTheStreamsDefaults() {
        assertThat(options()).usingRecursiveComparison().isEqualTo(expected().options());
    }

    @Test
    void options_all_reachTheStream(@TempDir Path folder) {
        assertThat(options(
                        "--publication",
                        "Other",
                        "--create-slot",
                        "--no-ack",
                        "--start",
                        "0/10",
                        "--until-lsn",
                        "16/B374D848",
                        "--failover",
                        "--two-phase",
                        "--binary",
                        "--streaming",
                        "off",
                        "--table-details",
                        "off",
                        "--heartbeat",
                        "9s",
                        "--spool-memory",
                        "1MiB",
                        "--spool-directory",
                        folder.toString(),
                        "--max-value-size",
                        "64KiB",
                        "--status-interval",
                        "3s",
                        "--liveness",
                        "7s",
                        "--backoff-first",
                        "10ms",
                        "--backoff-most",
                        "1h"))
                .usingRecursiveComparison()
                .isEqualTo(expected()
                        .publication("Other")
                        .createSlot(CreateSlot.IF_MISSING)
                        .peek(true)
                        .start(new Lsn(16))
                        .until(Lsn.parse("16/B374D848"))
                        .failover(true)
                        .twoPhase(true)
                        .binary(true)
                        .streaming(false)
                        .tableDetails(false)
                        .heartbeat(Duration.ofSeconds(9))
                        .spoolMemory(1 << 20)
                        .spoolDirectory(folder)
                        .maxValueSize(1 << 16)
                        .statusInterval(Duration.ofSeconds(3))
                        .liveness(Duration.ofSeconds(7))
                        .backoff(Duration.ofMillis(10), Duration.ofHours(1))
                        .options());
    }

    @Test
    void liveness_off_isEmpty() {
        assertThat(options("--liveness", "off").liveness()).isEmpty();
    }

    @Test
    void createPublication_tables_areThese() {
        assertThat(options("--create-publication", "public.orders,\"My Schema\".\"a,b \"\"c\"\"\"")
                        .createPublication())
                .contains(List.of(new TableName("public", "orders"), new TableName("My Schema", "a,b \"c\"")));
    }

    @Test
    void createPublication_all_isEveryTable() {
        assertThat(options("--create-publication", "all").createPublication()).contains(List.of());
    }

    @Test
    void createPublication_tableWithoutASchema_isRefused() {
        assertThatThrownBy(() -> options("--create-publication", "all,public.orders"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("table name <all> has no schema");
    }

    @Test
    void temporary_slot_getsANameOfItsOwn() {
        Set<String> names = Stream.generate(() -> parsed("--publication", "p", "--temporary"))
                .limit(3)
                .map(options -> options.builder().options())
                .peek(options -> assertThat(options.createSlot()).isEqualTo(CreateSlot.TEMPORARY))
                .map(ChangeStreamOptions::slot)
                .collect(Collectors.toSet());
        assertThat(names).hasSize(3).allMatch(name -> name.matches("pgchime_[0-9a-f]{16}"));
        assertThat(options("--temporary").slot()).isEqualTo("shop_cdc");
    }

    @Test
    void temporary_slotThatIsToStay_isRefused() {
        assertThatThrownBy(() -> options("--temporary", "--create-slot"))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("--create-slot and --temporary exclude each other");
    }

    /** A setting that is added to the stream must not be forgotten here; what the command acknowledges is its own affair. */
    @Test
    void options_everySetting_hasItsOption() {
        Set<String> names = new CommandLine(new StreamOptions())
                .getCommandSpec().options().stream()
                        .map(option -> option.longestName().substring(2).replace("-", ""))
                        .collect(Collectors.toSet());
        Set<String> settings = Arrays.stream(ChangeStreamOptions.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(name -> !name.equals("autoAcknowledge"))
                .map(StreamOptionsTest::option)
                .collect(Collectors.toSet());
        assertThat(names).containsAll(settings);
    }

    private static String option(String setting) {
        return switch (setting) {
            case "connection" -> "url";
            case "publications" -> "publication";
            case "peek" -> "noack";
            case "until" -> "untillsn";
            default -> setting.toLowerCase(Locale.ROOT);
        };
    }

    private static ChangeStreamBuilder expected() {
        return ChangeStream.builder(URL).slot("shop_cdc").publication("shop_pub");
    }

    private static ChangeStreamOptions options(String... more) {
        List<String> args = List.of("--url", URL, "--slot", "shop_cdc", "--publication", "shop_pub");
        return parsed(Stream.concat(args.stream(), Arrays.stream(more)).toArray(String[]::new))
                .builder()
                .options();
    }

    private static StreamOptions parsed(String... args) {
        return CommandLine.populateCommand(new StreamOptions(), args);
    }
}
