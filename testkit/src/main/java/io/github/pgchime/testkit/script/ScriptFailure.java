package io.github.pgchime.testkit.script;

/** The client did not do what the script expected of it. */
final class ScriptFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ScriptFailure(String message) {
        super(message);
    }
}
