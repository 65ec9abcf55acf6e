package io.github.pgchime.app.slots;

import io.github.pgchime.Lsn;
import io.github.pgchime.change.ReplicationSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Slots for people: a line each under headings, in columns as wide as they need to be. */
final class SlotTable {

    private static final List<String> HEADINGS =
            List.of("slot", "database", "plugin", "used by", "confirmed", "lag", "age", "status");
    private static final String GAP = "  ";
    private static final String UNKNOWN = "-";
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB");
    private static final int UNIT = 1024;

    private SlotTable() {}

    static List<String> of(List<ReplicationSlot> slots) {
        if (slots.isEmpty()) {
            return List.of("There are no replication slots here.");
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADINGS);
        slots.forEach(slot -> rows.add(row(slot)));
        return rows.stream().map(row -> line(row, rows)).toList();
    }

    private static List<String> row(ReplicationSlot slot) {
        return List.of(
                slot.name(),
                slot.database().isEmpty() ? UNKNOWN : slot.database(),
                slot.plugin().isEmpty() ? "physical" : slot.plugin(),
                slot.activePid().map(pid -> "pid " + pid).orElse(UNKNOWN),
                slot.confirmed().map(Lsn::toString).orElse(UNKNOWN),
                slot.lagBytes().map(SlotTable::bytes).orElse(UNKNOWN),
                slot.age().map(String::valueOf).orElse(UNKNOWN),
                status(slot));
    }

    private static String status(ReplicationSlot slot) {
        List<String> words = new ArrayList<>();
        slot.walStatus().ifPresent(words::add);
        slot.invalidationReason().ifPresent(reason -> words.add("invalidated: " + reason));
        if (slot.temporary()) {
            words.add("temporary");
        }
        if (slot.twoPhase()) {
            words.add("two_phase");
        }
        if (slot.failover()) {
            words.add("failover");
        }
        return words.isEmpty() ? UNKNOWN : String.join(", ", words);
    }

    /** In the largest unit of which there is one at least. */
    static String bytes(long count) {
        if (count < UNIT) {
            return count + " B";
        }
        int unit = 0;
        double value = (double) count / UNIT;
        while (value >= UNIT && unit < UNITS.size() - 1) {
            value /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }

    private static String line(List<String> row, List<List<String>> all) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            int column = i;
            int width = all.stream()
                    .mapToInt(each -> each.get(column).length())
                    .max()
                    .orElse(0);
            String cell = row.get(i);
            line.append(cell).append(i == row.size() - 1 ? "" : " ".repeat(width - cell.length()) + GAP);
        }
        return line.toString();
    }
}
