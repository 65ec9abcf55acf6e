package io.github.pgchime.debezium;

/** Takes one record after the other. */
@FunctionalInterface
public interface RecordSink {

    /**
     * Takes a record.
     *
     * @param view valid during this call
     */
    void accept(RecordView view);
}
