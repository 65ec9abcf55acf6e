package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Child;
import io.github.pgchime.bench.Table;
import java.time.Duration;
import java.util.List;

/** How many bytes each reader allocates per change of a backlog, of which the first half makes it warm. */
final class Allocation {

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private final Backlog backlog;

    Allocation(Backlog backlog) {
        this.backlog = backlog;
    }

    void run(List<DrainContestant> contestants, String url) throws InterruptedException {
        Table table =
                new Table("Bytes allocated per change", "reader", "by the thread that reads", "by the whole process");
        for (DrainContestant contestant : contestants) {
            String slot = backlog.copy();
            try (Child child = Child.start(
                    contestant.jvmOptions(),
                    AllocationProcess.class,
                    contestant.name(),
                    url,
                    slot,
                    Long.toString(backlog.changes()))) {
                String[] said = child.answer(LIMIT).split(" ", -1);
                table.row(contestant.title(), Double.parseDouble(said[0]), Double.parseDouble(said[1]));
            } finally {
                backlog.drop(slot);
            }
        }
    }
}
