package io.github.pgchime.bench.change;

/** Reads a slot until it has seen so many changes. */
final class DrainProcess {

    private DrainProcess() {}

    /** Takes who it is, where to connect, the slot, and how many changes there are. */
    public static void main(String[] arguments) {
        try (SlotReader reader = DrainContestant.valueOf(arguments[0]).open(arguments[1], arguments[2])) {
            reader.read(Long.parseLong(arguments[3]));
        }
    }
}
