package io.github.pgchime.debezium;

/**
 * A record as it lies in the writer's buffer, in UTF-8. It holds only during the call that it is shown to;
 * {@link #keep} makes a copy.
 */
public interface RecordView {

    /** The topic that it is for, such as {@code pgchime.public.items}. */
    String topic();

    /** The buffer that key and value lie in. */
    byte[] array();

    /** Whether it has a key: the rows of a table without one have none, nor has a truncation. */
    boolean hasKey();

    /** Where the key begins. */
    int keyFrom();

    /** Where the key ends. */
    int keyTo();

    /** Whether it has a value, and is no tombstone. */
    boolean hasValue();

    /** Where the value begins. */
    int valueFrom();

    /** Where the value ends. */
    int valueTo();

    /** The record on its own. */
    DebeziumRecord keep();
}
