package io.github.pgchime;

import java.util.Arrays;
import java.util.List;

/** The versions of TLS that are still taken to be safe, oldest first. */
public enum TlsVersion {
    TLS_1_2("TLSv1.2"),
    TLS_1_3("TLSv1.3");

    private final String spelling;

    TlsVersion(String spelling) {
        this.spelling = spelling;
    }

    /** As libpq, OpenSSL and Java spell it. */
    public String spelling() {
        return spelling;
    }

    /** Those from this one to another. */
    List<TlsVersion> upTo(TlsVersion newest) {
        return Arrays.stream(values())
                .filter(version -> version.compareTo(this) >= 0 && version.compareTo(newest) <= 0)
                .toList();
    }

    /**
     * Reads that spelling.
     *
     * @throws ConfigException if it is another word, among them older versions
     */
    static TlsVersion parse(Parameter parameter, String text) {
        return Word.parse(parameter.toString(), values(), TlsVersion::spelling, text);
    }
}
