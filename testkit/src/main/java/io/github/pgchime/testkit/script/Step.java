package io.github.pgchime.testkit.script;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** What a script does next. */
sealed interface Step {

    record ExpectStartup(String description, Predicate<Startup> expected) implements Step {}

    record Send(List<byte[]> frames) implements Step {}

    record ExpectQuery(String description, Predicate<String> expected, List<byte[]> answer) implements Step {}

    record ExpectMessage(char type, Consumer<ClientMessage> check) implements Step {}

    record Reply(char type, Function<ClientMessage, byte[]> answer) implements Step {}

    record ExpectHangUp() implements Step {}

    record ExpectStatus(String description, Predicate<StandbyStatus> expected) implements Step {}

    record ExpectEnd() implements Step {}

    record AnswerUntil(String prefix, Function<String, List<byte[]>> answers, List<byte[]> last) implements Step {}

    /** Open-ended: until the client goes. */
    record Answer(Function<String, List<byte[]>> answers) implements Step {}

    /** Open-ended. */
    record Silence() implements Step {}

    record Await(CountDownLatch signal) implements Step {}

    record Run(Runnable action) implements Step {}

    record Close() implements Step {}

    record Reset() implements Step {}
}
