package io.github.pgchime.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What was read and is not yet past, in order: the position moves over what is settled up to the first that is not. */
final class Window {

    /** An entry, or the end of a batch, and where the consumer is once it is past. */
    private record Step(Optional<InHand> entry, Position after) {
        boolean isSettled() {
            return entry.isEmpty() || !entry.get().isOpen();
        }
    }

    private final Deque<Step> steps = new ArrayDeque<>();
    private Position position;

    Window(Position position) {
        this.position = position;
    }

    void add(InHand entry, Position after) {
        steps.add(new Step(Optional.of(entry), after));
    }

    /** A place without an entry, such as a batch's end. */
    void add(Position after) {
        steps.add(new Step(Optional.empty(), after));
    }

    /** Moves as far as all is settled; the entries that are past then. To be called once what became of them was taken. */
    List<InHand> advance() {
        List<InHand> past = new ArrayList<>();
        while (!steps.isEmpty() && steps.peek().isSettled()) {
            Step step = steps.remove();
            position = step.after();
            step.entry().ifPresent(past::add);
        }
        return past;
    }

    Position position() {
        return position;
    }

    int size() {
        return steps.size();
    }
}
