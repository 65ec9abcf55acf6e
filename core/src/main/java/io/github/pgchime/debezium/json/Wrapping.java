package io.github.pgchime.debezium.json;

/** What stands around a payload: its schema before it, or nothing. Immutable, for any thread. */
final class Wrapping {

    private static final byte[] NOTHING = {};
    private static final byte[] BEGIN = JsonBuffer.ascii("{\"schema\":");
    private static final byte[] MIDDLE = JsonBuffer.ascii(",\"payload\":");
    private static final byte[] END = JsonBuffer.ascii("}");

    /** Nothing. */
    private static final Wrapping NONE = new Wrapping(NOTHING, NOTHING);

    private final byte[] before;
    private final byte[] after;

    private Wrapping(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
    }

    /** The schema if it is wanted, put together once. */
    static Wrapping of(boolean wanted, Schema schema) {
        if (!wanted) {
            return NONE;
        }
        JsonBuffer out = new JsonBuffer();
        out.raw(BEGIN);
        SchemaJson.write(out, schema);
        out.raw(MIDDLE);
        return new Wrapping(out.copy(0), END);
    }

    /** Writes what stands before the payload. */
    void begin(JsonBuffer out) {
        out.raw(before);
    }

    /** Writes what stands after it. */
    void end(JsonBuffer out) {
        out.raw(after);
    }
}
