package io.github.pgchime.value;

/** The text of an IPv6 address as PostgreSQL writes it; Java's own writes every zero. */
final class InetSix {

    private static final int GROUPS = 8;

    private InetSix() {}

    static String text(byte[] address) {
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = ((address[2 * i] & 0xFF) << 8) | (address[2 * i + 1] & 0xFF);
        }
        int run = 0;
        int runLength = 0;
        for (int i = 0; i < GROUPS; i++) {
            int length = zerosFrom(groups, i);
            if (length > runLength) {
                run = i;
                runLength = length;
            }
        }
        boolean holdsFour = run == 0 && (runLength == 6 || (runLength == 5 && groups[5] == 0xFFFF));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (runLength > 1 && i == run) {
                text.append("::");
                i += runLength - 1;
            } else if (holdsFour && i == 6) {
                separate(text);
                return text.append(dotted(address)).toString();
            } else {
                separate(text);
                text.append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }

    private static int zerosFrom(int[] groups, int start) {
        int end = start;
        while (end < GROUPS && groups[end] == 0) {
            end++;
        }
        return end - start;
    }

    private static void separate(StringBuilder text) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
            text.append(':');
        }
    }

    private static String dotted(byte[] address) {
        return (address[12] & 0xFF) + "." + (address[13] & 0xFF) + "." + (address[14] & 0xFF) + "."
                + (address[15] & 0xFF);
    }
}
