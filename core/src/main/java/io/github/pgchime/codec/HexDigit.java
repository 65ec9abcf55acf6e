package io.github.pgchime.codec;

/** A hexadecimal digit in ASCII. */
final class HexDigit {

    private HexDigit() {}

    /** What it stands for, or -1 if it is none. */
    static int of(byte digit) {
        if (digit >= '0' && digit <= '9') {
            return digit - '0';
        }
        int lower = digit | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
