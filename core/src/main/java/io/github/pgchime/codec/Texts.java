package io.github.pgchime.codec;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The types that are text: text, varchar, bpchar, name, json, xml, enums; and those whose text is taken as it is. */
final class Texts {

    private static final int VERSION = 1;

    private Texts() {}

    /** Bytes that are no UTF-8, as a database in SQL_ASCII may hold, come as replacement characters. */
    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** The binary form of jsonb and jsonpath: a version, then the text. */
    static String versioned(byte[] bytes, int from, int to) {
        if (to - from < 1 || bytes[from] != VERSION) {
            throw Malformed.value("jsonb", "the version 1 and then text", bytes, from, to);
        }
        return text(bytes, from + 1, to);
    }

    /** The binary form of {@code "char"}: a byte, whose text is as the server writes it since 16. */
    static String charBinary(byte[] bytes, int from, int to) {
        if (to - from != 1) {
            throw Malformed.value("\"char\"", "one byte", bytes, from, to);
        }
        byte value = bytes[from];
        if (value == 0) {
            return "";
        }
        return value > 0 ? String.valueOf((char) value) : String.format(Locale.ROOT, "\\%03o", value & 0xFF);
    }

    /** The binary form of tid: a block and an offset in it. */
    static String tidBinary(byte[] bytes, int from, int to) {
        if (to - from != Integer.BYTES + Short.BYTES) {
            throw Malformed.value("tid", "6 bytes", bytes, from, to);
        }
        int block = BigEndian.int32("tid", bytes, from, from + Integer.BYTES);
        short offset = BigEndian.int16("tid", bytes, from + Integer.BYTES, to);
        return "(" + Integer.toUnsignedString(block) + "," + Short.toUnsignedInt(offset) + ")";
    }
}
