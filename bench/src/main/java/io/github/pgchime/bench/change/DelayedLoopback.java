package io.github.pgchime.bench.change;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** The loopback device made slow for a while, by {@code tc}, which takes root. */
final class DelayedLoopback {

    private DelayedLoopback() {}

    /** What is done meanwhile. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws InterruptedException;
    }

    /** Whether it could be made slow, and the work was done; it is undone in any case, and when the JVM ends. */
    static boolean during(Work work) throws InterruptedException {
        Thread undo = new Thread(DelayedLoopback::remove);
        Runtime.getRuntime().addShutdownHook(undo);
        try {
            if (!add()) {
                return false;
            }
            work.run();
            return true;
        } finally {
            remove();
            Runtime.getRuntime().removeShutdownHook(undo);
        }
    }

    private static boolean add() {
        return tc("add", "dev", "lo", "root", "netem", "delay", "5ms", "limit", "100000");
    }

    private static void remove() {
        tc("del", "dev", "lo", "root");
    }

    private static boolean tc(String... arguments) {
        try {
            String[] command = new String[arguments.length + 2];
            command[0] = "tc";
            command[1] = "qdisc";
            System.arraycopy(arguments, 0, command, 2, arguments.length);
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
