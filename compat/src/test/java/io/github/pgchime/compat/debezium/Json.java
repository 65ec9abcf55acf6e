package io.github.pgchime.compat.debezium;

import com.fasterxml.jackson.databind.JsonNode;

/** When two JSON values are the same. */
final class Json {

    private Json() {}

    /** Numbers are by what they say, not by how: a float4 says as much as a float holds. */
    static boolean isSame(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue()) == 0
                    || (!one.isIntegralNumber()
                            && !other.isIntegralNumber()
                            && (one.doubleValue() == other.doubleValue() || one.floatValue() == other.floatValue()));
        }
        if (one.isArray() && other.isArray() && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                if (!isSame(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.equals(other);
    }
}
