package io.github.pgchime.testkit;

import java.nio.file.Path;

/** A server's certificate and its private key, as PEM files; the key is readable by its owner only. */
public record ServerCertificate(Path certFile, Path keyFile) {}
