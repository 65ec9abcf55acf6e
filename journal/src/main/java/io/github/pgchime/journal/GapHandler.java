package io.github.pgchime.journal;

/** What is done about entries that are gone. */
@FunctionalInterface
public interface GapHandler {
    /** Deals with it. Returning is the acknowledgement; what it throws has it told again, and nothing is handled until then. */
    void handle(Gap gap) throws Exception;
}
