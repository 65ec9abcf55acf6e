package io.github.pgchime.debezium.json;

import io.github.pgchime.debezium.DebeziumRecord;
import io.github.pgchime.debezium.RecordView;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The record that is being written: first its key, then its value, in one buffer. */
final class RecordBuffer implements RecordView {

    private final JsonBuffer out = new JsonBuffer();
    private String topic = "";
    private Map<String, byte[]> headers = Map.of();
    private boolean hasKey;
    private boolean hasValue;
    private int split;

    /** Begins the next one; its key is to be written, if it has one. */
    JsonBuffer begin(String newTopic) {
        topic = newTopic;
        headers = Map.of();
        hasKey = false;
        hasValue = false;
        split = 0;
        out.clear();
        return out;
    }

    JsonBuffer out() {
        return out;
    }

    /** What has been written is the key. */
    void endKey() {
        hasKey = true;
        split = out.length();
    }

    /** What was written since is the value. */
    void endValue() {
        hasValue = true;
    }

    void header(String name, byte[] value) {
        headers = Map.of(name, value);
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public byte[] array() {
        return out.array();
    }

    @Override
    public boolean hasKey() {
        return hasKey;
    }

    @Override
    public int keyFrom() {
        return 0;
    }

    @Override
    public int keyTo() {
        return split;
    }

    @Override
    public boolean hasValue() {
        return hasValue;
    }

    @Override
    public int valueFrom() {
        return split;
    }

    @Override
    public int valueTo() {
        return out.length();
    }

    @Override
    public DebeziumRecord keep() {
        return new DebeziumRecord(
                topic,
                hasKey ? Optional.of(Arrays.copyOfRange(array(), keyFrom(), keyTo())) : Optional.empty(),
                hasValue ? Optional.of(Arrays.copyOfRange(array(), valueFrom(), valueTo())) : Optional.empty(),
                headers);
    }
}
