package io.github.pgchime.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.pgchime.ProtocolException;
import io.github.pgchime.catalog.PgType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes is a value of its type or a ProtocolException. */
class CodecFuzzTest {

    private static final Map<Integer, PgType> TYPES = Map.of(
            20_000, new PgType.Enumeration(20_000, "s", "mood", List.of("sad", "ok")),
            20_001, new PgType.Domain(20_001, "s", "amount", 1700, -1),
            20_002, new PgType.Array(20_002, "s", "_mood", 20_000, ','),
            20_003,
                    new PgType.Composite(
                            20_003,
                            "s",
                            "pair",
                            List.of(new PgType.Attribute("a", 23, -1), new PgType.Attribute("b", 20_002, -1))),
            20_004, new PgType.Range(20_004, "s", "amounts", 20_001),
            20_005, new PgType.Multirange(20_005, "s", "many_amounts", 20_004),
            20_006, new PgType.Array(20_006, "s", "_pair", 20_003, ','),
            20_007, new PgType.Base(20_007, "s", "hstore"));

    private static final List<Codec> CODECS = codecs();

    private static List<Codec> codecs() {
        Codecs all = new Codecs(TYPES);
        List<Codec> codecs = new ArrayList<>();
        for (BuiltIn type : BuiltIn.values()) {
            codecs.add(all.codec(type.oid()));
            codecs.add(all.codec(type.arrayOid()));
        }
        TYPES.keySet().stream().sorted().map(all::codec).forEach(codecs::add);
        return List.copyOf(codecs);
    }

    /** Each of a few values for every type. */
    static Stream<byte[]> samples() {
        return Stream.of(
                        "1",
                        "-1.50e3",
                        "NaN",
                        "{1,NULL,\"a\\\"b\"}",
                        "[0:1]={{1},{2}}",
                        "[1,5)",
                        "{[1,2),[3,4]}",
                        "(1,\"{sad,ok}\")",
                        "\"a\"=>\"b\", \"c\"=>NULL",
                        "2024-02-29 12:34:56.789+05:30 BC",
                        "P1Y2M3DT4H5M6.7S",
                        "((1,2),(3,4))",
                        "<(1,2),3>",
                        "::1/64",
                        "08:00:2b:01:02:03",
                        "B101",
                        "$1.50",
                        "\0\0\0\1\0\0\0\0\0\0\0\27\0\0\0\1\0\0\0\1\0\0\0\4\0\0\0\7")
                .flatMap(value ->
                        Stream.iterate(0, i -> i < CODECS.size(), i -> i + 1).map(i -> sample(i, value)));
    }

    private static byte[] sample(int codec, String value) {
        byte[] bytes = value.getBytes(UTF_8);
        byte[] sample = new byte[1 + bytes.length];
        sample[0] = (byte) codec;
        System.arraycopy(bytes, 0, sample, 1, bytes.length);
        return sample;
    }

    @MethodSource("samples")
    @FuzzTest(maxDuration = "2m")
    void value(byte[] sample) {
        if (sample.length == 0) {
            return;
        }
        Codec codec = CODECS.get((sample[0] & 0xFF) % CODECS.size());
        byte[] copy = Arrays.copyOf(sample, sample.length);
        try {
            codec.text(copy, 1, copy.length);
        } catch (ProtocolException expected) {
            // as it should be
        }
        try {
            codec.binary(copy, 1, copy.length);
        } catch (ProtocolException expected) {
            // as it should be
        }
    }
}
