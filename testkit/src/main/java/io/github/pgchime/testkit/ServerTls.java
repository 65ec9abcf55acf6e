package io.github.pgchime.testkit;

/** The authority of this JVM's servers, made on first use. */
final class ServerTls {

    private static final TestCertificates CERTIFICATES = TestCertificates.create();

    private ServerTls() {}

    static TestCertificates certificates() {
        return CERTIFICATES;
    }
}
