package io.github.pgchime.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** A value of one type in the text and in the binary form that a server writes, and what it is in Java. */
record Sample(String name, Codec codec, String text, String hex, Object value) {

    static Sample of(BuiltIn type, String text, String hex, Object value) {
        return new Sample(type + " " + text, type.codec(), text, hex, value);
    }

    static Sample ofArray(BuiltIn elements, String text, String hex, Object value) {
        return new Sample(elements + "[] " + text, elements.arrayCodec(), text, hex, value);
    }

    byte[] textBytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] binaryBytes() {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static Object text(Codec codec, String text) {
        return amid(text.getBytes(StandardCharsets.UTF_8), codec::text);
    }

    static Object binary(Codec codec, String hex) {
        return amid(HexFormat.of().parseHex(hex.replace(" ", "")), codec::binary);
    }

    /** Decodes with bytes of someone else on both sides, which no codec may look at. */
    static Object amid(byte[] value, Decoding decoding) {
        byte[] amid = new byte[value.length + 7];
        Arrays.fill(amid, (byte) '0');
        System.arraycopy(value, 0, amid, 3, value.length);
        return decoding.decode(amid, 3, 3 + value.length);
    }

    @Override
    public String toString() {
        return name;
    }
}
