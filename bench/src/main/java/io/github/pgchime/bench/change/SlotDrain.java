package io.github.pgchime.bench.change;

import io.github.pgchime.bench.Table;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * How long each reader's process takes for the same backlog, from its start to its end. The readers take turns, every
 * second round in reverse; of the rounds the median counts.
 */
final class SlotDrain {

    private final Backlog backlog;
    private final int rounds;

    SlotDrain(Backlog backlog, int rounds) {
        this.backlog = backlog;
        this.rounds = rounds;
    }

    void run(String title, Route route, String url) throws InterruptedException {
        Map<DrainContestant, List<Turn>> turns = new EnumMap<>(DrainContestant.class);
        List<DrainContestant> order = List.of(DrainContestant.values());
        for (int round = 0; round < rounds; round++) {
            for (DrainContestant contestant : round % 2 == 0 ? order : order.reversed()) {
                if (contestant.absent(route).isEmpty()) {
                    turns.computeIfAbsent(contestant, none -> new ArrayList<>()).add(measure(contestant, url));
                }
            }
        }
        Table table = new Table(
                title, "reader", "rate ÷ pg_recvlogical's", "changes/s", "CPU s", "the server's CPU s", "peak RSS MB");
        double peer = turns.containsKey(DrainContestant.PG_RECVLOGICAL)
                ? median(turns.get(DrainContestant.PG_RECVLOGICAL), Turn::seconds)
                : Double.NaN;
        for (DrainContestant contestant : order) {
            List<Turn> of = turns.get(contestant);
            if (of == null) {
                table.row(contestant.title(), contestant.absent(route), "", "", "", "");
            } else {
                double seconds = median(of, Turn::seconds);
                table.row(
                        contestant.title(),
                        peer / seconds,
                        Math.round(backlog.changes() / seconds),
                        median(of, Turn::cpu),
                        median(of, Turn::serverCpu),
                        Math.round(median(of, Turn::megabytes)));
            }
        }
    }

    private static double median(List<Turn> turns, ToDoubleFunction<Turn> figure) {
        double[] sorted = turns.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private Turn measure(DrainContestant contestant, String url) throws InterruptedException {
        String slot = backlog.copy();
        try {
            long begun = System.nanoTime();
            Process process = new ProcessBuilder(contestant.command(url, slot, backlog))
                    .redirectOutput(Redirect.INHERIT)
                    .redirectError(Redirect.INHERIT)
                    .start();
            Meter reader = new Meter(process.pid());
            Meter server = new Meter(awaitSender(slot, process));
            while (!process.waitFor(10, TimeUnit.MILLISECONDS)) {
                reader.look();
                server.look();
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (process.exitValue() != 0) {
                throw new IllegalStateException(contestant.title() + " failed; see above why");
            }
            return new Turn(seconds, reader.cpu(), server.cpu(), reader.peak() / 1024.0);
        } catch (IOException e) {
            throw new IllegalStateException(contestant.title() + " did not start", e);
        } finally {
            backlog.drop(slot);
        }
    }

    private long awaitSender(String slot, Process reader) throws InterruptedException {
        long pid = backlog.sender(slot);
        while (pid == 0 && !reader.waitFor(10, TimeUnit.MILLISECONDS)) {
            pid = backlog.sender(slot);
        }
        return pid;
    }

    /** What one reader took once. */
    private record Turn(double seconds, double cpu, double serverCpu, double megabytes) {}
}
