package io.github.pgchime.app.demo;

import io.github.pgchime.app.process.ClosedOutputException;
import io.github.pgchime.app.process.Ending;
import io.github.pgchime.app.process.LineOutput;
import io.github.pgchime.app.process.StderrLog;
import io.github.pgchime.app.process.Terminal;
import io.github.pgchime.nudge.NudgeFeed;
import io.github.pgchime.testkit.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Starts a PostgreSQL, opens a small shop in it, and shows what a nudge feed says; nothing of it remains. */
@Command(
        name = "demo",
        description = "Starts a PostgreSQL of its own, writes to it, and shows what a nudge feed says of that.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {

    private static final int MAJOR = 18;
    private static final String DATABASE = "postgres";

    /** Enough for a server to finish its start, and then to stop. */
    private static final Duration GRACE = Duration.ofSeconds(40);

    @Option(names = "--seconds", paramLabel = "NUMBER", description = "end by itself after so long (on Ctrl-C)")
    private Optional<Integer> seconds = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    DemoCommand() {}

    @Override
    public Integer call() throws Exception {
        if (seconds.isPresent() && seconds.get() < 1) {
            throw new ParameterException(
                    spec.commandLine(), "Invalid value for option '--seconds': " + seconds.get() + " is less than 1");
        }
        // The server's start and the JDBC driver have much to say that is nobody's business here.
        StderrLog.install(Level.OFF);
        try (Ending ending = new Ending(() -> {}, GRACE)) {
            run(LineOutput.standard(), ending);
        } catch (ClosedOutputException nobodyWatches) {
            return 0;
        }
        return 0;
    }

    private void run(LineOutput out, Ending ending) throws Exception {
        Stage stage = new Stage(out, Terminal.current());
        stage.line("A small shop, and a PostgreSQL " + MAJOR + " of its own, which starts now.");
        Optional<Tally> tally = show(stage, ending);
        if (tally.isPresent()) {
            stage.line("");
            stage.line(tally.get().summary());
            stage.line("The server and its data are gone.");
        }
    }

    private Optional<Tally> show(Stage stage, Ending ending) throws Exception {
        if (ending.isRequested()) {
            return Optional.empty();
        }
        try (PostgresServer server = PostgresServer.start(MAJOR, Map.of())) {
            return ending.isRequested() ? Optional.empty() : Optional.of(show(server, stage, ending));
        } catch (IllegalStateException startFailed) {
            // Ctrl-C reaches a server that is just starting, too.
            if (ending.isRequested()) {
                return Optional.empty();
            }
            throw startFailed;
        }
    }

    private Tally show(PostgresServer server, Stage stage, Ending ending) throws Exception {
        String url = server.superuserUrl(DATABASE);
        String jdbc = "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + DATABASE;
        try (Connection session = DriverManager.getConnection(jdbc, "postgres", "")) {
            Shop shop = new Shop(session, System::nanoTime);
            stage.line("The shop knows nothing of pgchime: no trigger, no NOTIFY, no table is added. The feed reads");
            stage.line("the server's log through a temporary slot, which dies with the connection."
                    + (seconds.isPresent() ? "" : " Ctrl-C ends it."));
            try (NudgeFeed feed = NudgeFeed.builder(url).debounce(Duration.ZERO).open()) {
                Optional<Duration> length = seconds.map(Duration::ofSeconds);
                FutureTask<Tally> show =
                        new FutureTask<>(new Show(shop, feed, stage, ending, System::nanoTime, length));
                Thread.ofVirtual().name("shop").start(show);
                return show.get();
            }
        }
    }
}
