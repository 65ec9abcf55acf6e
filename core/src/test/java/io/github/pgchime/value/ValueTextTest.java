package io.github.pgchime.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, PT0S",
        "14, 3, 14706700000, P1Y2M3DT4H5M6.7S",
        "-14, 0, -500000, P-1Y-2MT-0.5S",
        "0, -1, 60000001, P-1DT1M0.000001S",
        "0, 0, -9223372036854775808, PT-2562047788H-54.775808S",
        "2147483647, 2147483647, 9223372036854775807, infinity",
        "-2147483648, -2147483648, -9223372036854775808, -infinity"
    })
    void interval_text_isIso8601(int months, int days, long micros, String text) {
        assertThat(new Interval(months, days, micros)).hasToString(text);
    }

    @Test
    void range_text_isPostgresqls() {
        assertThat(Range.empty()).hasToString("empty");
        assertThat(Range.of(Optional.of(1), true, Optional.of(5), false)).hasToString("[1,5)");
        assertThat(Range.of(Optional.empty(), true, Optional.of("a b"), true)).hasToString("(,\"a b\"]");
        assertThat(Range.of(Optional.of("\"\\"), false, Optional.of(""), false)).hasToString("(\"\"\"\\\\\",\"\")");
        assertThat(Range.of(Optional.of("a,"), false, Optional.empty(), true)).hasToString("(\"a,\",)");
    }

    @Test
    void range_emptyWithBounds_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Range<>(true, Optional.of(1), Optional.empty(), false, false));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Range<>(true, Optional.empty(), Optional.of(1), false, false));
    }

    @Test
    void bitString_bits_areReadFromTheLeft() {
        BitString bits = new BitString(9, new byte[] {(byte) 0x81, (byte) 0xFF});
        assertThat(bits).hasToString("100000011").isEqualTo(new BitString(9, bits.toBytes()));
        assertThat(bits).hasSameHashCodeAs(new BitString(9, bits.toBytes()));
        assertThat(bits.length()).isEqualTo(9);
        assertThat(bits.get(7)).isTrue();
        assertThat(bits.get(6)).isFalse();
        assertThat(bits.toBytes()).containsExactly(0x81, 0x80);
        assertThat(bits)
                .isNotEqualTo(new BitString(9, new byte[2]))
                .isNotEqualTo(new BitString(10, bits.toBytes()))
                .isNotEqualTo("100000011");
        assertThatThrownBy(() -> bits.get(9)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void bitString_otherLength_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new BitString(9, new byte[1]));
        assertThatIllegalArgumentException().isThrownBy(() -> new BitString(-1, new byte[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "0a000001, 32, 10.0.0.1",
        "0a000000, 8, 10.0.0.0/8",
        "00000000000000000000000000000000, 128, ::",
        "00000000000000000000000000000001, 128, ::1",
        "00000000000000000000000001020304, 128, ::1.2.3.4",
        "00000000000000000000ffff01020304, 100, ::ffff:1.2.3.4/100",
        "00000000000000000000fffe01020304, 128, ::fffe:102:304",
        "00010000000000040005000000000008, 128, 1::4:5:0:0:8",
        "00010000000300040005000600070008, 128, 1:0:3:4:5:6:7:8",
        "20010db8000000000000000000000000, 32, 2001:db8::/32",
        "00010002000300040005000600070008, 0, 1:2:3:4:5:6:7:8/0"
    })
    void inet_text_isPostgresqls(String address, int prefix, String text) {
        assertThat(new Inet(address(address), prefix)).hasToString(text);
    }

    @Test
    void inet_prefixBeyondTheAddress_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inet(address("0a000001"), 33))
                .withMessage("prefix length 33 of 10.0.0.1: expected 0 to 32");
        assertThatIllegalArgumentException().isThrownBy(() -> new Inet(address("0a000001"), -1));
    }

    private static InetAddress address(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        try {
            return bytes.length == 4 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress("", bytes, -1);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }

    @Test
    void macAddress_text_isPostgresqls() {
        assertThat(new MacAddress(0x08002b010203L, 6)).hasToString("08:00:2b:01:02:03");
        assertThat(new MacAddress(-1, 8)).hasToString("ff:ff:ff:ff:ff:ff:ff:ff");
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(1, 7));
        assertThatIllegalArgumentException().isThrownBy(() -> new MacAddress(-1, 6));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1, 1",
        "-2.5, -2.5",
        "1e14, 100000000000000",
        "1e15, 1e+15",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-1.5e-10, -1.5e-10",
        "1e100, 1e+100",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "NaN, NaN",
        "-Infinity, -Infinity"
    })
    void coordinate_text_isTheShortest(double value, String text) {
        assertThat(new Point(value, 1)).hasToString("(" + text + ",1)");
    }

    @Test
    void shapes_text_isPostgresqls() {
        Point p = new Point(1, 2);
        Point q = new Point(3, 4);
        assertThat(new Line(1, -1, 0)).hasToString("{1,-1,0}");
        assertThat(new LineSegment(p, q)).hasToString("[(1,2),(3,4)]");
        assertThat(new Box(q, p)).hasToString("(3,4),(1,2)");
        assertThat(new Path(true, List.of(p, q))).hasToString("((1,2),(3,4))");
        assertThat(new Path(false, List.of(p))).hasToString("[(1,2)]");
        assertThat(new Polygon(List.of(p, q))).hasToString("((1,2),(3,4))");
        assertThat(new Circle(p, 2.5)).hasToString("<(1,2),2.5>");
    }
}
