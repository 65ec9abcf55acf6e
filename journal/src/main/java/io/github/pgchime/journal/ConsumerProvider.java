package io.github.pgchime.journal;

/**
 * A consumer that {@code ./pgchime journal consume} finds in an application's jar, by {@link java.util.ServiceLoader}: the jar names
 * the classes in {@code META-INF/services/io.github.pgchime.journal.ConsumerProvider}, and each has a public constructor without
 * parameters.
 */
public interface ConsumerProvider {
    /** The consumer's name. */
    String name();

    /**
     * Gives it its channels and its handler, and whatever else is not to be as it is by default. Called once, before it is started.
     *
     * @param journal in which its handler may publish
     */
    void configure(ConsumerBuilder consumer, Journal journal);
}
