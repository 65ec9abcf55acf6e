package io.github.pgchime.testkit.script;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/** One script being played to one client. */
final class Conversation {

    private final ClientStream client;
    private final Startup startup;
    private final Duration patience;
    private final Consumer<String> queries;
    private volatile boolean settled;

    Conversation(ClientStream client, Startup startup, Duration patience, Consumer<String> queries) {
        this.client = client;
        this.startup = startup;
        this.patience = patience;
        this.queries = queries;
    }

    /** Whether everything expected has come: the script has ended, or is at an open-ended step. */
    boolean isSettled() {
        return settled;
    }

    /** Notes that nothing more is to come. */
    void settle() {
        settled = true;
    }

    /** Plays to the end; whatever goes wrong comes out as a {@link ScriptFailure} that names the step. */
    void play(Script script) {
        int number = 0;
        try {
            for (Step step : script.steps()) {
                number++;
                play(step);
            }
            client.close();
        } catch (ScriptFailure | AssertionError e) {
            client.reset();
            throw failure(number, String.valueOf(e.getMessage()), e);
        } catch (SocketTimeoutException e) {
            client.reset();
            throw failure(number, script.steps().get(number - 1) + ": nothing came within " + patience, e);
        } catch (IOException | InterruptedException | RuntimeException e) {
            client.reset();
            throw failure(number, String.valueOf(e), e);
        }
    }

    private ScriptFailure failure(int number, String what, Throwable cause) {
        ScriptFailure failure = new ScriptFailure("step " + number + " for " + startup.parameters() + ": " + what);
        failure.initCause(cause);
        return failure;
    }

    private void play(Step step) throws IOException, InterruptedException {
        client.timeout(patience);
        switch (step) {
            case Step.ExpectStartup(var description, var expected) ->
                require(expected.test(startup), description, startup);
            case Step.Send(var frames) -> send(frames);
            case Step.ExpectQuery(var description, var expected, var answer) -> {
                String sql = query(description);
                require(expected.test(sql), description, "Query <" + sql + ">");
                send(answer);
            }
            case Step.ExpectMessage(var type, var check) -> check.accept(expect(type, "message '" + type + "'"));
            case Step.Reply(var type, var answer) -> client.write(answer.apply(expect(type, "message '" + type + "'")));
            case Step.ExpectHangUp() -> {
                Optional<ClientMessage> message = client.next();
                require(message.isEmpty(), "the end of the stream", message);
            }
            case Step.ExpectStatus(var description, var expected) -> {
                StandbyStatus status;
                do {
                    status = StandbyStatus.parse(expect('d', description).body());
                } while (!expected.test(status));
            }
            case Step.ExpectEnd() -> drain();
            case Step.AnswerUntil(var prefix, var answers, var last) -> {
                String description = "queries up to <" + prefix + "…>";
                String sql = query(description);
                while (!sql.startsWith(prefix)) {
                    send(answers.apply(sql));
                    sql = query(description);
                }
                send(last);
            }
            case Step.Answer(var answers) -> answer(answers);
            case Step.Silence() -> {
                settled = true;
                client.timeout(Duration.ZERO);
                drain();
            }
            case Step.Await(var signal) ->
                require(signal.await(patience.toMillis(), TimeUnit.MILLISECONDS), "the test's signal", "none");
            case Step.Run(var action) -> action.run();
            case Step.Close() -> client.close();
            case Step.Reset() -> client.reset();
        }
    }

    private void send(List<byte[]> frames) throws IOException {
        for (byte[] frame : frames) {
            client.write(frame);
        }
    }

    private ClientMessage expect(char type, String description) throws IOException {
        Optional<ClientMessage> message = client.next();
        require(message.isPresent(), description, "the end of the stream");
        require(message.orElseThrow().type() == type, description, message.orElseThrow());
        return message.orElseThrow();
    }

    private String query(String description) throws IOException {
        String sql = expect('Q', description).text();
        queries.accept(sql);
        return sql;
    }

    /** Reads to the end of the stream. */
    private void drain() throws IOException {
        while (client.next().isPresent()) {
            // What comes is no matter.
        }
    }

    private void answer(Function<String, List<byte[]>> answers) throws IOException {
        settled = true;
        client.timeout(Duration.ZERO);
        for (Optional<ClientMessage> next = client.next(); next.isPresent(); next = client.next()) {
            ClientMessage message = next.get();
            if (message.type() == 'Q') {
                queries.accept(message.text());
                send(answers.apply(message.text()));
            }
        }
    }

    private static void require(boolean asExpected, String expected, Object got) {
        if (!asExpected) {
            throw new ScriptFailure("expected " + expected + ", got " + got);
        }
    }
}
