package io.github.pgchime.testkit.script;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a {@link ScriptedServer} does on one connection, step by step, once the start-up packet is read. Immutable: each
 * method gives a script with one step more. When the steps are through, the server closes the connection.
 */
public final class Script {

    private final List<Step> steps;

    private Script(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** No steps: the connection is closed after the start-up packet. */
    public static Script empty() {
        return new Script(List.of());
    }

    /** Lets the client in without a password. */
    public static Script welcome() {
        return empty().send(Frames.welcome());
    }

    /** Looks at the start-up packet. */
    public Script expectStartup(String description, Predicate<Startup> expected) {
        return with(new Step.ExpectStartup(description, expected));
    }

    /** Sends bytes, one write per array. */
    public Script send(byte[]... frames) {
        return with(new Step.Send(List.of(frames)));
    }

    /** Expects this very query, then sends the answer. */
    public Script expectQuery(String sql, byte[]... answer) {
        return with(new Step.ExpectQuery("Query <" + sql + ">", sql::equals, List.of(answer)));
    }

    /** Expects a query that starts so, then sends the answer. */
    public Script expectQueryStarting(String prefix, byte[]... answer) {
        return with(new Step.ExpectQuery("Query <" + prefix + "…>", sql -> sql.startsWith(prefix), List.of(answer)));
    }

    /** Expects a message of a type and hands it to the check, whose exception or assertion error fails the script. */
    public Script expectMessage(char type, Consumer<ClientMessage> check) {
        return with(new Step.ExpectMessage(type, check));
    }

    /** Expects a message of a type and sends what it is answered with. */
    public Script reply(char type, Function<ClientMessage, byte[]> answer) {
        return with(new Step.Reply(type, answer));
    }

    /** Expects a password or SASL message. */
    public Script expectPassword(Consumer<ClientMessage> check) {
        return expectMessage('p', check);
    }

    /** Expects a standby status update. */
    public Script expectStatus() {
        return expectStatus("any standby status update", status -> true);
    }

    /** Reads standby status updates until one is as expected. */
    public Script expectStatus(String description, Predicate<StandbyStatus> expected) {
        return with(new Step.ExpectStatus(description, expected));
    }

    /** Expects that the client ends the connection, with or without Terminate; status updates before are no matter. */
    public Script expectEnd() {
        return with(new Step.ExpectEnd());
    }

    /** Expects that the client ends the connection without a further word. */
    public Script expectHangUp() {
        return with(new Step.ExpectHangUp());
    }

    /**
     * Answers every query until one starts with the prefix, which gets the last answer; then the script goes on. Fit for a
     * session's preparations, up to START_REPLICATION, whose details are no matter to the test.
     */
    public Script answerUntil(String prefix, Function<String, List<byte[]>> answers, byte[]... last) {
        return with(new Step.AnswerUntil(prefix, answers, List.of(last)));
    }

    /** Answers every query, for as long as the client stays; other messages are read and dropped. */
    public Script answer(Function<String, List<byte[]>> answers) {
        return with(new Step.Answer(answers));
    }

    /** Says nothing more, reads and drops what comes, for as long as the client stays. */
    public Script silence() {
        return with(new Step.Silence());
    }

    /** Waits for the test; meanwhile the client is not read from. */
    public Script await(CountDownLatch signal) {
        return with(new Step.Await(signal));
    }

    /** Does something of the test's, such as counting down a latch. */
    public Script run(Runnable action) {
        return with(new Step.Run(action));
    }

    /** Closes in the orderly way: the client reads the end of the stream. */
    public Script close() {
        return with(new Step.Close());
    }

    /** Resets the connection. */
    public Script reset() {
        return with(new Step.Reset());
    }

    List<Step> steps() {
        return steps;
    }

    private Script with(Step step) {
        List<Step> more = new ArrayList<>(steps);
        more.add(step);
        return new Script(more);
    }
}
