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
    private final List<DrainContestant> contestants;
    private final int rounds;

    SlotDrain(Backlog backlog, List<DrainContestant> contestants, int rounds) {
        this.backlog = backlog;
        this.contestants = contestants;
        this.rounds = rounds;
    }

    void run(String title, Route route, String url) throws InterruptedException {
        Map<DrainContestant, List<Turn>> turns = new EnumMap<>(DrainContestant.class);
        for (int round = 0; round < rounds; round++) {
            for (DrainContestant contestant : round % 2 == 0 ? contestants : contestants.reversed()) {
                if (contestant.absent(route).isEmpty()) {
                    turns.computeIfAbsent(contestant, none -> new ArrayList<>()).add(measure(contestant, url));
                }
            }
        }
        Table table = new Table(
                title,
                "reader",
                "rate ÷ pg_recvlogical's",
                "rate ÷ Debezium's",
                "CPU ÷ Debezium's",
                "changes/s",
                "CPU s",
                "the server's CPU s",
                "peak RSS MB");
        double recvlogical = median(turns, DrainContestant.PG_RECVLOGICAL, Turn::seconds);
        double debezium = median(turns, DrainContestant.DEBEZIUM, Turn::seconds);
        double debeziumCpu = median(turns, DrainContestant.DEBEZIUM, Turn::cpu);
        for (DrainContestant contestant : contestants) {
            if (!turns.containsKey(contestant)) {
                table.row(contestant.title(), contestant.absent(route), "", "", "", "", "", "");
                continue;
            }
            double seconds = median(turns, contestant, Turn::seconds);
            double cpu = median(turns, contestant, Turn::cpu);
            table.row(
                    contestant.title(),
                    recvlogical / seconds,
                    debezium / seconds,
                    cpu / debeziumCpu,
                    Math.round(backlog.changes() / seconds),
                    cpu,
                    median(turns, contestant, Turn::serverCpu),
                    Math.round(median(turns, contestant, Turn::megabytes)));
        }
    }

    /** Not a number if it took no turn. */
    private static double median(
            Map<DrainContestant, List<Turn>> turns, DrainContestant of, ToDoubleFunction<Turn> figure) {
        double[] sorted = turns.getOrDefault(of, List.of()).stream()
                .mapToDouble(figure)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
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
