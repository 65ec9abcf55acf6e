package io.github.pgchime.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What was read and is not yet past, in order: the position moves over what is accounted for up to the first that is not. */
final class Window {

    /** An entry, or the end of a batch, and where the consumer is once it is past. */
    private record Step(Optional<InHand> entry, Position after) {
        boolean isAccounted() {
            return entry.isEmpty() || entry.get().isAccounted();
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

    /** Moves as far as all is accounted for; the entries that are past then. */
    List<InHand> advance() {
        List<InHand> past = new ArrayList<>();
        while (!steps.isEmpty() && steps.peek().isAccounted()) {
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
