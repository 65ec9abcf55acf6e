package io.github.pgchime.bench;

/** What to do about a thread that dies of an error: without it the others would wait in vain. */
public final class Failures {

    private Failures() {}

    /** Ends the process when any thread fails. */
    public static void endTheProcess() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            System.err.println("thread " + thread.getName() + " failed:");
            failure.printStackTrace();
            System.exit(1);
        });
    }
}
